import { readFile } from 'node:fs/promises';
import type { EmptyDatabase } from '../support/fresh-database.ts';
import type { TestServer } from '../support/server.ts';
import { runScript } from '../support/servers/clients.ts';

/** Where states are loaded. */
export interface Source {
  readonly server: TestServer;
  /** An empty database of one's own; it is to be dropped. */
  take(): Promise<EmptyDatabase>;
}

/** A state that the server does not take. */
export class Unloadable extends Error {}

/** How a script is brought in. Most take the first way; each of the others is for what the ones before refuse. */
type Way = (server: TestServer, database: EmptyDatabase, script: string) => Promise<void>;

const throughDriver: Way = (_, database, script) => database.run(script);

const throughClient: Way = async (server, database, script) => {
  const opening = server.dialect === 'postgresql' ? '\\set ON_ERROR_STOP 1\n' : '';
  const { exitCode, output } = await runScript(server.key, database.url, opening + script);
  if (exitCode !== 0 || /^ERROR/m.test(output)) throw new Unloadable(output.trim().slice(0, 500));
};

const withZeroDates: Way = (server, database, script) =>
  throughClient(server, database, `SET sql_mode = 'NO_ENGINE_SUBSTITUTION';\n${script}`);

/** What the files say together. */
export const readScript = async (files: readonly string[]): Promise<string> =>
  (await Promise.all(files.map((file) => readFile(file, 'utf8')))).join('\n');

/**
 * A database of its own that holds what a script makes.
 *
 * @throws Unloadable
 */
export async function loadState(source: Source, script: string): Promise<EmptyDatabase> {
  const { dialect } = source.server;
  const isMysql = dialect === 'mysql' || dialect === 'mariadb';
  const ways = [throughDriver, throughClient, ...(isMysql ? [withZeroDates] : [])];
  return script.trim() === '' ? source.take() : tryWays(source, script, ways);
}

async function tryWays(source: Source, script: string, ways: readonly Way[]): Promise<EmptyDatabase> {
  const [way, ...others] = ways;
  if (way === undefined) throw new Unloadable('no way to load it');
  const database = await source.take();
  try {
    await way(source.server, database, script);
    return database;
  } catch (error) {
    await database.drop();
    const missingRole = /role "([^"]+)" does not exist/.exec(String(error))?.[1];
    if (missingRole !== undefined) {
      await createRole(source, missingRole);
      return tryWays(source, script, ways);
    }
    if (others.length === 0) throw new Unloadable(error instanceof Error ? error.message : String(error));
    return tryWays(source, script, others);
  }
}

/** Dumps name the roles of where they were made. Roles are the server's, and outlive the database. */
async function createRole(source: Source, role: string): Promise<void> {
  const { run, drop } = await source.take();
  const quoted = `"${role.replaceAll('"', '""')}"`;
  await run(`CREATE ROLE ${quoted}`).catch(() => undefined);
  await drop();
}
