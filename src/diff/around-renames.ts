import type { Operation } from '../operations/operation.ts';
import type { ObjectKind, SchemaObject } from '../schema/objects/object.ts';
import { withoutDependencies } from '../schema/objects/object.ts';
import { objectKey, objectNameOf } from '../schema/objects/object-name.ts';
import type { Schema } from '../schema/schema.ts';
import { named, type TableName, tableKey } from '../schema/table-name.ts';
import { order } from './order.ts';

type Renaming = Operation<'moveTable' | 'renameTable' | 'renameColumn'>;

/** What reads tables, and is spelled in their names. */
const readers: ReadonlySet<ObjectKind> = new Set(['view', 'materializedView', 'trigger', 'rule', 'policy']);

/**
 * Renames and the changes after them. A view or a trigger that goes, or changes, goes before tables and columns are renamed:
 * how it was is known only in the old names, and going back it has to come when these are there again.
 *
 * @param before the schema in its old names
 */
export function aroundRenames(
  renames: readonly Operation[],
  changes: readonly Operation[],
  before: Schema,
): readonly Operation[] {
  const renamings = renames.filter(isRenaming);
  if (renamings.length === 0) return [...renames, ...changes];
  const old = new Map((before.objects ?? []).map((object) => [keyOf(object), object]));
  const first: Operation<'dropObject'>[] = [];
  const rest = changes.flatMap((operation): readonly Operation[] => {
    const gone =
      operation.kind === 'dropObject'
        ? operation.object
        : operation.kind === 'alterObject'
          ? operation.from
          : undefined;
    if (gone === undefined || !readers.has(gone.kind)) return [operation];
    const object = old.get(keyOf(inOldNames(gone as SchemaObject, renamings)));
    if (object === undefined) return [operation];
    first.push({ kind: 'dropObject', object });
    return operation.kind === 'alterObject' ? [{ kind: 'createObject', object: operation.to }] : [];
  });
  return [...order(first).map(withoutOrdering), ...renames, ...rest];
}

/** The schema after renames where the database leaves the texts of these kinds as they were, and so in the old names. */
export function withOldTexts(renamed: Schema, before: Schema, kinds: readonly ObjectKind[]): Schema {
  if (renamed === before || kinds.length === 0 || renamed.objects === undefined) return renamed;
  const old = new Map((before.objects ?? []).map((object) => [keyOf(object), object]));
  const objects = renamed.objects.map((object) =>
    kinds.includes(object.kind) ? (old.get(keyOf(object)) ?? object) : object,
  );
  return { ...renamed, objects };
}

/** What was altered comes in the order of creating; the readers of readers go first. */
const withoutOrdering = (operation: Operation): Operation =>
  operation.kind === 'dropObject'
    ? { ...operation, object: withoutDependencies(operation.object as SchemaObject) }
    : operation;

const isRenaming = (operation: Operation): operation is Renaming =>
  operation.kind === 'moveTable' || operation.kind === 'renameTable' || operation.kind === 'renameColumn';

const keyOf = (object: SchemaObject): string => objectKey(objectNameOf(object));

/** A part of a renamed or moved table was a part of it where it was before. */
function inOldNames(object: SchemaObject, renamings: readonly Renaming[]): SchemaObject {
  if (!('table' in object) || object.table === undefined) return object;
  const place = renamings.reduceRight<TableName>(
    (table, one) => oldNameOf(table, one),
    named(object.table, object.schema),
  );
  const { schema: _, ...rest } = object;
  return { ...rest, ...named(object.name, place.schema), table: place.name } as SchemaObject;
}

function oldNameOf(table: TableName, renaming: Renaming): TableName {
  switch (renaming.kind) {
    case 'moveTable': {
      const { table: name, from, to } = renaming;
      return tableKey(table) === tableKey(named(name, to ?? undefined)) ? named(name, from ?? undefined) : table;
    }
    case 'renameTable': {
      const { from, to, schema } = renaming;
      return tableKey(table) === tableKey(named(to, schema)) ? named(from, schema) : table;
    }
    case 'renameColumn':
      return table;
  }
}
