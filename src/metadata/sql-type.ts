import type { DialectName, SqlType } from '../schema/type.ts';
import { isKind, kind } from './kind.ts';

/** Where the driver of a database returns and takes other values than PostgreSQL's does: `{ sqlite: [returned, taken] }`. */
export type DriverValues = {
  readonly [D in Exclude<DialectName, 'postgresql'>]?: readonly [returned: unknown, taken: unknown];
};

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

/** The values behind a type. A type is a union of many shapes with the same values: the brackets keep it together. */
export type ValuesOf<T> = [T] extends [{ readonly '~decorated'?: infer V; readonly impl: infer Impl }]
  ? DecoratedBy<Exclude<V, undefined>, Impl extends () => infer Made ? Made : Impl>
  : PlainValues<T>;

type DecoratedBy<V, Impl> = V extends Values<infer Out, infer In> ? DecoratedValues<Out, In, PlainValues<Impl>> : never;
type PlainValues<T> = [T] extends [Valued<infer V>] ? Extract<V, Values> : never;

/** The values below a decorator. */
type DriverValuesOf<V extends Values> = V extends { readonly driver: infer Driver extends Values } ? Driver : V;

/** `Out` and `In` of a driver that differs from PostgreSQL's; never where it does not. MariaDB's is MySQL's. */
type Differing<Drivers, D extends DialectName> = D extends keyof Drivers
  ? Drivers[D]
  : D extends 'mariadb'
    ? 'mysql' extends keyof Drivers
      ? Drivers['mysql']
      : never
    : never;

type ReturnedBy<V extends Values, D extends DialectName> = D extends 'postgresql'
  ? V['out']
  : [Differing<V['drivers'], D>] extends [never]
    ? V['out']
    : Differing<V['drivers'], D> extends readonly [infer Out, unknown]
      ? Out
      : never;
type TakenBy<V extends Values, D extends DialectName> = D extends 'postgresql'
  ? V['in']
  : [Differing<V['drivers'], D>] extends [never]
    ? V['in']
    : Differing<V['drivers'], D> extends readonly [unknown, infer In]
      ? In
      : never;

/** What the driver of a database returns. */
export type DriverOut<V extends Values, D extends DialectName = 'postgresql'> = ReturnedBy<DriverValuesOf<V>, D>;

/** What the driver of a database takes. */
export type DriverIn<V extends Values, D extends DialectName = 'postgresql'> = TakenBy<DriverValuesOf<V>, D>;

/** What your code gets: the decorator's value, or else the driver's. */
export type OutOf<V extends Values, D extends DialectName = 'postgresql'> = D extends 'postgresql'
  ? V['out']
  : V extends { readonly driver: unknown }
    ? V['out']
    : ReturnedBy<V, D>;

/** What your code gives: the decorator's value, or else the driver's. */
export type InOf<V extends Values, D extends DialectName = 'postgresql'> = D extends 'postgresql'
  ? V['in']
  : V extends { readonly driver: unknown }
    ? V['in']
    : TakenBy<V, D>;
