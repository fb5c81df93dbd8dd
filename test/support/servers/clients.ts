import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { exists } from './cache.ts';
import { unpackServer } from './debian.ts';
import type { ServerKey } from './definitions.ts';

/** A database's own command line: a program, with the arguments that come before any others. */
export type Client = readonly [string, ...string[]];

/** How a run of a client ended. */
export interface ClientRun {
  readonly exitCode: number | null;
  readonly output: string;
}

const clients = new Map<ServerKey, Promise<Client>>();

/** Runs a script on a database as a person would: `psql -f -`, `mysql < script`, `sqlite3 file < script`. */
export async function runScript(key: ServerKey, url: string, script: string): Promise<ClientRun> {
  const known = clients.get(key) ?? findClient(key);
  clients.set(key, known);
  const [program, ...first] = await known;
  const child = spawn(program, [...first, ...destinationOf(key, url)], { stdio: ['pipe', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
    });
  }
  // A client that stops at an error reads no further.
  child.stdin.on('error', () => {});
  child.stdin.end(script);
  const exitCode = await new Promise<number | null>((resolve, reject) =>
    child.on('error', reject).on('close', (code) => resolve(code)),
  );
  return { exitCode, output };
}

function findClient(key: ServerKey): Promise<Client> {
  switch (key) {
    case 'postgresql':
    case 'postgresql15':
      return findPsql();
    case 'sqlite':
      return findSqlite();
    case 'mysql':
      return unpacked(
        'mysql-client',
        ['mysql-client-core', 'mysql-client-core-8.4', 'mysql-client-core-8.0'],
        'sid',
        'mysql',
      );
    case 'mariadb':
      return unpacked('mariadb-client', ['mariadb-client-core'], 'trixie', 'mariadb');
  }
}

async function findSqlite(): Promise<Client> {
  const found = await firstOf(['/usr/bin/sqlite3', '/usr/local/bin/sqlite3', '/opt/homebrew/bin/sqlite3']);
  return found ?? unpacked('sqlite', ['sqlite3'], 'trixie', 'sqlite3');
}

/** Any psql of the last years speaks to any server of the last years. */
async function findPsql(): Promise<Client> {
  const majors = ['18', '17', '16', '15', '14'];
  const found = await firstOf([
    ...majors.map((major) => `/usr/lib/postgresql/${major}/bin/psql`),
    '/usr/local/bin/psql',
    '/opt/homebrew/bin/psql',
  ]);
  const packages = majors.map((major) => `postgresql-client-${major}`);
  return found ?? unpacked('postgresql-client', packages, 'trixie', ...majors.map((major) => `${major}/bin/psql`));
}

async function firstOf(paths: readonly string[]): Promise<Client | undefined> {
  for (const path of paths) if (await exists(path)) return [path];
  return undefined;
}

/** A client out of Debian's packages, by the places that it may have in them. */
async function unpacked(key: string, names: readonly string[], suite: string, ...programs: string[]): Promise<Client> {
  const { folder, loader } = await unpackServer({ key, names, suite });
  const [first = '', ...rest] = loader;
  const places = programs.flatMap((one) => [join(folder, 'usr/bin', one), join(folder, 'usr/lib/postgresql', one)]);
  const [program] = (await firstOf(places)) ?? [];
  if (program === undefined) throw new Error(`${names.join(', ')} of ${suite} hold no ${programs.join(', ')}`);
  return [first, ...rest, program];
}

function destinationOf(key: ServerKey, url: string): readonly string[] {
  const { hostname, port, username, pathname } = new URL(url);
  const database = decodeURIComponent(pathname.slice(1));
  switch (key) {
    case 'sqlite':
      return [database];
    case 'postgresql':
    case 'postgresql15':
      return ['-X', '-q', '-h', hostname, '-p', port, '-U', username, '-d', database, '-f', '-'];
    case 'mysql':
    case 'mariadb':
      return ['--no-defaults', '-h', hostname, '-P', port, '-u', username, '--protocol=tcp', database];
  }
}
