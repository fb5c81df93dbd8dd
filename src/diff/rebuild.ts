import type { Operation } from '../operations/operation.ts';
import { originOf } from '../schema/canonical.ts';
import type { Column } from '../schema/column.ts';
import { equal } from '../schema/equal.ts';
import { isAlterable } from '../schema/objects/alterable.ts';
import type { Dependency } from '../schema/objects/dependency.ts';
import type { ObjectKind, SchemaObject } from '../schema/objects/object.ts';
import { isSameObject } from '../schema/objects/object.ts';
import { objectKey } from '../schema/objects/object-name.ts';
import type { Table } from '../schema/table.ts';
import { nameOf, type TableName, tableKey, tableOf } from '../schema/table-name.ts';
import type { SqlType } from '../schema/type.ts';
import { wordsOfObject } from './words.ts';

/** An object that is on both sides. */
export interface KeptObject {
  readonly from: SchemaObject;
  readonly to: SchemaObject;
}

/** A table that is on both sides. */
export interface KeptTable {
  readonly from: Table;
  readonly to: Table;
}

/**
 * What happens to the objects that are on both sides. One that differs is altered where its kind can be; one that the
 * server says to lean on something that goes, or that changes under it, is dropped before that and created again after it,
 * and so is whatever leans on that one.
 *
 * @param kept the objects of both sides
 * @param tables the tables of both sides that differ
 * @param changes what happens to everything else
 * @param replaces the kinds that the database puts another in the place of, whatever leans on them
 */
export function changeKeptObjects(
  kept: readonly KeptObject[],
  tables: readonly KeptTable[],
  changes: readonly Operation[],
  replaces: readonly ObjectKind[] = [],
): Operation[] {
  const changed = kept.filter(({ from, to }) => !isSameObject(from, to));
  const isReplaced = ({ from, to }: KeptObject): boolean =>
    replaces.includes(to.kind) ? readsWhatGoes(from, changes, changed) : !isAlterable(from, to);
  const replaced = new Set(changed.filter(isReplaced));
  for (const pair of viewsOver(replaced, kept, replaces)) replaced.add(pair);
  const goes = new Set([
    ...changes.flatMap(whatGoes),
    ...tables.flatMap(retypedIn),
    ...[...replaced].flatMap(({ from }) => keysOf(from)),
  ]);
  for (const pair of leaningOn(kept, goes)) replaced.add(pair);
  return [
    ...[...replaced].flatMap(({ from, to }): Operation[] => [
      { kind: 'dropObject', object: originOf(from) },
      { kind: 'createObject', object: originOf(to) },
    ]),
    ...changed
      .filter((pair) => !replaced.has(pair))
      .map(({ from, to }): Operation => ({ kind: 'alterObject', from: originOf(from), to: originOf(to) })),
  ];
}

/**
 * Whether its text reads a column that is dropped, or another view that changes: it can be put in its place neither after
 * that nor, going back, before.
 */
function readsWhatGoes(object: SchemaObject, changes: readonly Operation[], changed: readonly KeptObject[]): boolean {
  const dropped = changes.filter((one): one is Operation<'dropColumn'> => one.kind === 'dropColumn');
  const views = changed.filter(({ from }) => from.kind === 'view' && from.name !== object.name);
  if (dropped.length + views.length === 0) return false;
  const words = new Set(wordsOfObject(object));
  return (
    dropped.some(({ table, column }) => words.has(table) && words.has(column.name)) ||
    views.some(({ from }) => words.has(from.name))
  );
}

/** Where no server tells, the views whose texts name a view that goes: one that reads nothing keeps tables from changing. */
function viewsOver(
  replaced: ReadonlySet<KeptObject>,
  kept: readonly KeptObject[],
  replaces: readonly ObjectKind[],
): readonly KeptObject[] {
  if (replaces.includes('view')) return [];
  const names = new Set([...replaced].flatMap(({ from }) => (from.kind === 'view' ? [from.name.toLowerCase()] : [])));
  const views = kept.filter(({ from }) => from.kind === 'view' && from.dependsOn === undefined);
  const found = new Set<KeptObject>();
  for (let size = -1; size !== found.size; ) {
    size = found.size;
    for (const pair of names.size === 0 ? [] : views) {
      if (found.has(pair) || !wordsOfObject(pair.from).some((word) => names.has(word.toLowerCase()))) continue;
      found.add(pair);
      names.add(pair.from.name.toLowerCase());
    }
  }
  return [...found];
}

