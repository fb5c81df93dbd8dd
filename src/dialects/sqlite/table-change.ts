import type { Operation } from '../../operations/operation.ts';
import type { Column } from '../../schema/column.ts';
import type { Constraint } from '../../schema/constraint.ts';
import { sqlOn } from '../../schema/sql-by-dialect.ts';
import type { Table } from '../../schema/table.ts';
import type { Index, IndexPart } from '../../schema/table-index.ts';
import { type EnumType, typeOn } from '../../schema/type.ts';
import { mentionsColumn, renameColumns } from './expression.ts';
import { foldName, quoteIdentifier as quote, quoteLiteral } from './quote.ts';

/** What a list of operations makes of one table, kept until it is clear how to do it all at once. */
export interface TableChange {
  /** The table as the database has it; undefined for one that is still to be created. */
  readonly base: Table | undefined;
  /** Which column of `base` each column of the table is, by its present name. A new column is none. */
  readonly sources: ReadonlyMap<string, string>;
  /** What fills a column when the rows are copied, where not just its old value: SQL over the columns of `base`. */
  readonly values: ReadonlyMap<string, string>;
  /** The first operation, for messages. */
  readonly operation: number;
  /** The last operation on each column and each key, by the names of its columns. */
  readonly causes: ReadonlyMap<string, number>;
}

export const startChange = (base: Table | undefined, operation: number): TableChange => ({
  base,
  sources: new Map((base?.columns ?? []).map(({ name }) => [name, name])),
  values: new Map(),
  operation,
  causes: new Map(),
});

/** The change after an operation on the table, which is the one of that number. */
export function extendChange(change: TableChange, operation: Operation, at: number): TableChange {
  const caused = namesOf(operation);
  const noted = caused === undefined ? change : { ...change, causes: new Map(change.causes).set(caused, at) };
  return withOperation(noted, operation);
}

/** What an operation asks of rows that are there. */
function namesOf(operation: Operation): string | undefined {
  if (operation.kind === 'addColumn') return operation.column.name;
  if (operation.kind === 'alterColumn') return operation.to.name;
  const isKey = operation.kind === 'addConstraint' && 'columns' in operation.constraint;
  return isKey && 'columns' in operation.constraint ? operation.constraint.columns.join() : undefined;
}

function withOperation(change: TableChange, operation: Operation): TableChange {
  if (operation.kind === 'dropColumn') return withoutColumn(change, operation.column.name);
  if (operation.kind === 'renameColumn') return withRenamed(change, operation);
  return operation.kind === 'alterColumn' ? withValue(change, operation) : change;
}

function withoutColumn(change: TableChange, name: string): TableChange {
  const sources = new Map(change.sources);
  const values = new Map(change.values);
  sources.delete(name);
  values.delete(name);
  return { ...change, sources, values };
}

function withRenamed(change: TableChange, { from, to }: Operation<'renameColumn'>): TableChange {
  const move = (map: ReadonlyMap<string, string>): ReadonlyMap<string, string> =>
    new Map([...map].map(([name, value]) => [name === from ? to : name, value]));
  return { ...change, sources: move(change.sources), values: move(change.values) };
}

function withValue(change: TableChange, operation: Operation<'alterColumn'>): TableChange {
  const { from, to } = operation;
  const using = sqlOn('sqlite', operation.using);
  const source = change.sources.get(to.name);
  if (source === undefined) return change;
  const value = using === undefined ? renamedValues(from, to, source) : renameColumns(using, foldKeys(change.sources));
  return value === undefined ? change : { ...change, values: new Map(change.values).set(to.name, value) };
}

const foldKeys = (names: ReadonlyMap<string, string>): ReadonlyMap<string, string> =>
  new Map([...names].map(([name, source]) => [foldName(name), source]));

/** An enum's renamed values, row by row. What the old type had under the new name already was renamed before. */
function renamedValues(from: Column, to: Column, source: string): string | undefined {
  const [old, now] = [enumOn(from), enumOn(to)];
  const renamed = Object.entries(now?.renamedFrom ?? {}).filter(
    ([after, before]) =>
      now?.values.includes(after) === true &&
      (old === undefined || (old.values.includes(before) && !old.values.includes(after))),
  );
  if (renamed.length === 0) return undefined;
  const cases = renamed.map(([now, before]) => `WHEN ${quoteLiteral(before)} THEN ${quoteLiteral(now)}`);
  return `CASE ${quote(source)} ${cases.join(' ')} ELSE ${quote(source)} END`;
}

function enumOn(column: Column): EnumType | undefined {
  const type = typeOn('sqlite', column.type);
  return type.type === 'Enum' ? (type as EnumType) : undefined;
}

/**
 * Whether the rows have to be copied before this operation: it says how to make values out of what an earlier one made
 * of them, or of columns that no row has yet.
 */
export function needsRows(change: TableChange, operation: Operation<'alterColumn'>, table: Table): boolean {
  const { from, to } = operation;
  const using = sqlOn('sqlite', operation.using);
  const { base, sources, values } = change;
  if (base === undefined) return false;
  if (using === undefined) return values.has(to.name) && renamedValues(from, to, to.name) !== undefined;
  const unsettled = table.columns.filter(({ name }) => !sources.has(name) || values.has(name));
  return unsettled.some(({ name }) => name === to.name || mentionsColumn(using, name));
}

