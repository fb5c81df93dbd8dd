import { InapplicableOperation } from '../errors.ts';
import type { Column } from '../schema/column.ts';
import type { Constraint } from '../schema/constraint.ts';
import { equal } from '../schema/equal.ts';
import type { SchemaObject } from '../schema/objects/object.ts';
import { renameIdentifier } from '../schema/rename-identifier.ts';
import type { Schema } from '../schema/schema.ts';
import type { Table } from '../schema/table.ts';
import type { Index, IndexPart } from '../schema/table-index.ts';
import { type TableName, tableKey, tableLabel } from '../schema/table-name.ts';
import { type ByKind, dispatch, type OnTable, type Operation } from './operation.ts';

/**
 * The database in memory: the schema after the operation.
 *
 * @throws InapplicableOperation when it does not fit: a table, column, constraint or index that is not there, or is already.
 */
export const apply = (operation: Operation, schema: Schema): Schema => dispatch(appliers, operation, schema);

/** Applies a list in order. Linear in the size of the schema and of the list. */
export const applyAll = (operations: readonly Operation[], schema: Schema): Schema =>
  operations.reduce((current, operation) => apply(operation, current), schema);

const unchanged = (_operation: Operation, schema: Schema): Schema => schema;

const appliers: ByKind<[Schema], Schema> = {
  createObject: ({ object }, schema) => {
    if (findObject(schema, object) !== undefined) throw clash(`${object.kind} ${tableLabel(object)}`);
    return { ...schema, objects: [...(schema.objects ?? []), object] };
  },
  dropObject: ({ object }, schema) => {
    const found = requireObject(schema, object);
    return { ...schema, objects: (schema.objects ?? []).filter((other) => other !== found) };
  },
  alterObject: ({ from, to }, schema) => {
    const found = requireObject(schema, from);
    return { ...schema, objects: (schema.objects ?? []).map((other) => (other === found ? to : other)) };
  },

  createTable: ({ table }, schema) => {
    if (schema.tables.some((other) => tableKey(other) === tableKey(table))) throw clash(`table ${tableLabel(table)}`);
    return { ...schema, tables: [...schema.tables, table] };
  },
  dropTable: ({ table }, schema) => {
    requireTable(schema, table);
    return { ...schema, tables: schema.tables.filter((other) => tableKey(other) !== tableKey(table)) };
  },
  renameTable: ({ from, to, schema: namespace }, schema) => {
    const old = named(from, namespace);
    requireTable(schema, old);
    const tables = schema.tables.map((table) => {
      const retargeted = retarget(table, old, to);
      return tableKey(table) === tableKey(old) ? { ...retargeted, name: to } : retargeted;
    });
    return { ...schema, tables };
  },
  alterTable: (operation, schema) =>
    changeTable(schema, operation, ({ comment: _c, postgresql: _p, mysql: _m, sqlite: _s, ...table }) => ({
      ...table,
      ...operation.to,
    })),

  addColumn: ({ column, ...on }, schema) =>
    changeTable(schema, on, (table) => {
      if (table.columns.some(({ name }) => name === column.name)) throw clash(`column ${on.table}.${column.name}`);
      return { ...table, columns: [...table.columns, column] };
    }),
  dropColumn: ({ column: { name }, ...on }, schema) =>
    changeTable(schema, on, (table) => {
      requireColumn(table, name);
      return withParts(table, {
        columns: table.columns.filter((column) => column.name !== name),
        constraints: (table.constraints ?? []).filter((constraint) => !mentions(constraint, name)),
        indexes: (table.indexes ?? []).filter((index) => !indexMentions(index, name)),
      });
    }),
  alterColumn: ({ to, ...on }, schema) =>
    changeTable(schema, on, (table) => {
      requireColumn(table, to.name);
      return { ...table, columns: table.columns.map((column) => (column.name === to.name ? to : column)) };
    }),
  renameColumn: ({ from, to, ...on }, schema) => {
    const renamed = changeTable(schema, on, (table) => {
      requireColumn(table, from);
      return withParts(table, {
        columns: table.columns.map((column) => renameInColumn(column, from, to)),
        constraints: (table.constraints ?? []).map((constraint) => renameInConstraint(constraint, from, to)),
        indexes: (table.indexes ?? []).map((index) => renameInIndex(index, from, to)),
      });
    });
    return { ...renamed, tables: renamed.tables.map((table) => retargetColumn(table, tableOf(on), from, to)) };
  },

  addConstraint: ({ constraint, ...on }, schema) =>
    changeTable(schema, on, (table) => {
      const { name } = constraint;
      if (name !== undefined && table.constraints?.some((other) => other.name === name))
        throw clash(`constraint ${name}`);
      return { ...table, constraints: [...(table.constraints ?? []), constraint] };
    }),
  dropConstraint: ({ constraint, ...on }, schema) =>
    changeTable(schema, on, (table) => {
      const all = table.constraints ?? [];
      const found = findConstraint(all, constraint);
      if (found === undefined) throw missing(`constraint ${constraint.name ?? `(${constraint.kind})`} of ${on.table}`);
      return withParts(table, { constraints: all.filter((other) => other !== found) });
    }),
  renameConstraint: ({ from, to, ...on }, schema) =>
    changeTable(schema, on, (table) => {
      if (!table.constraints?.some(({ name }) => name === from)) throw missing(`constraint ${from} of ${on.table}`);
      return {
        ...table,
        constraints: table.constraints.map((one) => (one.name === from ? { ...one, name: to } : one)),
      };
    }),

  createIndex: ({ index, ...on }, schema) =>
    changeTable(schema, on, (table) => {
      const { name } = index;
      if (name !== undefined && table.indexes?.some((other) => other.name === name)) throw clash(`index ${name}`);
      return { ...table, indexes: [...(table.indexes ?? []), index] };
    }),
  dropIndex: ({ index, ...on }, schema) =>
    changeTable(schema, on, (table) => {
      const all = table.indexes ?? [];
      const found = all.find((other) => (index.name === undefined ? equal(other, index) : other.name === index.name));
      if (found === undefined) throw missing(`index ${index.name ?? ''} of ${on.table}`);
      return withParts(table, { indexes: all.filter((other) => other !== found) });
    }),
  renameIndex: ({ from, to, ...on }, schema) =>
    changeTable(schema, on, (table) => {
      if (!table.indexes?.some(({ name }) => name === from)) throw missing(`index ${from} of ${on.table}`);
      return { ...table, indexes: table.indexes.map((one) => (one.name === from ? { ...one, name: to } : one)) };
    }),

  execute: unchanged,
  bulkInsert: unchanged,
  bulkDelete: unchanged,
  backfill: unchanged,
};

