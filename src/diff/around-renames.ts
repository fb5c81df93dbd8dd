import type { Operation } from '../operations/operation.ts';
import type { ObjectKind, SchemaObject } from '../schema/objects/object.ts';
import { withoutDependencies } from '../schema/objects/object.ts';
import { objectKey, objectNameOf } from '../schema/objects/object-name.ts';
import type { Schema } from '../schema/schema.ts';
import { nameOf, tableKey } from '../schema/table-name.ts';

type Renaming = Operation<'renameTable' | 'renameColumn'>;

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
  const renamings = renames.filter((one): one is Renaming => one.kind === 'renameTable' || one.kind === 'renameColumn');
  if (renamings.length === 0) return [...renames, ...changes];
  const old = new Map((before.objects ?? []).map((object) => [keyOf(object), object]));
  const first: Operation[] = [];
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
    first.push({ kind: 'dropObject', object: withoutDependencies(object) });
    return operation.kind === 'alterObject' ? [{ kind: 'createObject', object: operation.to }] : [];
  });
  return [...first, ...renames, ...rest];
}

const keyOf = (object: SchemaObject): string => objectKey(objectNameOf(object));

/** A part of a renamed table was a part of it under its old name. */
function inOldNames(object: SchemaObject, renamings: readonly Renaming[]): SchemaObject {
  if (!('table' in object) || object.table === undefined) return object;
  const key = tableKey({ ...nameOf(object), name: object.table });
  const renaming = renamings.find(
    (one) =>
      one.kind === 'renameTable' &&
      tableKey(one.schema === undefined ? { name: one.to } : { name: one.to, schema: one.schema }) === key,
  );
  return renaming === undefined ? object : ({ ...object, table: renaming.from } as SchemaObject);
}
