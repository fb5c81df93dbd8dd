import { InapplicableOperation } from '../errors.ts';
import type { SchemaObject } from '../schema/objects/object.ts';
import { type ObjectName, objectKey, objectLabel, objectNameOf } from '../schema/objects/object-name.ts';
import { renameIdentifier } from '../schema/rename-identifier.ts';
import { nameOf, type TableName, tableKey } from '../schema/table-name.ts';
import type { Operation } from './operation.ts';

/** The objects of a schema under change, by key. */
export type WorkingObjects = Map<string, SchemaObject>;

/** @throws InapplicableOperation */
export function createObject({ object }: Operation<'createObject'>, objects: WorkingObjects): void {
  if (objects.has(keyOf(object))) throw unfit(`${objectLabel(object)} is there already`);
  objects.set(keyOf(object), object);
}

/** @throws InapplicableOperation */
export function dropObject({ object }: Operation<'dropObject'>, objects: WorkingObjects): void {
  if (!objects.delete(keyOf(object))) throw unfit(`there is no ${objectLabel(object)}`);
}

/** @throws InapplicableOperation */
export function alterObject({ from, to }: Operation<'alterObject'>, objects: WorkingObjects): void {
  if (!objects.has(keyOf(from))) throw unfit(`there is no ${objectLabel(from)}`);
  if (keyOf(from) === keyOf(to)) {
    objects.set(keyOf(to), to);
    return;
  }
  objects.delete(keyOf(from));
  objects.set(keyOf(to), to);
}

/** A table takes the things along that are a part of it. */
export function dropPartsOf(table: TableName, objects: WorkingObjects): void {
  for (const [key, object] of objects) if (isPartOf(object, table)) objects.delete(key);
}

/** Parts of a renamed table belong to it under its new name, and a view reads it under that. */
export function renameTableIn(objects: WorkingObjects, from: TableName, to: string): void {
  for (const [key, object] of objects) {
    const renamed = isPartOf(object, from) ? { ...object, table: to } : readingRenamed(object, from.name, to);
    if (renamed === object) continue;
    objects.delete(key);
    objects.set(keyOf(renamed as SchemaObject), renamed as SchemaObject);
  }
}

const isPartOf = (object: SchemaObject, table: TableName): boolean =>
  'table' in object && tableKey({ ...nameOf(object), name: object.table }) === tableKey(table);

function readingRenamed(object: SchemaObject, from: string, to: string): SchemaObject {
  if (object.kind !== 'view' && object.kind !== 'materializedView') return object;
  const { definition } = object;
  if (typeof definition !== 'string') return object;
  const text = renameIdentifier(definition, from, to);
  return text === definition ? object : { ...object, definition: text };
}

/** A drop in a revision has the arguments as they were declared, and no signature. */
const keyOf = (object: ObjectName): string => objectKey(objectNameOf(object));

const unfit = (what: string): InapplicableOperation =>
  new InapplicableOperation(what, { hint: 'the revision does not fit the schema it is run on' });
