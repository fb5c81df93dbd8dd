import type { DialectName, SqlType } from '../schema/type.ts';
import {
  type AnyType,
  type DriverIn,
  type DriverOut,
  type IntegerType,
  type ListedType,
  resolveType,
  type Type,
  type TypeLike,
  typeData,
  type Values,
  type ValuesOf,
} from './sql-type.ts';

/** Drivers that return a whole number of 64 bits as a JavaScript number; PostgreSQL's returns a string. */
export type BigNumbers = {
  readonly sqlite: readonly [number, number | bigint];
  readonly mysql: readonly [number, number | bigint | string];
};
/** SQLite has no exact decimals. */
export type InexactDecimals = { readonly sqlite: readonly [number, number | string] };
/** Databases without a type of their own for true and false. */
export type BooleansAsNumbers = {
  readonly sqlite: readonly [0 | 1, 0 | 1];
  readonly mysql: readonly [0 | 1, 0 | 1 | boolean];
};
/** SQLite keeps points in time as text. */
export type TimesAsText = { readonly sqlite: readonly [string, string] };
/** SQLite keeps JSON as text; MySQL's driver reads it but takes text only. */
export type JsonAsText<V> = {
  readonly sqlite: readonly [string, string];
  readonly mysql: readonly [V, string];
};
/** PostgreSQL's driver would make a list of SQL of an array: give it as text. */
export type JsonInput<V> = V extends readonly unknown[] ? string : V | string;
/** Databases without lists keep them as JSON. */
export type ListsAsJson<List> = {
  readonly sqlite: readonly [string, string];
  readonly mysql: readonly [List, string];
};

/** What PostgreSQL's driver makes of an interval. */
export interface IntervalParts {
  readonly years?: number;
  readonly months?: number;
  readonly days?: number;
  readonly hours?: number;
  readonly minutes?: number;
  readonly seconds?: number;
  readonly milliseconds?: number;
}
/** Databases without intervals keep them as a point in time. */
export type IntervalsAsTimes = {
  readonly sqlite: readonly [string, string];
  readonly mysql: readonly [Date, Date | string];
};

/** Options of the character types. */
export interface StringOptions {
  readonly collation?: string;
}

/** Options of the types that hold a time of day. */
export interface TimeOptions {
  /** Keep the offset from UTC, or turn the value into UTC, where the database can. */
  readonly timezone?: boolean;
  /** Digits of a second that are kept. */
  readonly precision?: number;
}

/** Whole numbers of 16 bits: `SMALLINT`. */
export const SmallInteger = (): IntegerType => typeData('SmallInteger');

/** Whole numbers of 32 bits: `INTEGER`. */
export const Integer = (): IntegerType => typeData('Integer');

/** Whole numbers of 64 bits: `BIGINT`. PostgreSQL's driver returns them as strings. */
export const BigInteger = (): IntegerType<string, string | number | bigint, BigNumbers> => typeData('BigInteger');

/** Approximate numbers: `FLOAT`; with a precision in binary digits, `FLOAT(24)`. */
export const Float = (precision?: number): Type<number> => typeData('Float', { precision });

/** Approximate numbers of 64 bits: `DOUBLE PRECISION`. */
export const Double = (): Type<number> => typeData('Double');

/** Exact numbers: `NUMERIC(10, 2)` has ten digits, two of them behind the point. Drivers return them as strings. */
export const Numeric = (
  precision?: number,
  scale?: number,
): ListedType<number[], string, string | number, InexactDecimals> => typeData('Numeric', { precision, scale });

/** True or false. `createConstraint` asks for a CHECK where the database has no such type, named `name`. */
export const Boolean = (
  options: { readonly name?: string; readonly createConstraint?: boolean; readonly constraintName?: string } = {},
): Type<boolean, boolean, BooleansAsNumbers> => typeData('Boolean', options);

/** Text of at most `length` characters: `VARCHAR(320)`. */
export const String = (length?: number, options: StringOptions = {}): Type<string> =>
  typeData('String', { length, ...options });