export interface NamedTable {
  /** The table under the names that its rows have in the database: what is to be made before renaming. */
  readonly table: Table;
  /** The change with those names. */
  readonly change: TableChange;
  /** Columns to rename after that, from and to. */
  readonly renames: readonly (readonly [string, string])[];
}

/**
 * The table that a change makes, before its columns and itself are renamed. Renaming comes last, by SQLite's own statement,
 * which changes views, triggers and other tables along; whatever was changed before it was written in the old names.
 */
export function beforeRenaming(target: Table, change: TableChange, base: Table): NamedTable {
  const names = oldNames(target, change.sources);
  const old = (name: string): string => names.get(foldName(name)) ?? name;
  const table = renameParts(target, base.name, names);
  const move = (map: ReadonlyMap<string, string>): ReadonlyMap<string, string> =>
    new Map([...map].map(([name, value]) => [old(name), value]));
  const renames = target.columns.flatMap(({ name }) => (old(name) === name ? [] : [[old(name), name] as const]));
  return {
    table,
    change: { ...change, sources: move(change.sources), values: move(change.values) },
    renames: inOrder(renames, new Set(table.columns.map(({ name }) => foldName(name)))),
  };
}

/** The old name of every column that is to be renamed; a new column whose name is still taken gets one for the meantime. */
function oldNames(target: Table, sources: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const taken = new Set([...sources.values(), ...target.columns.map(({ name }) => name)].map(foldName));
  const kept = new Set([...sources.values()].map(foldName));
  const names = new Map<string, string>();
  for (const { name } of target.columns) {
    const source = sources.get(name);
    if (source !== undefined && source !== name) names.set(foldName(name), source);
    else if (source === undefined && kept.has(foldName(name))) {
      names.set(foldName(name), freeName(`athanor_${name}`, taken));
    }
  }
  return names;
}

/** The name, or the name with a number that makes it one that is not taken; it is taken from then on. */
export function freeName(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let at = 2; taken.has(foldName(name)); at += 1) name = `${wanted}_${at}`;
  taken.add(foldName(name));
  return name;
}

/** Renames so that no name is given while another column still has it; a circle is opened with a name in between. */
function inOrder(
  renames: readonly (readonly [string, string])[],
  live: Set<string>,
): readonly (readonly [string, string])[] {
  const waiting = [...renames];
  const ordered: (readonly [string, string])[] = [];
  const rename = (from: string, to: string): void => {
    ordered.push([from, to]);
    live.delete(foldName(from));
    live.add(foldName(to));
  };
  while (waiting.length > 0) {
    const at = waiting.findIndex(([from, to]) => !live.has(foldName(to)) || foldName(from) === foldName(to));
    const [from, to] = waiting.splice(Math.max(at, 0), 1)[0] as readonly [string, string];
    if (at >= 0) rename(from, to);
    else {
      const between = freeName(`athanor_${from}`, live);
      rename(from, between);
      waiting.push([between, to]);
    }
  }
  return ordered;
}

/** The table under another name and with other names for its columns, in all of its parts. */
function renameParts(table: Table, name: string, names: ReadonlyMap<string, string>): Table {
  const old = (column: string): string => names.get(foldName(column)) ?? column;
  const rename = (expression: string): string => renameColumns(expression, names);
  const { constraints, indexes } = table;
  return {
    ...table,
    name,
    columns: table.columns.map((column) => ({
      ...column,
      name: old(column.name),
      ...(column.computed === undefined
        ? {}
        : { computed: { ...column.computed, expression: rename(column.computed.expression) } }),
    })),
    ...(constraints === undefined
      ? {}
      : { constraints: constraints.map((one) => renameInConstraint(one, table.name, name, old, rename)) }),
    ...(indexes === undefined ? {} : { indexes: indexes.map((index) => renameInIndex(index, old, rename)) }),
  };
}

type Rename = (text: string) => string;

function renameInConstraint(one: Constraint, self: string, name: string, old: Rename, rename: Rename): Constraint {
  if (one.kind === 'check') return { ...one, expression: rename(one.expression) };
  if (one.kind === 'exclusion') return one;
  if (one.kind !== 'foreignKey' || foldName(one.references.table) !== foldName(self)) {
    return { ...one, columns: one.columns.map(old) };
  }
  const references = { ...one.references, table: name, columns: one.references.columns.map(old) };
  return { ...one, columns: one.columns.map(old), references };
}

function renameInIndex(index: Index, old: Rename, rename: Rename): Index {
  const part = (key: string | IndexPart): string | IndexPart => {
    if (typeof key === 'string') return old(key);
    return 'column' in key ? { ...key, column: old(key.column) } : { ...key, expression: rename(key.expression) };
  };
  return {
    ...index,
    columns: index.columns.map(part),
    ...(index.where === undefined ? {} : { where: rename(index.where) }),
  };
}