/** Everything that leans on what goes, and on what goes with it. */
function leaningOn(kept: readonly KeptObject[], goes: ReadonlySet<string>): ReadonlySet<KeptObject> {
  const leaning = new Map<string, KeptObject[]>();
  for (const pair of kept) {
    for (const key of [...(pair.from.dependsOn?.flatMap(keysOfDependency) ?? []), ...wholeOf(pair.from)]) {
      const list = leaning.get(key);
      if (list === undefined) leaning.set(key, [pair]);
      else list.push(pair);
    }
  }
  const found = new Set<KeptObject>();
  const open = [...goes];
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    for (const pair of leaning.get(key) ?? []) {
      if (found.has(pair)) continue;
      found.add(pair);
      open.push(...keysOf(pair.from));
    }
  }
  return found;
}

const relation = (name: TableName): string => `relation ${tableKey(nameOf(name))}`;
const columnOf = (name: TableName, column: string): string => `column ${tableKey(nameOf(name))}\u0000${column}`;
const primaryKey = (name: TableName): string => `primary key ${tableKey(nameOf(name))}`;
const routine = (name: TableName): string => `routine ${tableKey(nameOf(name))}`;
const type = (name: TableName): string => `type ${tableKey(nameOf(name))}`;

/** What an object is a part of: the trigger of a view goes with it. */
const wholeOf = (object: SchemaObject): readonly string[] =>
  'table' in object && object.table !== undefined ? [relation({ ...nameOf(object), name: object.table })] : [];

const keysOfDependency = ({ kind, column, ...name }: Dependency): readonly string[] => {
  switch (kind) {
    case 'relation':
      return column === undefined ? [relation(name)] : [relation(name), columnOf(name, column)];
    case 'primaryKey':
      return [relation(name), primaryKey(name)];
    case 'routine':
      return [routine(name)];
    case 'type':
      return [type(name)];
    case 'extension':
      return [];
  }
};

/** What an object can be leant on as. */
function keysOf(object: SchemaObject): readonly string[] {
  switch (object.kind) {
    case 'view':
    case 'materializedView':
    case 'virtualTable':
    case 'sequence':
      return [relation(object)];
    case 'function':
    case 'procedure':
    case 'aggregate':
      return [routine(object)];
    case 'domain':
    case 'compositeType':
    case 'rangeType':
      return [type(object)];
    default:
      return [objectKey(object)];
  }
}

/** What is not there any more, or not as it was, after an operation. */
function whatGoes(operation: Operation): readonly string[] {
  switch (operation.kind) {
    case 'dropTable':
      return [relation(operation.table)];
    case 'dropColumn':
      return [columnOf(tableOf(operation), operation.column.name)];
    case 'dropConstraint':
      return operation.constraint.kind === 'primaryKey' ? [primaryKey(tableOf(operation))] : [];
    case 'dropObject':
      return 'table' in operation.object ? [] : keysOf(operation.object as SchemaObject);
    default:
      return [];
  }
}

/** The columns of a table that change their types, and the enums that are made anew for that. */
const retypedIn = ({ from, to }: KeptTable): readonly string[] =>
  to.columns.flatMap((column) => {
    const old = from.columns.find(({ name }) => name === column.name);
    if (old === undefined || !isRetyped(old, column)) return [];
    return [columnOf(nameOf(to), column.name), ...enumsIn(old.type).map((name) => type(name))];
  });

const isRetyped = (from: Column, to: Column): boolean =>
  from.collation !== to.collation ||
  !equal(from.computed, to.computed) ||
  !(equal(from.type, to.type) || isRelabelled(from.type, to.type));

/**
 * An enum that is a type of its own can have other names for its values while it is in use. It can have more of them, too, but
 * going back takes making it anew.
 */
function isRelabelled(from: SqlType, to: SqlType): boolean {
  if (from.type !== 'Enum' || to.type !== 'Enum' || from.native === false || to.native === false) return false;
  if (from.name === undefined || from.name !== to.name || from.schema !== to.schema) return false;
  const old = to.renamedFrom ?? {};
  return equal(
    from.values,
    to.values.map((value) => (from.values.includes(value) ? value : (old[value] ?? value))),
  );
}

const enumsIn = (type: SqlType): readonly TableName[] => {
  const one = type.type === 'Array' ? type.item : type;
  if (one.type !== 'Enum' || one.name === undefined) return [];
  return [one.schema === undefined ? { name: one.name } : { name: one.name, schema: one.schema }];
};
