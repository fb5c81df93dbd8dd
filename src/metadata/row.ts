import type { DialectName } from '../schema/type.ts';
import type { Flag } from './column.ts';
import type { DriverIn, DriverOut, InOf, OutOf } from './sql-type.ts';
import type { Table } from './table.ts';

/** A model or a table, as far as types go. */
type Tabled<C> = { readonly __table__: Table<string, C> } | Table<string, C>;

/** The columns of a model or table. */
export type ColumnsOf<M> = M extends Tabled<infer C> ? C : never;

type FactsOf<X> = X extends { readonly '~column'?: infer Facts } ? NonNullable<Facts> : never;
type ValuesIn<X> = FactsOf<X> extends { readonly values: infer V } ? V : never;
type FlagsIn<X> = FactsOf<X> extends { readonly flags: infer F } ? F : never;
type Null<X> = 'null' extends FlagsIn<X> ? null : never;

/** The name of a column in rows: its own, or that of its property. */
type RowKey<K, X> = X extends { readonly name: infer N } ? (string extends N ? K : N) & string : never;
/** Columns that are never written. */
type Written<K, X> = 'always' extends FlagsIn<X> ? never : RowKey<K, X>;
/** Columns that an insert must give. */
type Required<K, X> = Extract<FlagsIn<X>, Flag> extends never ? RowKey<K, X> : never;
/** Columns that an insert may leave out. */
type Optional<K, X> = Extract<FlagsIn<X>, Flag> extends never ? never : Written<K, X>;

type Simplify<X> = { [K in keyof X]: X[K] } & {};

/**
 * A row of a model or table as your code reads it. Values are what the database's driver returns, or a `TypeDecorator`
 * makes of them in `decodeRow`; keys are the names of the columns.
 *
 * @typeParam M `typeof User`, or the type of a table
 * @typeParam D the database whose driver is used
 */
export type InferRow<M, D extends DialectName = 'postgresql'> = {
  -readonly [K in keyof ColumnsOf<M> as RowKey<K, ColumnsOf<M>[K]>]:
    | OutOf<ValuesIn<ColumnsOf<M>[K]>, D>
    | Null<ColumnsOf<M>[K]>;
};

/**
 * What an insert takes: columns that can be null or that the database fills in may be left out, and those that it computes
 * cannot be given.
 */
export type InferInsert<M, D extends DialectName = 'postgresql'> = Simplify<
  {
    -readonly [K in keyof ColumnsOf<M> as Required<K, ColumnsOf<M>[K]>]: InOf<ValuesIn<ColumnsOf<M>[K]>, D>;
  } & {
    -readonly [K in keyof ColumnsOf<M> as Optional<K, ColumnsOf<M>[K]>]?:
      | InOf<ValuesIn<ColumnsOf<M>[K]>, D>
      | Null<ColumnsOf<M>[K]>
      | undefined;
  }
>;

/** What an update takes: any column that can be written. */
export type InferUpdate<M, D extends DialectName = 'postgresql'> = {
  -readonly [K in keyof ColumnsOf<M> as Written<K, ColumnsOf<M>[K]>]?:
    | InOf<ValuesIn<ColumnsOf<M>[K]>, D>
    | Null<ColumnsOf<M>[K]>
    | undefined;
};

/** A row as the driver returns it: as `InferRow`, before a `TypeDecorator` changes anything. */
export type DriverRow<M, D extends DialectName = 'postgresql'> = {
  -readonly [K in keyof ColumnsOf<M> as RowKey<K, ColumnsOf<M>[K]>]:
    | DriverOut<ValuesIn<ColumnsOf<M>[K]>, D>
    | Null<ColumnsOf<M>[K]>;
};

/** What the driver takes for each column that can be written. */
export type DriverInput<M, D extends DialectName = 'postgresql'> = {
  -readonly [K in keyof ColumnsOf<M> as Written<K, ColumnsOf<M>[K]>]:
    | DriverIn<ValuesIn<ColumnsOf<M>[K]>, D>
    | Null<ColumnsOf<M>[K]>;
};

/** A column for Kysely: its `ColumnType` has the same shape. */
export interface KyselyColumn<Selected, Inserted, Updated> {
  readonly __select__: Selected;
  readonly __insert__: Inserted;
  readonly __update__: Updated;
}

type KyselyOf<X, D extends DialectName> = KyselyFacts<
  FlagsIn<X>,
  DriverOut<ValuesIn<X>, D> | Null<X>,
  DriverIn<ValuesIn<X>, D> | Null<X>
>;
type KyselyFacts<F, Out, In> = 'always' extends F
  ? KyselyColumn<Out, never, never>
  : [F] extends [never]
    ? KyselyColumn<Out, In, In>
    : KyselyColumn<Out, In | undefined, In>;

/** A table for Kysely. Kysely sees the driver's own values: a `TypeDecorator` takes no part. */
export type KyselyTable<M, D extends DialectName = 'postgresql'> = {
  -readonly [K in keyof ColumnsOf<M> as RowKey<K, ColumnsOf<M>[K]>]: KyselyOf<ColumnsOf<M>[K], D>;
};

type TableKey<M> = M extends { readonly __table__: infer T } ? KeyOfTable<T> : KeyOfTable<M>;
type KeyOfTable<T> = T extends Table<infer N, unknown, infer S> ? (S extends string ? `${S}.${N}` : N) : never;

/**
 * All tables of a module for Kysely, with no code generated. What is neither a model nor a table is left out.
 *
 * @typeParam Module `typeof import('./models')`
 * @typeParam D the database whose driver is used
 * @example const db = new Kysely<sa.KyselyDatabase<typeof import('./models')>>({ dialect })
 */
export type KyselyDatabase<Module, D extends DialectName = 'postgresql'> = {
  [K in keyof Module as TableKey<Module[K]>]: KyselyTable<Module[K], D>;
};
