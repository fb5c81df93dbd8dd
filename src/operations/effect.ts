import type { Constraint } from '../schema/constraint.ts';
import { equal } from '../schema/equal.ts';
import { isSameObject, type SchemaObject } from '../schema/objects/object.ts';
import { type ObjectName, objectKey } from '../schema/objects/object-name.ts';
import type { Schema } from '../schema/schema.ts';
import type { Table } from '../schema/table.ts';
import { tableKey } from '../schema/table-name.ts';
import { findConstraint } from './apply.ts';
import { type ByKind, dispatch, type OnTable, type Operation } from './operation.ts';

export type Effect = 'done' | 'undone' | 'unclear';

/**
 * Whether a schema shows the effect of an operation: what is asked after a crash between a statement and its journal entry.
 * Both the operation and the schema are in canonical form where definitions have to be compared.
 */
export const effect = (operation: Operation, live: Schema): Effect => dispatch(effects, operation, live);

const seen = (there: boolean): Effect => (there ? 'done' : 'undone');
const gone = (there: boolean): Effect => (there ? 'undone' : 'done');
const between = (from: boolean, to: boolean): Effect => (from === to ? 'unclear' : to ? 'done' : 'undone');
const unclear = (): Effect => 'unclear';

const effects: ByKind<[Schema], Effect> = {
  createObject: ({ object }, live) => seen(hasObject(live, object)),
  dropObject: ({ object }, live) => gone(hasObject(live, object)),
  alterObject: ({ from, to }, live) => between(holdsObject(live, from), holdsObject(live, to)),
  createTable: ({ table }, live) => seen(findTable(live, on(table)) !== undefined),
  dropTable: ({ table }, live) => gone(findTable(live, on(table)) !== undefined),
  moveTable: ({ table, from, to }, live) => {
    const [was, is] = [from, to].map((schema) => findTable(live, schema === null ? { table } : { table, schema }));
    return between(was !== undefined, is !== undefined);
  },
  renameTable: ({ from, to, schema }, live) => {
    const has = (name: string): boolean =>
      findTable(live, on(schema === undefined ? { name } : { name, schema })) !== undefined;
    return between(has(from), has(to));
  },
  alterTable: unclear,
  addColumn: (operation, live) => inTable(operation, live, (table) => seen(hasColumn(table, operation.column.name))),
  dropColumn: (operation, live) => inTable(operation, live, (table) => gone(hasColumn(table, operation.column.name))),
  alterColumn: ({ from, to, ...at }, live) =>
    inTable(at, live, (table) => {
      const now = table.columns.find(({ name }) => name === to.name);
      return between(equal(now, from), equal(now, to));
    }),
  renameColumn: ({ from, to, ...at }, live) =>
    inTable(at, live, (table) => between(hasColumn(table, from), hasColumn(table, to))),
  addConstraint: ({ constraint, ...at }, live) =>
    inTable(at, live, ({ constraints = [] }) => holdsConstraint(constraints, constraint)),
  dropConstraint: ({ constraint, ...at }, live) =>
    inTable(at, live, (table) => gone(findConstraint(table.constraints ?? [], constraint) !== undefined)),
  renameConstraint: ({ from, to, ...at }, live) =>
    inTable(at, live, ({ constraints }) => between(hasName(constraints, from), hasName(constraints, to))),
  createIndex: ({ index, ...at }, live) =>
    index.name === undefined ? 'unclear' : inTable(at, live, (table) => seen(hasName(keysOf(table), index.name))),
  dropIndex: ({ index, ...at }, live) => inTable(at, live, (table) => gone(hasName(keysOf(table), index.name))),
  renameIndex: ({ from, to, ...at }, live) =>
    inTable(at, live, (table) => between(hasName(keysOf(table), from), hasName(keysOf(table), to))),
  execute: unclear,
  bulkInsert: unclear,
  bulkDelete: unclear,
  backfill: unclear,
  custom: unclear,
};

const on = ({ name, schema }: { readonly name: string; readonly schema?: string }): OnTable =>
  schema === undefined ? { table: name } : { table: name, schema };

const findTable = (live: Schema, { table, schema }: OnTable): Table | undefined => {
  const key = tableKey(schema === undefined ? { name: table } : { name: table, schema });
  return live.tables.find((one) => tableKey(one) === key);
};

const inTable = (at: OnTable, live: Schema, look: (table: Table) => Effect): Effect => {
  const table = findTable(live, at);
  return table === undefined ? 'unclear' : look(table);
};

const hasColumn = (table: Table, column: string): boolean => table.columns.some(({ name }) => name === column);

/** A primary key goes by its columns, as there may have been another one; a check without a name could be any. */
function holdsConstraint(constraints: readonly Constraint[], wanted: Constraint): Effect {
  const found = findConstraint(constraints, wanted);
  if (wanted.kind === 'primaryKey') return seen(found?.kind === 'primaryKey' && equal(found.columns, wanted.columns));
  if (wanted.name !== undefined) return seen(found !== undefined);
  return wanted.kind === 'check' ? 'unclear' : seen(constraints.some(({ name: _, ...one }) => equal(one, wanted)));
}

/** Indexes, and the constraints that some databases report them as. */
const keysOf = ({ indexes = [], constraints = [] }: Table): readonly { readonly name?: string }[] => [
  ...indexes,
  ...constraints.filter(({ kind }) => kind === 'unique'),
];

const hasName = (parts: readonly { readonly name?: string }[] | undefined, name: string | undefined): boolean =>
  parts?.some((part) => part.name === name) === true;

const hasObject = (live: Schema, object: ObjectName): boolean => findObject(live, object) !== undefined;

const holdsObject = (live: Schema, object: SchemaObject): boolean => {
  const found = findObject(live, object);
  return found !== undefined && isSameObject(found, object);
};

const findObject = (live: Schema, object: ObjectName): SchemaObject | undefined =>
  live.objects?.find((one) => objectKey(one) === objectKey(object));
