import { InapplicableOperation } from '../errors.ts';
import type { Column } from '../schema/column.ts';
import { type Constraint, columnsOfConstraint, type Exclusion } from '../schema/constraint.ts';
import { equal } from '../schema/equal.ts';
import type { SchemaObject } from '../schema/objects/object.ts';
import { objectKey, objectNameOf } from '../schema/objects/object-name.ts';
import { Families, hasParents, renameParent } from '../schema/parents.ts';
import { renameIdentifier } from '../schema/rename-identifier.ts';
import type { Schema } from '../schema/schema.ts';
import type { Table } from '../schema/table.ts';
import type { Index, IndexPart } from '../schema/table-index.ts';
import { named, nameOf, type TableName, tableKey, tableLabel, tableOf } from '../schema/table-name.ts';
import {
  alterObject,
  createObject,
  dropObject,
  dropPartsOf,
  renameColumnIn,
  renameTableIn,
} from './apply-to-objects.ts';
import { definitionOf } from './custom-operation.ts';
import { moveTable, renameSchema } from './move.ts';
import { type ByKind, dispatch, type OnTable, type Operation } from './operation.ts';

/**
 * The database in memory: the schema after the operation.
 *
 * @throws InapplicableOperation when it does not fit: a table, column, constraint or index that is not there, or is already.
 */
export const apply = (operation: Operation, schema: Schema): Schema => applyAll([operation], schema);

/** Applies a list in order. Linear in the size of the schema and of the list. */
export function applyAll(operations: readonly Operation[], schema: Schema): Schema {
  const working: Working = { rest: schema, tables: new Map(), objects: new Map() };
  take(working, schema);
  for (const operation of operations) dispatch(appliers, operation, working);
  return schemaOf(working);
}

/** The schema as it is by now. */
const schemaOf = ({ rest, tables, objects }: Working): Schema => ({
  ...rest,
  tables: [...tables.values()],
  ...(rest.objects === undefined && objects.size === 0 ? {} : { objects: [...objects.values()] }),
});

/** Goes on from another schema. */
function take(working: Working, schema: Schema): void {
  working.rest = schema;
  working.tables.clear();
  working.objects.clear();
  for (const table of schema.tables) working.tables.set(tableKey(table), table);
  for (const object of schema.objects ?? []) working.objects.set(objectKey(objectNameOf(object)), object);
}

/** A schema under change: the only mutable thing here, and it never leaves `applyAll`. */
interface Working {
  /** What of the schema is neither tables nor objects. */
  rest: Schema;
  readonly tables: Map<string, Table>;
  readonly objects: Map<string, SchemaObject>;
}

const unchanged = (): void => {};

