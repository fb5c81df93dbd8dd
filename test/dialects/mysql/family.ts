import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { describe as say } from '../../../src/operations/describe.ts';
import type { Operation } from '../../../src/operations/operation.ts';
import { reverseAll } from '../../../src/operations/reverse.ts';
import type { Schema } from '../../../src/schema/schema.ts';
import { type FreshDatabase, freshDatabase } from '../../support/databases.ts';
import { difference, reflect, run } from '../../support/migrate.ts';
import { server, type TestServer } from '../../support/server.ts';

/** Both servers that speak the protocol. */
export const family: readonly TestServer[] = [await server('mysql'), await server('mariadb')];

/** One database for all tests of a suite, emptied before each. */
export function databaseOf(wanted: TestServer): () => FreshDatabase {
  let database: FreshDatabase;
  beforeAll(async () => {
    database = await freshDatabase(wanted);
  });
  beforeEach(() => empty(database));
  afterAll(() => database.drop());
  return () => database;
}

async function empty({ connection }: FreshDatabase): Promise<void> {
  const rows = await connection.query<{ readonly name: string; readonly type: string }>(
    'SELECT TABLE_NAME AS name, TABLE_TYPE AS type FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()',
  );
  await connection.execute('SET SESSION foreign_key_checks = 0');
  for (const { name, type } of rows) {
    const kind = type === 'VIEW' || type === 'SEQUENCE' ? type : 'TABLE';
    await connection.execute(`DROP ${kind} \`${name.replaceAll('`', '``')}\``);
  }
  await connection.execute('SET SESSION foreign_key_checks = 1');
}

const summaries = (operations: readonly Operation[]): readonly string[] => operations.map((one) => say(one).summary);

/** What is still to be done to get from what the database is to what is declared. */
export const remaining = async (database: FreshDatabase, declared: Schema): Promise<readonly string[]> =>
  summaries((await difference(database, await reflect(database), declared)).operations);

/** Makes the database what is declared, and proves that it is. */
export async function create(database: FreshDatabase, declared: Schema): Promise<void> {
  await run(database, (await difference(database, await reflect(database), declared)).operations);
  expect(await remaining(database, declared)).toEqual([]);
}

/** A change with rows in place, and what a query answers before it, after it, and when it has been taken back. */
export interface Change {
  readonly name: string;
  readonly from: Schema;
  readonly to: Schema;
  /** Operations by hand instead of those that are found. */
  readonly operations?: readonly Operation[];
  readonly rows?: string;
  readonly query?: string;
  readonly after?: readonly unknown[];
  readonly back?: readonly unknown[];
  /** What the statements of the change look like; how many there are of them. */
  readonly statements?: RegExp;
  readonly count?: number;
}

/** Proves that a change arrives, that nothing is left to do then, and that taking it back leads to the start. */
export async function proveChange(database: FreshDatabase, change: Change): Promise<void> {
  const { dialect, connection } = database;
  await create(database, change.from);
  if (change.rows !== undefined) await connection.execute(change.rows);
  const start = await reflect(database);
  const operations = change.operations ?? (await difference(database, start, change.to)).operations;
  const compiled = dialect.compile(operations, start, connection.server).map(({ sql }) => sql);
  if (change.statements !== undefined) expect(compiled.join(';\n')).toMatch(change.statements);
  if (change.count !== undefined) expect(compiled).toHaveLength(change.count);

  await run(database, operations);
  expect(await remaining(database, change.to), 'a second look').toEqual([]);
  if (change.after !== undefined) expect(await connection.query(change.query ?? '')).toEqual(change.after);

  await run(database, reverseAll(operations));
  expect(await remaining(database, start), 'after the way back').toEqual([]);
  if (change.back !== undefined) expect(await connection.query(change.query ?? '')).toEqual(change.back);
}
