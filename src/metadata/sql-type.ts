import type { DialectName, SqlType } from '../schema/type.ts';
import { isKind, kind } from './kind.ts';

/** Where the driver of a database returns and takes other values than PostgreSQL's does: `{ sqlite: [returned, taken] }`. */
export type DriverValues = { readonly [D in DialectName]?: readonly [returned: unknown, taken: unknown] };

/** No driver differs. */
export type SameEverywhere = Readonly<Record<never, never>>;

/**
 * The values behind a type, which only the compiler knows.
 *
 * @typeParam Out what a driver returns for such a column
 * @typeParam In what a driver takes for it
 * @typeParam Drivers where a driver differs from PostgreSQL's, for which `Out` and `In` stand
 */
export interface Values<Out = unknown, In = unknown, Drivers = unknown> {
  readonly out: Out;
  readonly in: In;
  readonly drivers: Drivers;
}

/** Whole numbers. A primary key of such a type is numbered by the database. */
export interface IntegerValues<Out, In, Drivers> extends Values<Out, In, Drivers> {
  readonly integer: true;
}

/** Values of which PostgreSQL's driver makes other lists than lists of the values: text, or numbers. */
export interface ListedValues<List, Out, In, Drivers> extends Values<Out, In, Drivers> {
  readonly list: List;
}

/** Values that a `TypeDecorator` makes of those of its `impl`. */
export interface DecoratedValues<Out, In, Driver> extends Values<Out, In> {
  readonly driver: Driver;
}

/** Anything that tells the compiler of its values. */
export interface Valued<V> {
  readonly '~values'?: V;
}

/** A column type: readonly data that compares, serialises and hashes, and for the compiler the values behind it. */
export type Type<Out = unknown, In = Out, Drivers extends DriverValues = SameEverywhere> = SqlType &
  Valued<Values<Out, In, Drivers>>;

/** A type of whole numbers. */
export type IntegerType<Out = number, In = Out, Drivers extends DriverValues = SameEverywhere> = SqlType &
  Valued<IntegerValues<Out, In, Drivers>>;

/** A type of which PostgreSQL's driver makes other lists than lists of its values. */
export type ListedType<List, Out, In = Out, Drivers extends DriverValues = SameEverywhere> = SqlType &
  Valued<ListedValues<List, Out, In, Drivers>>;

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
  declare readonly '~decorated'?: Values<Out, In>;

  get [kind](): 'typeDecorator' {
    return 'typeDecorator';
  }

  /** The type that the column has in the database. */
  abstract readonly impl: AnyPlainType | (() => AnyPlainType);

  /** Your value to that of the driver. */
  processBindParam?(value: In, dialect: DialectName): unknown;
  /** The driver's value to yours. */
  processResultValue?(value: unknown, dialect: DialectName): Out;
}

/** Any type that is not a `TypeDecorator`. */
export type AnyPlainType = SqlType & Valued<unknown>;

/** Any type that a column can have. */
export type AnyType = AnyPlainType | TypeDecorator<unknown, unknown>;

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

/** The values behind a type. */
export type ValuesOf<T> = T extends { readonly '~decorated'?: infer V; readonly impl: infer Impl }
  ? NonNullable<V> extends Values<infer Out, infer In>
    ? DecoratedValues<Out, In, PlainValues<Impl extends () => infer T ? T : Impl>>
    : never
  : PlainValues<T>;

type PlainValues<T> = T extends Valued<infer V> ? NonNullable<V> : never;
type Undecorated<V> = V extends { readonly driver: infer Driver } ? Driver : V;

/** Of which driver, in which direction. */
type DriverSide<V, D extends DialectName, Side extends 'in' | 'out'> =
  V extends Values<unknown, unknown, infer Drivers>
    ? D extends keyof Drivers
      ? SideOf<Drivers[D], Side>
      : D extends 'mariadb'
        ? 'mysql' extends keyof Drivers
          ? SideOf<Drivers['mysql'], Side>
          : V[Side]
        : V[Side]
    : never;
type SideOf<Pair, Side extends 'in' | 'out'> = Pair extends readonly [infer Out, infer In]
  ? Side extends 'in'
    ? In
    : Out
  : never;

/** What the driver of a database returns. */
export type DriverOut<V, D extends DialectName = 'postgresql'> = DriverSide<Undecorated<V>, D, 'out'>;

/** What the driver of a database takes. */
export type DriverIn<V, D extends DialectName = 'postgresql'> = DriverSide<Undecorated<V>, D, 'in'>;

/** What your code gets: the decorator's value, or else the driver's. */
export type OutOf<V, D extends DialectName = 'postgresql'> = V extends {
  readonly driver: unknown;
  readonly out: infer Out;
}
  ? Out
  : DriverOut<V, D>;

/** What your code gives: the decorator's value, or else the driver's. */
export type InOf<V, D extends DialectName = 'postgresql'> = V extends {
  readonly driver: unknown;
  readonly in: infer In;
}
  ? In
  : DriverIn<V, D>;