const appliers: ByKind<[Working], void> = {
  createObject: (operation, { objects }) => createObject(operation, objects),
  dropObject: (operation, { objects }) => dropObject(operation, objects),
  alterObject: (operation, working) => {
    const { from, to } = operation;
    alterObject(operation, working.objects);
    if (to.kind === 'schema' && from.name !== to.name) renameSchema(working, from.name, to.name);
  },

  createTable: ({ table }, { tables }) => {
    if (tables.has(tableKey(table))) throw clash(`table ${tableLabel(table)}`);
    tables.set(tableKey(table), table);
  },
  dropTable: ({ table }, { tables, objects }) => {
    if (!tables.delete(tableKey(table))) throw missing(`table ${tableLabel(table)}`);
    dropPartsOf(nameOf(table), objects);
  },
  moveTable: ({ table, from, to }, working) => {
    const [old, now] = [from, to].map((schema) => named(table, schema ?? undefined)) as [TableName, TableName];
    if (!working.tables.has(tableKey(old))) throw missing(`table ${tableLabel(old)}`);
    if (working.tables.has(tableKey(now))) throw clash(`table ${tableLabel(now)}`);
    moveTable(working, old, now.schema);
  },
  renameTable: ({ from, to, schema }, { tables, objects }) => {
    const old = named(from, schema);
    if (!tables.has(tableKey(old))) throw missing(`table ${tableLabel(old)}`);
    if (tables.has(tableKey(named(to, schema)))) throw clash(`table ${tableLabel(named(to, schema))}`);
    const renamed = [...tables.values()].map((table) => {
      const retargeted = retarget(table, old, to);
      return tableKey(table) === tableKey(old) ? { ...retargeted, name: to } : retargeted;
    });
    tables.clear();
    for (const table of renamed) tables.set(tableKey(table), table);
    renameTableIn(objects, old, to);
  },
  alterTable: (operation, working) => {
    const families = new Families({ tables: [...working.tables.values()] });
    changeTable(working, operation, (whole) => {
      const { comment: _c, postgresql: _p, mysql: _m, sqlite: _s, ...table } = whole;
      const alone = hasParents(whole) && !hasParents(operation.to);
      return { ...table, ...(alone ? { columns: families.columnsOf(whole) } : {}), ...operation.to };
    });
  },

  addColumn: ({ column, position, ...on }, working) =>
    changeTable(working, on, (table) => {
      if (table.columns.some(({ name }) => name === column.name)) throw clash(`column ${on.table}.${column.name}`);
      const at = placeOf(position, table);
      return { ...table, columns: [...table.columns.slice(0, at), column, ...table.columns.slice(at)] };
    }),
  dropColumn: ({ column: { name }, ...on }, working) =>
    changeTable(working, on, (table) => {
      requireColumn(table, name);
      return withParts(table, {
        columns: table.columns.filter((column) => column.name !== name),
        constraints: (table.constraints ?? []).filter((constraint) => !mentions(constraint, name)),
        indexes: (table.indexes ?? []).filter((index) => !indexMentions(index, name)),
      });
    }),
  alterColumn: ({ to, ...on }, working) =>
    changeTable(working, on, (table) => {
      const own = table.columns.some(({ name }) => name === to.name);
      if (!own && hasParents(table)) return { ...table, columns: [...table.columns, to] };
      requireColumn(table, to.name);
      return { ...table, columns: table.columns.map((column) => (column.name === to.name ? to : column)) };
    }),
  renameColumn: ({ from, to, ...on }, working) => {
    changeTable(working, on, (table) => {
      requireColumn(table, from);
      if (table.columns.some(({ name }) => name === to)) throw clash(`column ${on.table}.${to}`);
      return withParts(table, {
        columns: table.columns.map((column) => renameInColumn(column, from, to)),
        constraints: (table.constraints ?? []).map((constraint) => renameInConstraint(constraint, from, to)),
        indexes: (table.indexes ?? []).map((index) => renameInIndex(index, from, to)),
      });
    });
    for (const [key, table] of working.tables) working.tables.set(key, retargetColumn(table, tableOf(on), from, to));
    renameColumnIn(working.objects, tableOf(on), from, to);
  },

  addConstraint: ({ constraint, ...on }, working) =>
    changeTable(working, on, (table) => {
      const { kind, name } = constraint;
      // MySQL takes a foreign key and a unique key of one name
      const kin = table.constraints?.filter((other) => other.kind === kind);
      if (hasName(kin, name)) throw clash(`constraint ${name}`);
      return { ...table, constraints: [...(table.constraints ?? []), constraint] };
    }),
  dropConstraint: ({ constraint, ...on }, working) =>
    changeTable(working, on, (table) => {
      const all = table.constraints ?? [];
      const found = findConstraint(all, constraint);
      if (found === undefined && isAskedForByType(table, constraint)) return table;
      if (found === undefined) throw missing(`constraint ${constraint.name ?? `(${constraint.kind})`} of ${on.table}`);
      return withParts(table, { constraints: all.filter((other) => other !== found) });
    }),
  renameConstraint: ({ from, to, ...on }, working) =>
    changeTable(working, on, (table) => {
      if (!hasName(table.constraints, from)) throw missing(`constraint ${from} of ${on.table}`);
      return withParts(table, {
        constraints: (table.constraints ?? []).map((one) => (one.name === from ? { ...one, name: to } : one)),
      });
    }),

  createIndex: ({ index, ...on }, working) =>
    changeTable(working, on, (table) => {
      if (hasName(table.indexes, index.name)) throw clash(`index ${index.name}`);
      return { ...table, indexes: [...(table.indexes ?? []), index] };
    }),
  dropIndex: ({ index, ...on }, working) =>
    changeTable(working, on, (table) => {
      const all = table.indexes ?? [];
      const found = all.find((other) => (index.name === undefined ? equal(other, index) : other.name === index.name));
      if (found === undefined) throw missing(`index ${index.name ?? ''} of ${on.table}`);
      return withParts(table, { indexes: all.filter((other) => other !== found) });
    }),
  renameIndex: ({ from, to, ...on }, working) =>
    changeTable(working, on, (table) => {
      if (!hasName(table.indexes, from)) throw missing(`index ${from} of ${on.table}`);
      return withParts(table, {
        indexes: (table.indexes ?? []).map((one) => (one.name === from ? { ...one, name: to } : one)),
      });
    }),

  execute: unchanged,
  bulkInsert: unchanged,
  bulkDelete: unchanged,
  backfill: unchanged,
  custom: ({ name, payload }, working) => {
    const { apply: change } = definitionOf({ name });
    if (change !== undefined) take(working, change(payload, schemaOf(working)));
  },
};

