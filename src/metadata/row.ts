import type { DialectName } from '../schema/type.ts';
import type { ColumnFacts, Flag } from './column.ts';
import type { kind } from './kind.ts';
import type { DriverIn, DriverOut, InOf, OutOf, Values } from './sql-type.ts';

/** What the compiler knows of a column. */
type Facts = ColumnFacts<Values, Flag, string>;
/** Columns by property, as far as the compiler is concerned. */
export type Shape = { readonly [property: string]: { readonly '~column': Facts } };

/** The columns of a model or table. */
export type ColumnsOf<M> = M extends { readonly c: infer C extends Shape } ? C : never;

/** The name of a column in rows: its own, or that of its property. */
type RowKey<K, N extends string> = (string extends N ? K : N) & string;
/** Columns that can be written. */
type Written<K, X extends Facts> = 'always' extends X['flags'] ? never : RowKey<K, X['name']>;
/** Columns that an insert must give. */
type Required<K, X extends Facts> = [X['flags']] extends [never] ? RowKey<K, X['name']> : never;
/** Columns that an insert may leave out. */
type Optional<K, X extends Facts> = [X['flags']] extends [never] ? never : Written<K, X>;
type Null<Flags> = 'null' extends Flags ? null : never;

type Simplify<X> = { [K in keyof X]: X[K] } & {};

/**
 * A row of a model or table as your code reads it. Values are what the database's driver returns, or a `TypeDecorator`
 * makes of them in `decodeRow`; keys are the names of the columns.
 *
 * @typeParam M `typeof User`, or the type of a table
 * @typeParam D the database whose driver is used
 */
export type InferRow<M, D extends DialectName = 'postgresql'> = RowOf<ColumnsOf<M>, D>;

/** A row that has these columns. */
export type RowOf<C extends Shape, D extends DialectName = 'postgresql'> = {
  -readonly [K in keyof C as RowKey<K, C[K]['~column']['name']>]:
    | OutOf<C[K]['~column']['values'], D>
    | Null<C[K]['~column']['flags']>;
};

/**
 * What an insert takes: columns that can be null or that the database fills in may be left out, and those that it computes
 * cannot be given.
 */
export type InferInsert<M, D extends DialectName = 'postgresql'> = InsertOf<ColumnsOf<M>, D>;
type InsertOf<C extends Shape, D extends DialectName> = Simplify<
  {
    -readonly [K in keyof C as Required<K, C[K]['~column']>]:
      | InOf<C[K]['~column']['values'], D>
      | Null<C[K]['~column']['flags']>;
  } & {
    -readonly [K in keyof C as Optional<K, C[K]['~column']>]?:
      | InOf<C[K]['~column']['values'], D>
      | Null<C[K]['~column']['flags']>
      | undefined;
  }
>;

/** What an update takes: any column that can be written. */
export type InferUpdate<M, D extends DialectName = 'postgresql'> = UpdateOf<ColumnsOf<M>, D>;
type UpdateOf<C extends Shape, D extends DialectName> = {
  -readonly [K in keyof C as Written<K, C[K]['~column']>]?:
    | InOf<C[K]['~column']['values'], D>
    | Null<C[K]['~column']['flags']>
    | undefined;
};

/** A row as the driver returns it: as `InferRow`, before a `TypeDecorator` changes anything. */
export type DriverRow<M, D extends DialectName = 'postgresql'> = ReturnedRow<ColumnsOf<M>, D>;
type ReturnedRow<C extends Shape, D extends DialectName> = {
  -readonly [K in keyof C as RowKey<K, C[K]['~column']['name']>]:
    | DriverOut<C[K]['~column']['values'], D>
    | Null<C[K]['~column']['flags']>;
};

/** What the driver takes for each column that can be written. */
export type DriverInput<M, D extends DialectName = 'postgresql'> = TakenRow<ColumnsOf<M>, D>;
type TakenRow<C extends Shape, D extends DialectName> = {
  -readonly [K in keyof C as Written<K, C[K]['~column']>]:
    | DriverIn<C[K]['~column']['values'], D>
    | Null<C[K]['~column']['flags']>;
};

/** A column for Kysely: its `ColumnType` has the same shape. */
export interface KyselyColumn<Selected, Inserted, Updated> {
  readonly __select__: Selected;
  readonly __insert__: Inserted;
  readonly __update__: Updated;
}

type KyselyOf<X extends Facts, D extends DialectName> = KyselyFacts<
  X['flags'],
  DriverOut<X['values'], D> | Null<X['flags']>,
  DriverIn<X['values'], D> | Null<X['flags']>
>;
type KyselyFacts<F, Out, In> = 'always' extends F
  ? KyselyColumn<Out, never, never>
  : [F] extends [never]
    ? KyselyColumn<Out, In, In>
    : KyselyColumn<Out, In | undefined, In>;

/** A table for Kysely. Kysely sees the driver's own values: a `TypeDecorator` takes no part. */
export type KyselyTable<M, D extends DialectName = 'postgresql'> = KyselyColumns<ColumnsOf<M>, D>;
type KyselyColumns<C extends Shape, D extends DialectName> = {
  [K in keyof C as RowKey<K, C[K]['~column']['name']>]: KyselyOf<C[K]['~column'], D>;
};

type TableKey<M> = M extends { readonly __table__: infer T } ? KeyOfTable<T> : KeyOfTable<M>;
type KeyOfTable<T> = T extends {
  readonly [kind]: 'table';
  readonly name: infer N extends string;
  readonly schema: infer S;
}
  ? S extends string
    ? `${S}.${N}`
    : N
  : never;

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
