import type { DialectName, SqlType } from '../schema/type.ts';
import { isKind, kind } from './kind.ts';

/** Where the driver of a database returns and takes other values than PostgreSQL's does: `{ sqlite: [returned, taken] }`. */
export type DriverValues = { readonly [D in DialectName]?: readonly [returned: unknown, taken: unknown] };

/** No driver differs. */
export type SameEverywhere = Readonly<Record<never, never>>;

/** What only the compiler knows of a type. */
interface TypeFacts<Out, In, Drivers> {
  readonly out: Out;
  readonly in: In;
  readonly drivers: Drivers;
}

/**
 * A column type: readonly data that compares, serialises and hashes, and for the compiler the values behind it.
 *
 * @typeParam Out what a driver returns for such a column
 * @typeParam In what a driver takes for it
 * @typeParam Drivers where a driver differs from PostgreSQL's, for which `Out` and `In` stand
 */
export type Type<Out = unknown, In = Out, Drivers extends DriverValues = SameEverywhere> = SqlType & {
  readonly '~types'?: TypeFacts<Out, In, Drivers>;
};

/** A type of whole numbers. A primary key of such a type is numbered by the database. */
export type IntegerType<Out = number, In = Out, Drivers extends DriverValues = SameEverywhere> = SqlType & {
  readonly '~types'?: TypeFacts<Out, In, Drivers> & { readonly integer: true };
};

/** A type that is made in the database, by you or an extension. PostgreSQL's driver does not know lists of it. */
export type NamedType<Out = unknown, In = Out, Drivers extends DriverValues = SameEverywhere> = SqlType & {
  readonly '~types'?: TypeFacts<Out, In, Drivers> & { readonly named: true };
};

/**
 * A type of your own on top of another: the column is of type `impl`, and values are changed on their way in and out by
 * `encodeRow` and `decodeRow`. A null is never given to it.
 *
 * @typeParam Out the value your code gets
 * @typeParam In the value your code gives
 * @example
 * class Email extends sa.TypeDecorator<string> {
 *   impl = sa.String(320);
 *   override processBindParam(value: string) { return value.toLowerCase(); }
 * }
 */
export abstract class TypeDecorator<Out = unknown, In = Out> {
  declare readonly '~decorated'?: { readonly out: Out; readonly in: In };

  get [kind](): 'typeDecorator' {
    return 'typeDecorator';
  }

  /** The type that the column has in the database. */
  abstract readonly impl: TypeLike;

  /** Your value to that of the driver. */
  processBindParam?(value: In, dialect: DialectName): unknown;
  /** The driver's value to yours. */
  processResultValue?(value: unknown, dialect: DialectName): Out;
}

/** Any type that a column can have. */
export type AnyType = Type<unknown, unknown, DriverValues> | TypeDecorator<unknown, unknown>;

/** How a type can be given: `sa.Integer`, `sa.Integer()`, `sa.String(50)`, or a `TypeDecorator` class or object. */
export type TypeLike<T extends AnyType = AnyType> = T | (() => T) | (new () => T);

/** A type as given, resolved. */
export interface ResolvedType {
  readonly type: SqlType;
  readonly decorator?: TypeDecorator<unknown, unknown>;
}

/** The data of a type, however it was given, and the decorator on top of it where there is one. */
export function resolveType(given: TypeLike): ResolvedType {
  const value = typeof given === 'function' ? construct(given) : given;
  if (!isDecorator(value)) return { type: value };
  return { type: resolveType(value.impl).type, decorator: value };
}

const isDecorator = (value: AnyType): value is TypeDecorator<unknown, unknown> => isKind(value, 'typeDecorator');

const construct = (given: (() => AnyType) | (new () => AnyType)): AnyType =>
  isKind(given.prototype, 'typeDecorator') ? new (given as new () => AnyType)() : (given as () => AnyType)();

/** Makes the data of a type: parameters that were not given are left out. */
export function typeData<T extends SqlType>(type: T['type'], parameters: object = {}): T {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined);
  return Object.freeze({ type, ...Object.fromEntries(given) }) as object as T;
}

/** The driver's own side of a type: that of a decorator's `impl`. */
export type DriverType<T> =
  T extends TypeDecorator<unknown, unknown> ? (T['impl'] extends TypeLike<infer Impl> ? DriverType<Impl> : never) : T;

/** What only the compiler knows of a type, as one object. */
export type Facts<T> = T extends { readonly '~types'?: infer F } ? NonNullable<F> : never;

type Values<F, D extends DialectName> =
  F extends TypeFacts<infer Out, infer In, infer Drivers>
    ? D extends keyof Drivers
      ? Drivers[D]
      : D extends 'mariadb'
        ? 'mysql' extends keyof Drivers
          ? Drivers['mysql']
          : readonly [Out, In]
        : readonly [Out, In]
    : readonly [unknown, unknown];

/** What the driver of a database returns for a column of that type. */
export type DriverOut<T, D extends DialectName = 'postgresql'> =
  Values<Facts<DriverType<T>>, D> extends readonly [infer Out, unknown] ? Out : never;

/** What the driver of a database takes for a column of that type. */
export type DriverIn<T, D extends DialectName = 'postgresql'> =
  Values<Facts<DriverType<T>>, D> extends readonly [unknown, infer In] ? In : never;

/** What your code gets: the decorator's value, or else the driver's. */
export type OutOf<T, D extends DialectName = 'postgresql'> = T extends { readonly '~decorated'?: infer V }
  ? NonNullable<V> extends { readonly out: infer Out }
    ? Out
    : DriverOut<T, D>
  : DriverOut<T, D>;

/** What your code gives: the decorator's value, or else the driver's. */
export type InOf<T, D extends DialectName = 'postgresql'> = T extends { readonly '~decorated'?: infer V }
  ? NonNullable<V> extends { readonly in: infer In }
    ? In
    : DriverIn<T, D>
  : DriverIn<T, D>;
