import { expect } from 'vitest';
import { compare } from '../../../src/commands/compare.ts';
import type { Scope } from '../../../src/dialects/dialect.ts';
import { hintedRenames } from '../../../src/diff/rename.ts';
import { toSchema } from '../../../src/metadata/to-schema.ts';
import { ownTables, withoutOwnTables } from '../../../src/runner/own-tables.ts';
import { equal } from '../../../src/schema/equal.ts';
import { emptySchema, type Schema } from '../../../src/schema/schema.ts';
import type { FreshDatabase } from '../fresh-database.ts';
import type { ChangeCase } from './change-case.ts';
import { comparable } from './comparable.ts';
import { memoryHistory } from './history.ts';
import { type KeptTable, keptTables, readRows, seed } from './rows.ts';

/**
 * Proves a case on a real server: create, autogenerate, upgrade, nothing more to do, downgrade, as it was; and the rows
 * that the change has nothing to do with are there throughout.
 */
export async function prove(database: FreshDatabase, change: ChangeCase): Promise<void> {
  const { dialect, connection } = database;
  const from = toSchema(change.from, dialect.capabilities);
  const to = toSchema(change.to, dialect.capabilities);
  const history = memoryHistory(database);
  const observe = () => reflect(database, scopeOf([from, to], connection.server.defaultSchema));
  const differences = async (before: Schema, after: Schema) =>
    (await compare({ dialect, connection, server: connection.server, before, after })).operations;
  try {
    await history.upgrade(await differences(emptySchema, from));
    const start = await observe();
    expect(await differences(start, from), 'what differs after creating').toEqual([]);
    await seed(connection, dialect, change);
    const kept = keptTables(from, to, hintedRenames(from, to));
    const rows = await readAll(database, kept, 'before');

    await history.upgrade(await differences(start, to));
    expect(await differences(await observe(), to), 'what differs after the upgrade').toEqual([]);
    await expectUntouched(database, kept, rows);

    await history.downgrade();
    const canonical = (schema: Schema): string => comparable(dialect.canonicalise(schema, connection.server));
    expect(canonical(await observe()), 'the schema after the downgrade').toBe(canonical(start));
    expect(await readAll(database, kept, 'before'), 'the rows after the downgrade').toEqual(rows);
  } catch (error) {
    if (error instanceof Error) error.message += `\n\nstatements:\n${history.statements.join(';\n')}`;
    throw error;
  }
}

async function reflect({ dialect, connection }: FreshDatabase, scope: Scope): Promise<Schema> {
  const own = ownTables({ name: 'athanor_version' }, connection.server);
  return withoutOwnTables(await dialect.reflect(connection, scope), own);
}

/** The default schema and all that either side names. */
export function scopeOf(schemas: readonly Schema[], defaultSchema: string | undefined): Scope {
  const named = schemas.flatMap(({ tables, objects = [] }) => [...tables, ...objects].map(({ schema }) => schema));
  const namespaces = schemas.flatMap(({ objects = [] }) => objects.filter(({ kind }) => kind === 'schema'));
  const all = new Set([defaultSchema, ...named, ...namespaces.map(({ name }) => name)]);
  const known = [...all].filter((name) => name !== undefined);
  return known.length <= 1 ? {} : { schemas: known };
}

const readAll = (
  { connection, dialect }: FreshDatabase,
  kept: readonly KeptTable[],
  side: 'before' | 'after',
): Promise<readonly (readonly string[])[]> =>
  inTurn(kept, (table) =>
    readRows(
      connection,
      dialect,
      table[side],
      table.columns.map((column) => column[side]),
    ),
  );

/** After the upgrade no row is missing, and what did not change its type reads the same. */
async function expectUntouched(
  { connection, dialect }: FreshDatabase,
  kept: readonly KeptTable[],
  rows: readonly (readonly string[])[],
): Promise<void> {
  for (const [at, table] of kept.entries()) {
    const isUntouched = table.columns.every(({ before, after }) => equal(before.type, after.type));
    const columns = table.columns.map(({ after }) => after);
    const found = await readRows(connection, dialect, table.after, columns);
    if (isUntouched) expect(found, `the rows of ${table.after.name} after the upgrade`).toEqual(rows[at]);
    else expect(found.length, `the number of rows of ${table.after.name} after the upgrade`).toBe(rows[at]?.length);
  }
}

async function inTurn<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}
