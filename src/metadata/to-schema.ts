import type { CustomObject } from '../schema/custom-object.ts';
import { isSchemaObject, type Namespace, type SchemaObject, type Sequence } from '../schema/objects/object.ts';
import type { Schema } from '../schema/schema.ts';
import { DuplicateTable } from './errors.ts';
import { given } from './given.ts';
import { placeLabel } from './place.ts';
import { refuseUnknownRelationships } from './refuse-relationships.ts';
import { refuseSameNames } from './same-names.ts';
import type { DeclaredSequence } from './sequence.ts';
import { labelOf, type Table, type TableCollection } from './table.ts';
import { tableData } from './table-data.ts';
import { type IdentifierLimits, unlimited } from './truncate-name.ts';

/**
 * What is declared, as data: foreign keys are bound to their targets, and constraints and indexes have their names.
 *
 * @param metadata one metadata, or several that are used together
 * @param limits how long a name may be in the database that the schema is for; a dialect's capabilities fit
 * @throws ModelError when what is declared is not a possible schema
 */
export function toSchema(
  metadata: TableCollection | readonly TableCollection[],
  limits: IdentifierLimits = unlimited,
): Schema {
  const collections = 'tables' in metadata ? [metadata] : [...new Set(metadata)];
  const declared = tablesByKey(collections);
  const tables = [...declared.values()].map((table) => tableData(table, collections, limits));
  refuseUnknownRelationships([...declared.values()]);
  const sequences = collections.flatMap((each) => each.sequences.map((sequence) => sequenceData(sequence, each)));
  refuseSameNames({ tables, sequences, declared: [...declared.values()] });
  const declaredObjects = collections.flatMap((each) => each.objects);
  const own = declaredObjects.filter(isSchemaObject);
  const custom = declaredObjects.filter((object): object is CustomObject => !isSchemaObject(object));
  const spaces = own.filter((object) => object.kind === 'schema');
  const objects: readonly SchemaObject[] = [
    ...namespacesOf([...tables, ...sequences, ...own], new Set(spaces.map(({ name }) => name))),
    ...sequences,
    ...own,
  ];
  return { tables, ...(objects.length === 0 ? {} : { objects }), ...(custom.length === 0 ? {} : { custom }) };
}

/** @throws DuplicateTable */
function tablesByKey(collections: readonly TableCollection[]): ReadonlyMap<string, Table> {
  const all = new Map<string, Table>();
  for (const [key, table] of collections.flatMap(({ tables }) => [...tables])) {
    const other = all.get(key);
    if (other !== undefined && other !== table) {
      const first = placeLabel(other.declaredAt());
      throw new DuplicateTable(
        `${labelOf(table)} is declared in two metadata${first === '' ? '' : `, first at ${first}`}`,
        {
          hint: 'give them different schemas, or use the two metadata with different databases',
          ...table.declaredAt(),
        },
      );
    }
    all.set(key, table);
  }
  return all;
}

function sequenceData({ name, options }: DeclaredSequence, collection: TableCollection): Sequence {
  const schema = options.schema ?? collection.schema;
  return { kind: 'sequence', name, ...options, ...given({ schema }) };
}

/** The schemas that tables and objects are in and that nobody has declared, by name. */
const namespacesOf = (
  things: readonly { readonly schema?: string }[],
  declared: ReadonlySet<string>,
): readonly Namespace[] =>
  [...new Set(things.flatMap(({ schema }) => (schema === undefined || declared.has(schema) ? [] : [schema])))]
    .sort()
    .map((name) => ({ kind: 'schema', name }));
