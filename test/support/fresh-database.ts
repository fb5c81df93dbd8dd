import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import type { Connection, Dialect } from '../../src/dialects/dialect.ts';
import { openDatabase } from '../../src/dialects/registry.ts';
import { type Administrator, connectAsAdministrator } from './administrator.ts';
import type { TestServer } from './server.ts';

/** An empty database of one test's own. */
export interface FreshDatabase {
  readonly url: string;
  readonly dialect: Dialect;
  readonly connection: Connection;
  /** Runs a script past Athanor, through the driver alone. */
  run(script: string): Promise<void>;
  /** Closes the connection and drops the database. */
  drop(): Promise<void>;
}

/** What there is before Athanor connects: for tests of connecting itself. */
export type EmptyDatabase = Pick<FreshDatabase, 'url' | 'run' | 'drop'>;

/** An empty database, and a connection to it. SQLite's is a file, so that a second connection sees the same. */
export async function freshDatabase(server: TestServer): Promise<FreshDatabase> {
  const empty = await emptyDatabase(server);
  const { dialect, connection } = await openDatabase(empty.url);
  const drop = async (): Promise<void> => {
    await connection.close();
    await empty.drop();
  };
  return { ...empty, dialect, connection, drop };
}

/** Runs a piece of a test on an empty database, which is dropped afterwards whatever happens. */
export async function withDatabase<T>(server: TestServer, test: (database: FreshDatabase) => Promise<T>): Promise<T> {
  const database = await freshDatabase(server);
  try {
    return await test(database);
  } finally {
    await database.drop();
  }
}

/** An empty database that nobody is connected to. */
export const emptyDatabase = (server: TestServer): Promise<EmptyDatabase> =>
  server.dialect === 'sqlite' ? Promise.resolve(emptyFile()) : emptyOnServer(server);

function emptyFile(): EmptyDatabase {
  const folder = mkdtempSync(join(tmpdir(), 'athanor-sqlite-'));
  const file = join(folder, 'test.db');
  const run = async (script: string): Promise<void> => {
    const database = new Sqlite(file);
    try {
      database.exec(script);
    } finally {
      database.close();
    }
  };
  const drop = async (): Promise<void> => rmSync(folder, { recursive: true, force: true });
  return { url: `sqlite:///${file}`, run, drop };
}

async function emptyOnServer(server: TestServer): Promise<EmptyDatabase> {
  const name = await takeSpare(server);
  const address = new URL(server.url);
  address.pathname = `/${name}`;
  const url = address.href;
  const run = async (script: string): Promise<void> => {
    const administrator = await connectAsAdministrator(server.dialect, url);
    await administrator.run(script).finally(() => administrator.close());
  };
  return { url, run, drop: () => administer(server, dropStatement(server, name)) };
}

const spares = new Map<TestServer['key'], Promise<string>>();

/** PostgreSQL takes up to a tenth of a second to make a database: the next one is made while the test runs on this one. */
async function takeSpare(server: TestServer): Promise<string> {
  if (server.dialect !== 'postgresql') return create(server);
  const ready = spares.get(server.key) ?? create(server);
  const next = ready.then(() => create(server));
  next.catch(() => undefined);
  spares.set(server.key, next);
  return ready;
}

async function create(server: TestServer): Promise<string> {
  const name = `athanor_test_${randomBytes(6).toString('hex')}`;
  await administer(
    server,
    server.dialect === 'postgresql'
      ? `CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8' STRATEGY file_copy`
      : `CREATE DATABASE ${name} CHARACTER SET utf8mb4`,
  );
  return name;
}

const dropStatement = ({ dialect }: TestServer, name: string): string =>
  dialect === 'postgresql' ? `DROP DATABASE ${name} WITH (FORCE)` : `DROP DATABASE ${name}`;

const administrators = new Map<TestServer['key'], Promise<Administrator>>();

async function administer(server: TestServer, statement: string): Promise<void> {
  const connecting = administrators.get(server.key) ?? connectAsAdministrator(server.dialect, server.url);
  administrators.set(server.key, connecting);
  await (await connecting).run(statement);
}
