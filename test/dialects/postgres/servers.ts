import { afterAll, beforeAll, beforeEach } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../support/databases.ts';
import { server, type TestServer } from '../../support/server.ts';

/** The newest PostgreSQL and the oldest at hand. */
export const postgresServers: readonly TestServer[] = [await server('postgresql'), await server('postgresql15')];

/** One database for all tests of a suite, emptied before each: making a database takes longer than most tests. */
export function databaseOf(postgres: TestServer): () => FreshDatabase {
  let database: FreshDatabase;
  beforeAll(async () => {
    database = await freshDatabase(postgres);
  });
  beforeEach(async () => {
    await database.connection.execute(
      'DROP SCHEMA IF EXISTS app CASCADE; DROP SCHEMA public CASCADE; CREATE SCHEMA public',
    );
  });
  afterAll(() => database.drop());
  return () => database;
}
