import { applyFilters } from '../config/comparison-filters.ts';
import type { Settings } from '../config/settings.ts';
import { targetOf } from '../schema/constraint.ts';
import { isSchemaObject } from '../schema/objects/object.ts';
import { wordsIn } from '../schema/rename-identifier.ts';
import { emptySchema, type Schema } from '../schema/schema.ts';
import { type TableName, tableKey, tableLabel } from '../schema/table-name.ts';
import type { ProjectDatabase } from './project.ts';
import { liveSchema } from './schemas.ts';

/** Which part of a database is asked for. */
export interface Wanted {
  readonly schemas?: readonly string[] | undefined;
  /** Names, `schema.name`, or patterns with `*`. */
  readonly tables?: readonly string[] | undefined;
  readonly exclude?: readonly string[] | undefined;
}

/** That part, and what has to be said about it. */
export interface ReadPart {
  readonly schema: Schema;
  readonly notes: readonly string[];
}

/**
 * Reads a part of a database that can stand on its own: the tables that foreign keys point at come along, and the schemas that
 * they are in. What is excluded stays out, and with it the foreign keys that point at it.
 */
export async function readPart(open: ProjectDatabase, settings: Settings, wanted: Wanted): Promise<ReadPart> {
  const { defaultSchema } = open.database.connection.server;
  const asked = wanted.schemas ?? settings.schemas ?? (defaultSchema === undefined ? [] : [defaultSchema]);
  const schemas = [...asked];
  let schema = await readSchemas(open, settings, schemas);
  for (let more = missingSchemas(schema, schemas); more.length > 0; more = missingSchemas(schema, schemas)) {
    schemas.push(...more);
    schema = await readSchemas(open, settings, schemas);
  }
  const { tables, notes } = chosenTables(schema, wanted);
  const brought = schemas
    .slice(asked.length)
    .map((name) => `schema ${name} is read as well: foreign keys point into it`);
  const part = { ...schema, tables, objects: (schema.objects ?? []).filter(objectFilter(schema, tables, wanted)) };
  return { schema: part, notes: [...brought, ...notes, ...danglingNotes(part)] };
}

/** These schemas, as the config's filters leave them. */
async function readSchemas(open: ProjectDatabase, settings: Settings, schemas: readonly string[]): Promise<Schema> {
  const database = await liveSchema(open, schemas.length === 0 ? settings : { ...settings, schemas });
  return applyFilters(settings.filters, { database, models: emptySchema }).database;
}

/** Schemas that foreign keys point into and that were not read. */
const missingSchemas = ({ tables }: Schema, read: readonly string[]): readonly string[] => {
  const known = new Set(tables.map(tableKey));
  const targets = tables.flatMap((table) => targetsOf(table)).filter((target) => !known.has(tableKey(target)));
  return [...new Set(targets.flatMap(({ schema }) => (schema === undefined || read.includes(schema) ? [] : [schema])))];
};

const targetsOf = (table: Schema['tables'][number]): readonly TableName[] =>
  (table.constraints ?? []).flatMap((one) => (one.kind === 'foreignKey' ? [targetOf(one, table)] : []));

function chosenTables(
  { tables }: Schema,
  { tables: wanted = [], exclude = [] }: Wanted,
): { readonly tables: Schema['tables']; readonly notes: readonly string[] } {
  const left = tables.filter((table) => !exclude.some((pattern) => matches(pattern, table)));
  if (wanted.length === 0) return { tables: left, notes: [] };
  const byKey = new Map(left.map((table) => [tableKey(table), table]));
  const chosen = new Set(left.filter((table) => wanted.some((pattern) => matches(pattern, table))));
  const asked = new Set(chosen);
  for (const table of chosen) {
    for (const target of targetsOf(table)) {
      const found = byKey.get(tableKey(target));
      if (found !== undefined) chosen.add(found);
    }
  }
  const brought = [...chosen].filter((table) => !asked.has(table)).map(tableLabel);
  const unmatched = wanted.filter((pattern) => !left.some((table) => matches(pattern, table)));
  return {
    tables: left.filter((table) => chosen.has(table)),
    notes: [
      ...unmatched.map((pattern) => `no table is called ${pattern}`),
      ...(brought.length === 0 ? [] : [`brought along, as foreign keys point at them: ${brought.join(', ')}`]),
    ],
  };
}

/** `*` stands for anything; a pattern with a dot counts for the schema as well. */
function matches(pattern: string, { name, schema }: TableName): boolean {
  const expression = new RegExp(
    `^${pattern
      .split('*')
      .map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
    'u',
  );
  return expression.test(name) || (schema !== undefined && expression.test(`${schema}.${name}`));
}

/** What belongs to a table goes with it. Where tables were named, only what they mention comes along. */
function objectFilter(
  whole: Schema,
  tables: Schema['tables'],
  { tables: wanted = [], exclude = [] }: Wanted,
): (object: NonNullable<Schema['objects']>[number]) => boolean {
  const left = new Set(tables.map(tableKey));
  const known = new Set(whole.tables.map(tableKey));
  const ownerOf = (object: object & TableName): string | undefined =>
    'table' in object && typeof object.table === 'string' ? tableKey({ ...object, name: object.table }) : undefined;
  const objects = (whole.objects ?? []).filter((object) => {
    const owner = ownerOf(object);
    return (
      !exclude.some((pattern) => matches(pattern, object)) &&
      (owner === undefined || !known.has(owner) || left.has(owner))
    );
  });
  if (wanted.length === 0) return (object) => objects.includes(object);
  const kept = new Set(objects.filter((object) => left.has(ownerOf(object) ?? '\u0000')));
  const words = new Set([...tables, ...kept].flatMap(wordsOfAll));
  for (let grew = true; grew; ) {
    grew = false;
    for (const object of objects) {
      if (kept.has(object) || ownerOf(object) !== undefined || !isSchemaObject(object) || !words.has(object.name))
        continue;
      kept.add(object);
      for (const word of wordsOfAll(object)) words.add(word);
      grew = true;
    }
  }
  return (object) => kept.has(object);
}

/** Every word in every text of some data. */
const wordsOfAll = (data: unknown): readonly string[] => {
  if (typeof data === 'string') return [data, ...wordsIn(data)];
  return typeof data === 'object' && data !== null ? Object.values(data).flatMap(wordsOfAll) : [];
};

/** Foreign keys that no model can declare, as what they point at is none. */
function danglingNotes({ tables }: Schema): readonly string[] {
  const known = new Set(tables.map(tableKey));
  return tables.flatMap((table) =>
    targetsOf(table)
      .filter((target) => !known.has(tableKey(target)))
      .map(
        (target) =>
          `a foreign key of ${tableLabel(table)} is left out: it points at ${tableLabel(target)}, which is not written`,
      ),
  );
}
