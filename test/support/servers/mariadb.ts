import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cached, exists } from './cache.ts';
import { unpackServer } from './debian.ts';
import { launch, type RunningServer } from './launch.ts';
import { giveToServerUser, run, serverUser } from './program.ts';

/** MariaDB 11.8, or what the archive of an Ubuntu has. */
export async function startMariadb(): Promise<RunningServer> {
  const { name, folder, loader } = await unpackServer({
    key: 'mariadb',
    names: ['mariadb-server-core'],
    suite: 'trixie',
  });
  const share = await firstOf(
    ['usr/share/mysql', 'usr/share/mariadb'].map((path) => join(folder, path)),
    'english/errmsg.sys',
  );
  const server = [...loader, join(folder, 'usr/sbin/mariadbd'), ...options(folder, share)];
  const user = serverUser.uid ?? process.getuid?.() ?? 0;
  const template = await cached(`${name}-data-${user}`, (partial) => initialise(partial, share, server));
  return launch({
    key: 'mariadb',
    template: join(template, 'data'),
    command: ({ folder: own, data, port }) => [
      ...server,
      `--datadir=${data}`,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      `--socket=${join(own, 'socket')}`,
      `--pid-file=${join(own, 'pid')}`,
      `--tmpdir=${own}`,
      '--max-connections=200',
    ],
    ready: /^Version: '.*port: \d/m,
    signal: 'KILL',
    url: ({ port }) => `mariadb://root@127.0.0.1:${port}/`,
  });
}

/** Durability off. Without `--skip-ssl` 11.4 and later make a fresh key for TLS at every start, which takes seconds. */
const options = (folder: string, share: string): readonly string[] => [
  '--no-defaults',
  `--basedir=${join(folder, 'usr')}`,
  `--lc-messages-dir=${share}`,
  `--character-sets-dir=${join(share, 'charsets')}`,
  `--plugin-dir=${join(folder, 'usr/lib/mysql/plugin')}`,
  '--innodb-log-file-size=64M',
  '--innodb-flush-log-at-trx-commit=0',
  '--innodb-doublewrite=OFF',
  '--innodb-flush-method=nosync',
  '--skip-log-bin',
  '--skip-ssl',
  '--default-time-zone=+00:00',
];

const systemTables = [
  'mysql_system_tables',
  'mariadb_system_tables',
  'mysql_performance_tables',
  'mariadb_performance_tables',
  'mysql_system_tables_data',
  'mariadb_system_tables_data',
  'mysql_sys_schema',
  'mariadb_sys_schema',
];

/** What `mariadb-install-db` does, without its need for an installed client: the server reads a script, one statement a line. */
async function initialise(partial: string, share: string, server: readonly string[]): Promise<void> {
  const lines = ['CREATE DATABASE IF NOT EXISTS mysql;', 'USE mysql;', 'SET @auth_root_socket=NULL;'];
  for (const name of systemTables) {
    const file = join(share, `${name}.sql`);
    if (!(await exists(file))) continue;
    lines.push(...(await readFile(file, 'utf8')).split('\n').filter((line) => !line.includes('@current_hostname')));
  }
  lines.push('FLUSH PRIVILEGES;', "CREATE USER IF NOT EXISTS root@'%' IDENTIFIED BY '';");
  lines.push("GRANT ALL ON *.* TO root@'%' WITH GRANT OPTION;", '');
  const script = join(partial, 'initialise.sql');
  await writeFile(script, lines.join('\n'));
  await run('mkdir', [join(partial, 'data')]);
  await giveToServerUser(partial);
  const [command = '', ...args] = server;
  const bootstrap = [
    ...args,
    '--bootstrap',
    `--datadir=${join(partial, 'data')}`,
    '--skip-networking',
    '--enforce-storage-engine=',
  ];
  await run(command, bootstrap, { ...serverUser, cwd: '/', input: script });
}

async function firstOf(folders: readonly string[], file: string): Promise<string> {
  for (const folder of folders) if (await exists(join(folder, file))) return folder;
  throw new Error(`no ${file} in ${folders.join(' or ')}`);
}
