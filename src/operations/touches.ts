import type { Constraint } from '../schema/constraint.ts';
import { type ObjectName, objectLabel } from '../schema/objects/object-name.ts';
import { columnsOf, type Index } from '../schema/table-index.ts';
import { nameOf, type TableName, tableLabel } from '../schema/table-name.ts';
import { type ByKind, type Dropped, dispatch, type OnTable, type Operation } from './operation.ts';

/** A part of a database that an operation works on. */
export interface Touch {
  /** As people write it: `users`, `sequence order_numbers`. */
  readonly name: string;
  /** Columns of the table; absent where all of it is meant. */
  readonly columns?: readonly string[];
}

/** What an operation works on; nothing is known of SQL by hand and of operations of the project's own. */
export const touches = (operation: Operation): readonly Touch[] => dispatch(touchesByKind, operation);

const label = ({ table, schema }: OnTable): string =>
  tableLabel(schema === undefined ? { name: table } : { name: table, schema });

const whole = (name: TableName): Touch => ({ name: tableLabel(nameOf(name)) });
const some = (on: OnTable, columns: readonly string[]): readonly Touch[] => [{ name: label(on), columns }];
const object = (one: ObjectName): readonly Touch[] => [{ name: objectLabel(one) }];

const ofConstraint = (constraint: Dropped<Constraint>): readonly string[] =>
  'columns' in constraint ? constraint.columns : [];
const ofIndex = (index: Dropped<Index>): readonly string[] => ('columns' in index ? columnsOf(index) : []);

const touchesByKind: ByKind<[], readonly Touch[]> = {
  createObject: ({ object: one }) => object(one),
  dropObject: ({ object: one }) => object(one),
  alterObject: ({ from, to }) => [...object(from), ...object(to)],
  createTable: ({ table }) => [whole(table)],
  dropTable: ({ table }) => [whole(table)],
  moveTable: ({ table, from, to }) =>
    [from, to].map((schema) => whole(schema === null ? { name: table } : { name: table, schema })),
  renameTable: ({ from, to, schema }) =>
    [from, to].map((name) => whole(schema === undefined ? { name } : { name, schema })),
  alterTable: (on) => some(on, []),
  addColumn: (on) => some(on, [on.column.name]),
  dropColumn: (on) => some(on, [on.column.name]),
  alterColumn: (on) => some(on, [on.to.name]),
  renameColumn: (on) => some(on, [on.from, on.to]),
  addConstraint: (on) => some(on, ofConstraint(on.constraint)),
  dropConstraint: (on) => some(on, ofConstraint(on.constraint)),
  renameConstraint: (on) => some(on, []),
  createIndex: (on) => some(on, ofIndex(on.index)),
  dropIndex: (on) => some(on, ofIndex(on.index)),
  renameIndex: (on) => some(on, []),
  execute: () => [],
  bulkInsert: (on) => some(on, [...new Set(on.rows.flatMap((row) => Object.keys(row)))]),
  bulkDelete: (on) => some(on, [...new Set(on.rows.flatMap((row) => Object.keys(row)))]),
  backfill: (on) => some(on, Object.keys(on.set)),
  custom: () => [],
};
