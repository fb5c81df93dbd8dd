import type { Connection, Statement } from '../../../src/dialects/dialect.ts';
import { sqlite } from '../../../src/dialects/sqlite/dialect.ts';
import type { Operation } from '../../../src/operations/operation.ts';
import { emptySchema, type Schema } from '../../../src/schema/schema.ts';

/** An empty database in memory, with the statements of `script` run on it one by one. */
export async function openMemory(...script: readonly string[]): Promise<Connection> {
  const connection = await sqlite.connect({ dialect: 'sqlite', database: ':memory:', query: {} });
  for (const sql of script) await connection.execute(sql);
  return connection;
}

export const reflect = (connection: Connection): Promise<Schema> => sqlite.reflect(connection, {});

/** What a runner does with one revision: the operations in one transaction, with what `prepare` asks for around it. */
export async function migrate(connection: Connection, operations: readonly Operation[]): Promise<readonly string[]> {
  const { needsSchema, before, after } = sqlite.prepare(operations, 'none');
  const schema = needsSchema ? await reflect(connection) : emptySchema;
  const statements = sqlite.compile(operations, schema, connection.server);
  await runAll(connection, before);
  try {
    await connection.begin();
    await runAll(connection, statements);
    await connection.commit();
  } catch (error) {
    await connection.rollback();
    throw error;
  } finally {
    await runAll(connection, after);
  }
  return statements.map(({ sql }) => sql);
}

async function runAll(connection: Connection, statements: readonly Statement[]): Promise<void> {
  for (const { sql } of statements) await connection.execute(sql);
}

/** Everything that the database holds: every row of every table, and every statement of its catalog. */
export async function dump(connection: Connection): Promise<string> {
  const catalog = await connection.query<{ name: string; type: string }>(
    'SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name',
  );
  const tables = catalog.filter(({ type }) => type === 'table');
  const rows = await Promise.all(
    tables.map(({ name }) => connection.query(`SELECT * FROM ${sqlite.quoteIdentifier(name)}`)),
  );
  return JSON.stringify({ catalog, rows }, undefined, 1);
}

export const isRebuilt = (statements: readonly string[]): boolean =>
  statements.some((sql) => sql.startsWith('PRAGMA legacy_alter_table'));
