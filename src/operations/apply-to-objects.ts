import { InapplicableOperation } from '../errors.ts';
import type { Dependency } from '../schema/objects/dependency.ts';
import type { SchemaObject } from '../schema/objects/object.ts';
import { type ObjectName, objectKey, objectLabel, objectNameOf } from '../schema/objects/object-name.ts';
import { renameIdentifier } from '../schema/rename-identifier.ts';
import { nameOf, type TableName, tableKey } from '../schema/table-name.ts';
import type { Operation } from './operation.ts';

/** The objects of a schema under change, by key. */
export type WorkingObjects = Map<string, SchemaObject>;

/** @throws InapplicableOperation */
export function createObject({ object }: Operation<'createObject'>, objects: WorkingObjects): void {
  // an enum may be there already, through the columns that have it
  if (objects.has(keyOf(object)) && object.kind !== 'enum') throw unfit(`${objectLabel(object)} is there already`);
  objects.set(keyOf(object), object);
}

/** @throws InapplicableOperation */
export function dropObject({ object }: Operation<'dropObject'>, objects: WorkingObjects): void {
  if (!objects.delete(keyIn(objects, object))) throw unfit(`there is no ${objectLabel(object)}`);
}

/** @throws InapplicableOperation */
export function alterObject({ from, to }: Operation<'alterObject'>, objects: WorkingObjects): void {
  const key = keyIn(objects, from);
  if (!objects.has(key)) throw unfit(`there is no ${objectLabel(from)}`);
  if (key === keyOf(to)) {
    objects.set(key, to);
    return;
  }
  objects.delete(key);
  objects.set(keyOf(to), to);
}

/** A table takes the things along that are a part of it. */
export function dropPartsOf(table: TableName, objects: WorkingObjects): void {
  for (const [key, object] of objects) if (isPartOf(object, table)) objects.delete(key);
}

/** Parts of a renamed table belong to it under its new name, and what reads it does so under that. */
export function renameTableIn(objects: WorkingObjects, from: TableName, to: string): void {
  for (const [key, object] of objects) {
    const own = isPartOf(object, from) ? { ...object, table: to } : object;
    const renamed = leaningOnRenamed(readingRenamed(own as SchemaObject, from.name, to), from, to);
    if (renamed === object) continue;
    objects.delete(key);
    objects.set(keyOf(renamed), renamed);
  }
}

/** What reads a column that is renamed, where a server told so, reads it under its new name and shows it as before. */
export function renameColumnIn(objects: WorkingObjects, table: TableName, from: string, to: string): void {
  for (const [key, object] of objects) {
    const isReader = object.dependsOn?.some((one) => one.column === from && isOf(one, table));
    if (isReader !== true) continue;
    const dependsOn = object.dependsOn?.map((one) =>
      one.column === from && isOf(one, table) ? { ...one, column: to } : one,
    );
    objects.set(key, { ...showingAsBefore(readingRenamed(object, from, to)), dependsOn } as SchemaObject);
  }
}

const isOf = (dependency: Dependency, table: TableName): boolean =>
  (dependency.kind === 'relation' || dependency.kind === 'primaryKey') &&
  tableKey(nameOf(dependency)) === tableKey(table);

function leaningOnRenamed(object: SchemaObject, from: TableName, to: string): SchemaObject {
  if (object.dependsOn?.some((one) => isOf(one, from)) !== true) return object;
  const dependsOn = object.dependsOn.map((one) => (isOf(one, from) ? { ...one, name: to } : one));
  return { ...object, dependsOn } as SchemaObject;
}

/** A view keeps the names of its columns, whatever those that they come from are called. */
function showingAsBefore(object: SchemaObject): SchemaObject {
  if ((object.kind !== 'view' && object.kind !== 'materializedView') || object.columns !== undefined) return object;
  const columns = object.resultColumns?.map(({ name }) => name);
  return columns === undefined ? object : { ...object, columns };
}

const isPartOf = (object: SchemaObject, table: TableName): boolean =>
  'table' in object && tableKey({ ...nameOf(object), name: object.table }) === tableKey(table);

function readingRenamed(object: SchemaObject, from: string, to: string): SchemaObject {
  if (object.kind !== 'view' && object.kind !== 'materializedView' && object.kind !== 'rule') return object;
  const { definition } = object;
  if (typeof definition !== 'string') return object;
  const text = renameIdentifier(definition, from, to);
  return text === definition ? object : { ...object, definition: text };
}

/**
 * Where an object is. The arguments of a routine may read otherwise here than in what is done to it: where it is the only one
 * of its name, it is meant all the same.
 */
function keyIn(objects: WorkingObjects, object: ObjectName): string {
  const key = keyOf(object);
  if (objects.has(key) || !routines.has(object.kind)) return key;
  const named = (one: ObjectName): string => objectKey({ ...nameOf(one), kind: one.kind });
  const namesakes = [...objects].filter(([, one]) => named(one) === named(object));
  return namesakes.length === 1 ? (namesakes[0]?.[0] ?? key) : key;
}

const routines: ReadonlySet<string> = new Set(['function', 'procedure', 'aggregate']);

/** A drop in a revision has the arguments as they were declared, and no signature. */
const keyOf = (object: ObjectName): string => objectKey(objectNameOf(object));

const unfit = (what: string): InapplicableOperation =>
  new InapplicableOperation(what, { hint: 'the revision does not fit the schema it is run on' });