const hasName = (parts: readonly { readonly name?: string }[] | undefined, name: string | undefined): boolean =>
  name !== undefined && parts?.some((part) => part.name === name) === true;

function changeTable({ tables }: Working, on: OnTable, change: (table: Table) => Table): void {
  const key = tableKey(tableOf(on));
  const table = tables.get(key);
  if (table === undefined) throw missing(`table ${tableLabel(tableOf(on))}`);
  tables.set(key, change(table));
}

/** Replaces parts of a table; an empty list of constraints or indexes is left out, as everywhere. */
function withParts(table: Table, parts: Partial<Pick<Table, 'columns' | 'constraints' | 'indexes'>>): Table {
  const { constraints = [], indexes = [], ...rest } = { ...table, ...parts };
  return {
    ...rest,
    ...(constraints.length === 0 ? {} : { constraints }),
    ...(indexes.length === 0 ? {} : { indexes }),
  };
}

/** The constraint that a drop means: the one of that name, or the unnamed one of that shape. */
export function findConstraint(
  constraints: readonly Constraint[],
  wanted: Operation<'dropConstraint'>['constraint'],
): Constraint | undefined {
  const kin = constraints.filter(({ kind }) => kind === wanted.kind);
  if (wanted.kind === 'primaryKey') return kin[0];
  return wanted.name === undefined
    ? kin.find((one) => equal(one, wanted))
    : kin.find(({ name }) => name === wanted.name);
}

/** A check that is written nowhere but in the type of a column (`createConstraint`), and altered with it. */
const isAskedForByType = (table: Table, { kind, name }: Operation<'dropConstraint'>['constraint']): boolean =>
  kind === 'check' &&
  table.columns.some(
    ({ type }) =>
      (type.type === 'Enum' || type.type === 'Boolean') &&
      type.createConstraint === true &&
      (type.constraintName ?? type.name) === name,
  );

const mentions = (constraint: Constraint, column: string): boolean => columnsOfConstraint(constraint).includes(column);

const indexMentions = (index: Index, column: string): boolean =>
  index.columns.some(
    (part) => part === column || (typeof part !== 'string' && 'column' in part && part.column === column),
  );

const renameIn = (names: readonly string[], from: string, to: string): readonly string[] =>
  names.map((name) => (name === from ? to : name));

const renameInColumn = (column: Column, from: string, to: string): Column => ({
  ...column,
  name: column.name === from ? to : column.name,
  ...(column.computed === undefined
    ? {}
    : { computed: { ...column.computed, expression: renameIdentifier(column.computed.expression, from, to) } }),
});

