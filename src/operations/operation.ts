import type { Column } from '../schema/column.ts';
import type { Constraint } from '../schema/constraint.ts';
import type { Literal, Text } from '../schema/expression.ts';
import type { ObjectKind, SchemaObject } from '../schema/objects/object.ts';
import type { ObjectName } from '../schema/objects/object-name.ts';
import type { SqlByDialect } from '../schema/sql-by-dialect.ts';
import type { Table, TableOptions } from '../schema/table.ts';
import type { Index } from '../schema/table-index.ts';

/** Enough to drop a thing. Its whole definition makes the drop reversible too. */
export type Dropped<T extends { readonly name?: string | undefined }> =
  | T
  | (Pick<T, Extract<keyof T, 'kind' | 'schema'>> & { readonly name: string });

/** The table that an operation works on; `schema` absent means the default schema. */
export interface OnTable {
  readonly table: string;
  readonly schema?: string;
}

/** Where a column stands in its table. */
export type ColumnPosition = 'first' | { readonly after: string };

export type Row = Readonly<Record<string, Literal | Text | Date | Uint8Array>>;

/** Everything that can happen to a database. Opposites share a payload; a change carries the whole of `from` and `to`. */
export interface Payloads {
  createObject: { readonly object: SchemaObject };
  dropObject: { readonly object: SchemaObject | (ObjectName & { readonly kind: ObjectKind }) };
  alterObject: { readonly from: SchemaObject; readonly to: SchemaObject };

  createTable: { readonly table: Table };
  dropTable: { readonly table: Dropped<Table> };
  /** Into another schema; null is the default one. */
  moveTable: { readonly table: string; readonly from: string | null; readonly to: string | null };
  renameTable: { readonly from: string; readonly to: string; readonly schema?: string };
  alterTable: OnTable & { readonly from: TableOptions; readonly to: TableOptions };

  /** `position` is for databases that can put a column anywhere; the others add it behind all that are there. */
  addColumn: OnTable & { readonly column: Column; readonly position?: ColumnPosition };
  /** `position` is where the column stands, for whoever takes the drop back. */
  dropColumn: OnTable & { readonly column: Dropped<Column>; readonly position?: ColumnPosition };
  /**
   * Everything about a column but its name. `using` is the expression that makes new values out of old ones, per database
   * where they differ; without it the database converts by its own rules.
   */
  alterColumn: OnTable & { readonly from: Column; readonly to: Column; readonly using?: SqlByDialect };
  renameColumn: OnTable & { readonly from: string; readonly to: string };

  addConstraint: OnTable & { readonly constraint: Constraint };
  dropConstraint: OnTable & { readonly constraint: Dropped<Constraint> };
  renameConstraint: OnTable & { readonly kindOf: Constraint['kind']; readonly from: string; readonly to: string };

  createIndex: OnTable & { readonly index: Index; readonly concurrently?: boolean };
  dropIndex: OnTable & { readonly index: Dropped<Index>; readonly concurrently?: boolean };
  renameIndex: OnTable & { readonly from: string; readonly to: string };

  /** SQL by hand, one statement or several; per database where they differ. `undo` is its opposite. */
  execute: { readonly sql: SqlByDialect; readonly undo?: SqlByDialect };
  bulkInsert: OnTable & { readonly rows: readonly Row[] };
  /** Deletes the rows that equal these in the columns that these name. */
  bulkDelete: OnTable & { readonly rows: readonly Row[] };
  /** Sets columns, in batches of `batchSize` rows, where `where` holds. */
  backfill: OnTable & {
    readonly set: Readonly<Record<string, Literal | Text>>;
    readonly where?: string;
    readonly batchSize?: number;
  };

  /** An operation of the project's own, by the name that `defineOperation` was given. */
  custom: { readonly name: string; readonly payload: Readonly<Record<string, unknown>> };
}

export type Kind = keyof Payloads;
export type Operation<K extends Kind = Kind> = { [P in K]: { readonly kind: P } & Payloads[P] }[K];

/** One function for every kind of operation. A missing one is a compile error. */
export type ByKind<Arguments extends readonly unknown[], Result> = {
  readonly [K in Kind]: (operation: Operation<K>, ...rest: Arguments) => Result;
};

/** Calls the function for the operation's kind. */
export const dispatch = <Arguments extends readonly unknown[], Result>(
  table: ByKind<Arguments, Result>,
  operation: Operation,
  ...rest: Arguments
): Result =>
  (table[operation.kind] as (operation: Operation, ...rest: Arguments) => Result).call(table, operation, ...rest);