/** Text of exactly `length` characters, filled up with blanks: `CHAR(2)`. */
export const Char = (length?: number, options: StringOptions = {}): Type<string> =>
  typeData('Char', { length, ...options });

/** Text of any length: `TEXT`. */
export const Text = (length?: number, options: StringOptions = {}): Type<string> =>
  typeData('Text', { length, ...options });

/** Text of at most `length` characters in a Unicode character set. */
export const Unicode = (length?: number, options: StringOptions = {}): Type<string> =>
  typeData('Unicode', { length, ...options });

/** Text of any length in a Unicode character set. */
export const UnicodeText = (length?: number, options: StringOptions = {}): Type<string> =>
  typeData('UnicodeText', { length, ...options });

/** A day. */
const DateType = (): Type<Date, Date | string, TimesAsText> => typeData('Date');

export { DateType as Date };

/** A day and a time: `TIMESTAMP`, `DATETIME`. */
export const DateTime = (options: TimeOptions = {}): Type<Date, Date | string, TimesAsText> =>
  typeData('DateTime', options);

/** A time of day. Drivers return it as text. */
export const Time = (options: TimeOptions = {}): Type<string> => typeData('Time', options);

/** A span of time: `INTERVAL`; a point in time after the epoch where the database has none. */
export const Interval = (
  options: { readonly precision?: number; readonly fields?: string } = {},
): Type<IntervalParts, string, IntervalsAsTimes> => typeData('Interval', options);

/** Bytes: `BYTEA`, `BLOB`. */
export const LargeBinary = (length?: number): Type<Buffer, Uint8Array> => typeData('LargeBinary', { length });

/**
 * A universally unique identifier. Databases without such a type, and all with `native: false`, keep it as text of 36
 * characters, as `crypto.randomUUID()` writes it.
 */
export const Uuid = (options: { readonly native?: boolean } = {}): Type<string> => typeData('Uuid', options);

/** Options of an enum. */
export interface EnumOptions<V extends string> {
  /** The name of the type on PostgreSQL, and the base of the name of a CHECK. Absent means `<table>_<column>` for the type. */
  readonly name?: string;
  /** The schema of the type on PostgreSQL. Absent means that of the table. */
  readonly schema?: string;
  /** False makes it a string, with a CHECK where `createConstraint` asks for it. */
  readonly native?: boolean;
  /** Where the enum is a string, a CHECK that only these values are in it. */
  readonly createConstraint?: boolean;
  /** The name of that CHECK as it is; absent means what the naming convention makes of `name`. Revisions say it. */
  readonly constraintName?: string;
  /** Where the enum is a string, its length. Absent means that of the longest value. */
  readonly length?: number;
  /** New value to old value: a rename hint, so that rows keep their meaning. */
  readonly renamedFrom?: { readonly [value in V]?: string };
}

/**
 * One of a list of values.
 *
 * @param values a list, or a TypeScript enum whose members are strings (or an object of strings)
 * @example sa.Enum(['active', 'banned'], { name: 'user_status' })
 */
export const Enum = <const V extends string>(
  values: readonly V[] | Readonly<Record<string, V>>,
  options: EnumOptions<V> = {},
): ListedType<string, `${V}`> => typeData('Enum', { values: [...Object.values(values)], ...options });

/**
 * A document. Name its shape for the row types: `sa.JSON<{ theme: string }>()`.
 *
 * @typeParam V the shape of the documents
 */
const JSONType = <V = unknown>(): Type<V, JsonInput<V>, JsonAsText<V>> => typeData('JSON');

/** A document in PostgreSQL's binary form, which can be indexed; plain JSON on the other databases. */
export const JSONB = <V = unknown>(): Type<V, JsonInput<V>, JsonAsText<V>> => typeData('JSONB');

/** Lists in lists. */
type Nested<X, Depth, Counted extends readonly unknown[] = readonly [unknown]> = Depth extends Counted['length']
  ? X[]
  : Nested<X[], Depth, readonly [...Counted, unknown]>;