const named = (name: string, schema: string | undefined): TableName =>
  schema === undefined ? { name } : { schema, name };

const tableOf = ({ table, schema }: OnTable): TableName => named(table, schema);

function changeTable(schema: Schema, on: OnTable, change: (table: Table) => Table): Schema {
  const key = tableKey(tableOf(on));
  requireTable(schema, tableOf(on));
  return { ...schema, tables: schema.tables.map((table) => (tableKey(table) === key ? change(table) : table)) };
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

const mentions = (constraint: Constraint, column: string): boolean =>
  constraint.kind !== 'check' && constraint.columns.includes(column);

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

const renameInConstraint = (constraint: Constraint, from: string, to: string): Constraint =>
  constraint.kind === 'check'
    ? { ...constraint, expression: renameIdentifier(constraint.expression, from, to) }
    : renameEnds(constraint, from, to);

const renameEnds = <T extends Exclude<Constraint, { kind: 'check' }>>(constraint: T, from: string, to: string): T => ({
  ...constraint,
  columns: renameIn(constraint.columns, from, to),
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
function retarget(table: Table, old: TableName, name: string): Table {
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

const findObject = (schema: Schema, wanted: Pick<SchemaObject, 'kind' | 'name' | 'schema'>): SchemaObject | undefined =>
  schema.objects?.find((one) => one.kind === wanted.kind && tableKey(one) === tableKey(wanted));

function requireObject(schema: Schema, wanted: Pick<SchemaObject, 'kind' | 'name' | 'schema'>): SchemaObject {
  const found = findObject(schema, wanted);
  if (found === undefined) throw missing(`${wanted.kind} ${tableLabel(wanted)}`);
  return found;
}

function requireTable(schema: Schema, table: TableName): void {
  const key = tableKey(table);
  if (!schema.tables.some((other) => tableKey(other) === key)) throw missing(`table ${tableLabel(table)}`);
}

function requireColumn(table: Table, column: string): void {
  if (!table.columns.some(({ name }) => name === column)) throw missing(`column ${tableLabel(table)}.${column}`);
}

const clash = (what: string): InapplicableOperation =>
  new InapplicableOperation(`${what} is there already`, { hint: 'the revision does not fit the schema it is run on' });

const missing = (what: string): InapplicableOperation =>
  new InapplicableOperation(`there is no ${what}`, { hint: 'the revision does not fit the schema it is run on' });