function renameInConstraint(constraint: Constraint, from: string, to: string): Constraint {
  if (constraint.kind === 'check') {
    return { ...constraint, expression: renameIdentifier(constraint.expression, from, to) };
  }
  if (constraint.kind === 'exclusion') return renameInExclusion(constraint, from, to);
  const columns = renameIn(constraint.columns, from, to);
  if (constraint.kind === 'foreignKey') {
    const { onDeleteColumns: set } = constraint;
    return { ...constraint, columns, ...(set === undefined ? {} : { onDeleteColumns: renameIn(set, from, to) }) };
  }
  const { include } = constraint;
  return { ...constraint, columns, ...(include === undefined ? {} : { include: renameIn(include, from, to) }) };
}

const renameInExclusion = (constraint: Exclusion, from: string, to: string): Exclusion => ({
  ...constraint,
  elements: constraint.elements.map((element) =>
    'column' in element
      ? { ...element, column: element.column === from ? to : element.column }
      : { ...element, expression: renameIdentifier(element.expression, from, to) },
  ),
  ...(constraint.include === undefined ? {} : { include: renameIn(constraint.include, from, to) }),
  ...(constraint.where === undefined ? {} : { where: renameIdentifier(constraint.where, from, to) }),
});

function renamePart(part: string | IndexPart, from: string, to: string): string | IndexPart {
  if (typeof part === 'string') return part === from ? to : part;
  if ('column' in part) return part.column === from ? { ...part, column: to } : part;
  return { ...part, expression: renameIdentifier(part.expression, from, to) };
}

const renameInIndex = (index: Index, from: string, to: string): Index => ({
  ...index,
  columns: index.columns.map((part) => renamePart(part, from, to)),
  ...(index.include === undefined ? {} : { include: renameIn(index.include, from, to) }),
  ...(index.where === undefined ? {} : { where: renameIdentifier(index.where, from, to) }),
});

/** The table with its foreign keys to a renamed table pointing at the new name. */
function retarget(given: Table, old: TableName, name: string): Table {
  const table = renameParent(given, old, name);
  if (!table.constraints?.some((one) => pointsAt(one, table, old))) return table;
  const constraints = table.constraints.map((one) =>
    one.kind === 'foreignKey' && pointsAt(one, table, old)
      ? { ...one, references: { ...one.references, table: name } }
      : one,
  );
  return { ...table, constraints };
}

function retargetColumn(table: Table, target: TableName, from: string, to: string): Table {
  if (!table.constraints?.some((one) => pointsAt(one, table, target))) return table;
  const constraints = table.constraints.map((one) =>
    one.kind === 'foreignKey' && pointsAt(one, table, target)
      ? {
          ...one,
          references: { ...one.references, columns: one.references.columns.map((name) => (name === from ? to : name)) },
        }
      : one,
  );
  return { ...table, constraints };
}

const pointsAt = (constraint: Constraint, from: TableName, target: TableName): boolean =>
  constraint.kind === 'foreignKey' &&
  constraint.references.table === target.name &&
  (constraint.references.schema ?? from.schema) === target.schema;

/** How many columns stand before a new one; behind all where its neighbour is not there. */
function placeOf(position: Operation<'addColumn'>['position'], { columns }: Table): number {
  if (position === undefined) return columns.length;
  if (position === 'first') return 0;
  const at = columns.findIndex(({ name }) => name === position.after);
  return at < 0 ? columns.length : at + 1;
}

function requireColumn(table: Table, column: string): void {
  if (!table.columns.some(({ name }) => name === column)) throw missing(`column ${tableLabel(table)}.${column}`);
}

const clash = (what: string): InapplicableOperation =>
  new InapplicableOperation(`${what} is there already`, { hint: 'the revision does not fit the schema it is run on' });

const missing = (what: string): InapplicableOperation =>
  new InapplicableOperation(`there is no ${what}`, { hint: 'the revision does not fit the schema it is run on' });