/** PostgreSQL has no more than six. https://www.postgresql.org/docs/current/limits.html */
type Dimensions = 1 | 2 | 3 | 4 | 5 | 6;

/** JSON has no times and no bytes. */
type InJson<X> = X extends Date | Buffer ? string : X;

/** PostgreSQL's driver leaves lists of types that it does not know as text: `{a,b}`. */
export type ListOf<V extends Values, Depth = 1> = V extends { readonly list: infer List }
  ? List extends readonly (infer Item)[]
    ? Nested<Item, Depth>
    : List
  : Nested<DriverOut<V>, Depth>;

/**
 * A list of values of one type. Databases other than PostgreSQL keep it as JSON.
 *
 * @param item the type of the values
 * @param options `dimensions`: two for a list of lists, up to six
 */
const ArrayType = <T extends AnyType, const Depth extends Dimensions = 1>(
  item: TypeLike<T>,
  options: { readonly dimensions?: Depth } = {},
): Type<
  ListOf<ValuesOf<T>, Depth>,
  Nested<DriverIn<ValuesOf<T>>, Depth>,
  ListsAsJson<Nested<InJson<DriverOut<ValuesOf<T>>>, Depth>>
> => typeData('Array', { item: resolveType(item).type, ...options });

export { ArrayType as Array, JSONType as JSON };

/**
 * Any type that is not named here, in the database's own spelling.
 *
 * @param sql the type as the database prints it; it is compared with that
 * @typeParam Out what the driver returns
 * @typeParam In what the driver takes
 * @example sa.custom<string>('geometry(Point,4326)')
 */
export const custom = <Out = unknown, In = Out>(sql: string): Type<Out, In> => typeData('custom', { sql });

type Variants = { readonly [D in DialectName]?: TypeLike };
/** The values behind `sa.Integer` and `sa.Integer()` alike. */
type ValuesOfGiven<T> = T extends TypeLike<infer Given> ? ValuesOf<Given> : never;
/** The values of the type that a database has. */
type ValuesOn<V extends Values, Types, D extends DialectName> = D extends keyof Types
  ? ValuesOfGiven<Types[D]>
  : D extends 'mariadb'
    ? 'mysql' extends keyof Types
      ? ValuesOfGiven<Types['mysql']>
      : V
    : V;
type VariantDrivers<V extends Values, Types> = {
  readonly [D in Exclude<DialectName, 'postgresql'>]: readonly [
    DriverOut<ValuesOn<V, Types, D>, D>,
    DriverIn<ValuesOn<V, Types, D>, D>,
  ];
};
type VariantOut<V extends Values, Types> = DriverOut<ValuesOn<V, Types, 'postgresql'>>;
type VariantIn<V extends Values, Types> = DriverIn<ValuesOn<V, Types, 'postgresql'>>;

/** A type with variants: what each driver returns and takes follows them. */
export type WithVariants<V extends Values, Types> = V extends { readonly integer: true }
  ? IntegerType<VariantOut<V, Types>, VariantIn<V, Types>, VariantDrivers<V, Types>>
  : Type<VariantOut<V, Types>, VariantIn<V, Types>, VariantDrivers<V, Types>>;

/**
 * A type that is another one on some databases. MariaDB takes MySQL's variant unless it has its own.
 *
 * @example sa.withVariant(sa.BigInteger, { sqlite: sa.Integer })
 */
export function withVariant<T extends AnyType, const Types extends Variants>(
  type: TypeLike<T>,
  variants: Types,
): WithVariants<ValuesOf<T>, Types>;
export function withVariant(type: TypeLike, variants: Variants): SqlType {
  const plain = resolveType(type).type;
  const resolved = Object.entries<TypeLike>(variants).map(([dialect, variant]) => [dialect, resolveType(variant).type]);
  return Object.freeze({ ...plain, variants: { ...plain.variants, ...Object.fromEntries(resolved) } });
}
