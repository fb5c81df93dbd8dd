import { type Constraint, targetOf } from '../schema/constraint.ts';
import type { SchemaObject } from '../schema/objects/object.ts';
import { objectKey, objectNameOf } from '../schema/objects/object-name.ts';
import type { Table } from '../schema/table.ts';
import { named, nameOf, type TableName, tableKey } from '../schema/table-name.ts';
import type { WorkingObjects } from './apply-to-objects.ts';

/** Tables and objects of a schema under change, by key. */
export interface Movable {
  readonly tables: Map<string, Table>;
  readonly objects: WorkingObjects;
}

/** Where something is from now on; undefined where it stays. */
type Destination = (name: TableName) => TableName | undefined;

/** A table goes into another schema, with its parts; foreign keys to it follow. */
export const moveTable = (working: Movable, table: TableName, schema: string | undefined): void =>
  relocate(
    working,
    (name) => (tableKey(name) === tableKey(table) ? named(name.name, schema) : undefined),
    isPartOf(table),
  );

/** Everything that is in a schema is in it under its new name. */
export const renameSchema = (working: Movable, from: string, to: string): void =>
  relocate(
    working,
    (name) => (name.schema === from ? named(name.name, to) : undefined),
    (object) => object.schema === from,
  );

const isPartOf =
  (table: TableName) =>
  (object: SchemaObject): boolean =>
    'table' in object &&
    object.table !== undefined &&
    tableKey({ ...nameOf(object), name: object.table }) === tableKey(table);

function relocate(
  { tables, objects }: Movable,
  moved: Destination,
  goesAlong: (object: SchemaObject) => boolean,
): void {
  const place = [...tables.values()].map((table) => relocateTable(table, moved));
  tables.clear();
  for (const table of place) tables.set(tableKey(table), table);
  for (const [key, object] of [...objects]) {
    if (!goesAlong(object)) continue;
    const { schema: _, ...rest } = object;
    const owner = 'table' in object && object.table !== undefined ? { ...nameOf(object), name: object.table } : object;
    const placed = { ...rest, ...schemaOf(moved(nameOf(owner))) } as SchemaObject;
    objects.delete(key);
    objects.set(objectKey(objectNameOf(placed)), placed);
  }
}

const schemaOf = (name: TableName | undefined): { readonly schema?: string } =>
  name?.schema === undefined ? {} : { schema: name.schema };

/** A foreign key says where its target is as soon as one of the two ends has moved. */
function relocateTable(table: Table, moved: Destination): Table {
  const place = moved(nameOf(table));
  const constraints = table.constraints?.map((one) => retarget(one, table, moved, place !== undefined));
  const { schema: _, ...rest } = table;
  return {
    ...(place === undefined ? table : { ...rest, ...schemaOf(place) }),
    ...(constraints === undefined ? {} : { constraints }),
  };
}

function retarget(constraint: Constraint, from: Table, moved: Destination, isMoved: boolean): Constraint {
  if (constraint.kind !== 'foreignKey') return constraint;
  const target = targetOf(constraint, from);
  const now = moved(target);
  if (now === undefined && !isMoved) return constraint;
  return { ...constraint, references: { ...constraint.references, schema: (now ?? target).schema ?? null } };
}
