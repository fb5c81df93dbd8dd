import type { Connection } from '../dialects/dialect.ts';
import { type Database, loadDialect, openDatabase } from '../dialects/registry.ts';
import { diff } from '../diff/diff.ts';
import { UsageError } from '../errors.ts';
import type { CreateAllOptions, Engine, Target } from '../metadata/engine.ts';
import { runOperations } from '../runner/run-operations.ts';
import type { SchemaObject } from '../schema/objects/object.ts';
import { emptySchema, type Schema } from '../schema/schema.ts';
import type { Table } from '../schema/table.ts';
import { tableKey, tableLabel } from '../schema/table-name.ts';
import { absentCustomObjects, canonicalObjects, withCustomObjects } from './custom-objects.ts';

/**
 * Connects to a database, for `metadata.createAll` and the like. The caller closes it.
 *
 * @param url as SQLAlchemy or Node spell it
 * @returns the connection
 * @throws InvalidUrl, DriverMissing, ConnectionFailed
 */
export const connect = async (url: string): Promise<Connection> => (await openDatabase(url)).connection;

/** What `MetaData` needs of a database. */
export const metadataEngine: Engine = {
  createAll: (declared, target, options) =>
    withTarget(target, async (database) => {
      const wanted = onlyTables(declared(database.dialect.capabilities), options);
      const live = await reflectAround(database, wanted);
      const missing = {
        tables: absent(wanted, live, options),
        objects: absentObjects(wanted, live),
        custom: absentCustomObjects(wanted, live),
      };
      await change(database, emptySchema, missing, live);
    }),

  dropAll: (declared, target, options) =>
    withTarget(target, async (database) => {
      const wanted = onlyTables(declared(database.dialect.capabilities), options);
      const live = await reflectAround(database, wanted);
      // A schema may hold what is not ours; like SQLAlchemy's, this drops what is in it and leaves it.
      const objects = (wanted.objects ?? []).filter((one) => one.kind !== 'schema' && hasObject(live, one));
      const custom = (wanted.custom ?? []).filter((one) => !absentCustomObjects(wanted, live).includes(one));
      const present = { tables: presentTables(wanted, live, options), objects, custom };
      await change(database, present, emptySchema, live);
    }),

  reflect: (target, { schema, only }) =>
    withTarget(target, ({ dialect, connection }) =>
      dialect.reflect(connection, {
        ...(schema === undefined ? {} : { schemas: [schema] }),
        ...(only === undefined
          ? {}
          : { tables: only.map((name) => (schema === undefined ? { name } : { name, schema })) }),
      }),
    ),
};

/** A connection that is given stays open; one that a URL asks for is closed. */
async function withTarget<T>(target: Target, work: (database: Database) => Promise<T>): Promise<T> {
  if (typeof target !== 'string') {
    const connection = target as Connection;
    return work({ dialect: await loadDialect(connection.server.dialect), connection });
  }
  const database = await openDatabase(target);
  try {
    return await work(database);
  } finally {
    await database.connection.close();
  }
}

const onlyTables = (schema: Schema, { tables }: CreateAllOptions): Schema => {
  if (tables === undefined) return schema;
  const keys = new Set(tables.map(tableKey));
  const { custom: _, ...rest } = schema;
  return { ...rest, tables: schema.tables.filter((table) => keys.has(tableKey(table))) };
};

async function reflectAround(database: Database, { tables, objects = [] }: Schema): Promise<Schema> {
  const { dialect, connection } = database;
  const { defaultSchema } = connection.server;
  const named = [...tables, ...objects].flatMap((one) =>
    'kind' in one && one.kind === 'schema' ? one.name : (one.schema ?? []),
  );
  const scope =
    defaultSchema === undefined || named.length === 0 ? {} : { schemas: [...new Set([defaultSchema, ...named])] };
  return withCustomObjects(database, scope, await dialect.reflect(connection, scope));
}

const keysOf = (schema: Schema): ReadonlySet<string> => new Set(schema.tables.map(tableKey));

function absent(wanted: Schema, live: Schema, { existing }: CreateAllOptions): readonly Table[] {
  const there = keysOf(live);
  const clash = wanted.tables.find((table) => there.has(tableKey(table)));
  if (clash !== undefined && existing === 'fail') {
    throw new UsageError(`table ${tableLabel(clash)} is there already`, {
      hint: "leave out existing: 'fail' to skip it",
    });
  }
  return wanted.tables.filter((table) => !there.has(tableKey(table)));
}

function presentTables(wanted: Schema, live: Schema, { existing }: CreateAllOptions): readonly Table[] {
  const there = keysOf(live);
  const gone = wanted.tables.find((table) => !there.has(tableKey(table)));
  if (gone !== undefined && existing === 'fail') {
    throw new UsageError(`there is no table ${tableLabel(gone)}`, { hint: "leave out existing: 'fail' to skip it" });
  }
  return wanted.tables.filter((table) => there.has(tableKey(table)));
}

const absentObjects = (wanted: Schema, live: Schema): readonly SchemaObject[] =>
  (wanted.objects ?? []).filter((object) => !hasObject(live, object));

const hasObject = (live: Schema, wanted: SchemaObject): boolean =>
  live.objects?.some(
    ({ kind, name, schema, ...rest }) =>
      kind === wanted.kind &&
      name === wanted.name &&
      schema === wanted.schema &&
      ('table' in rest ? rest.table : undefined) === ('table' in wanted ? wanted.table : undefined),
  ) === true;

async function change(database: Database, from: Schema, to: Schema, live: Schema): Promise<void> {
  const { dialect, connection } = database;
  const canonical = (schema: Schema): Schema => ({
    ...dialect.canonicalise(schema, connection.server),
    custom: canonicalObjects(schema, connection.server),
  });
  const operations = diff(canonical(from), canonical(to));
  if (operations.length > 0) await runOperations(database, operations, live);
}
