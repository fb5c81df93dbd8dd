import { isModelled } from '../operations/object-kind.ts';
import { type ObjectKind, objectKinds, type SchemaObject } from '../schema/objects/object.ts';
import { kindInWords, type ObjectName, objectKey, objectNameOf } from '../schema/objects/object-name.ts';
import { isPartition, parentsOf } from '../schema/parents.ts';
import type { Schema, Unmodelled } from '../schema/schema.ts';
import type { Table } from '../schema/table.ts';
import { nameOf, tableKey } from '../schema/table-name.ts';
import type { Sides } from './comparison-filters.ts';

/** Kinds that are compared whether or not the models declare any, as tables are. */
const always: ReadonlySet<ObjectKind> = new Set(['schema', 'sequence']);

/**
 * Leaves alone what the models do not own: objects of a kind of which they declare nothing (or that `owns` does not name)
 * are taken as if the models had them as they are, and are reported. So is whatever is an object of a kind of the project's
 * own. What is a part of a table that goes, goes with it.
 */
export function leaveUnowned({ database, models }: Sides, owns: readonly ObjectKind[] | 'all' | undefined): Sides {
  if (owns === 'all') return leaveUnownedObjects({ database, models }, objectKinds);
  return leaveUnownedObjects(leaveUnownedPartitions({ database, models }), owns);
}

/**
 * Partitions are often made as time goes by, by what runs in the database: a table that the models have without any
 * partition keeps those that it has.
 */
function leaveUnownedPartitions({ database, models }: Sides): Sides {
  const kept = new Map(models.tables.map((table) => [tableKey(table), table]));
  const divided = new Set(
    models.tables.filter(isPartition).flatMap((table) => parentsOf(table).map(({ name }) => name)),
  );
  const left: Table[] = [];
  // a partition of a partition comes after what it is a partition of
  for (let size = -1; size !== left.length; ) {
    size = left.length;
    for (const table of database.tables) {
      const [parent] = isPartition(table) ? parentsOf(table) : [];
      if (parent === undefined || kept.has(tableKey(table)) || divided.has(parent.name)) continue;
      if (!kept.has(tableKey(parent)) && !kept.has(parent.name)) continue;
      left.push(table);
      kept.set(tableKey(table), table);
    }
  }
  if (left.length === 0) return { database, models };
  const reports = left.map(
    (table): Unmodelled => ({ kind: 'partition', ...nameOf(table), table: parentsOf(table)[0]?.name ?? '' }),
  );
  return {
    database: { ...database, unmodelled: [...(database.unmodelled ?? []), ...reports] },
    models: { ...models, tables: [...models.tables, ...left] },
  };
}

function leaveUnownedObjects({ database, models }: Sides, owns: readonly ObjectKind[] | undefined): Sides {
  const declared = new Set<ObjectKind>([...always, ...(owns ?? (models.objects ?? []).map(({ kind }) => kind))]);
  const known = new Set((models.objects ?? []).map(keyOf));
  const tables = new Set(models.tables.map(tableKey));
  const left = (database.objects ?? []).filter(
    (object) =>
      (!declared.has(object.kind) || isModelled(report(object), database.custom ?? [])) &&
      !known.has(keyOf(object)) &&
      !goesWithTable(object, database, tables) &&
      !isOfColumns(object, database),
  );
  if (left.length === 0) return { database, models };
  return {
    database: { ...database, unmodelled: [...(database.unmodelled ?? []), ...left.map(report)] },
    models: { ...models, objects: [...(models.objects ?? []), ...left] },
  };
}

/** An enum that columns have comes and goes with them. */
const isOfColumns = (object: SchemaObject, { tables }: Schema): boolean =>
  object.kind === 'enum' &&
  tables.some(({ columns }) =>
    columns.some(({ type: own }) => {
      const type = own.type === 'Array' ? own.item : own;
      return type.type === 'Enum' && type.name === object.name && type.schema === object.schema;
    }),
  );

const keyOf = (object: ObjectName): string => objectKey(objectNameOf(object));

function goesWithTable(object: SchemaObject, database: Schema, staying: ReadonlySet<string>): boolean {
  if (!('table' in object) || object.table === undefined) return false;
  const key = tableKey({ ...nameOf(object), name: object.table });
  return !staying.has(key) && database.tables.some((table) => tableKey(table) === key);
}

const report = (object: SchemaObject): Unmodelled => ({
  kind: kindInWords(object.kind),
  ...nameOf(object),
  ...('table' in object && object.table !== undefined ? { table: object.table } : {}),
});
