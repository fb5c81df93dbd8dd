import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cached } from './cache.ts';
import { unpackServer } from './debian.ts';
import { launch, type RunningServer } from './launch.ts';
import { giveToServerUser, run, serverUser } from './program.ts';

/** MySQL 9, or what the archive of an Ubuntu has. */
export async function startMysql(): Promise<RunningServer> {
  const names = ['mysql-server-core', 'mysql-server-core-8.4', 'mysql-server-core-8.0'];
  const { name, folder, loader } = await unpackServer({ key: 'mysql', names, suite: 'sid' });
  const server = [...loader, join(folder, 'usr/sbin/mysqld'), ...options(folder)];
  const user = serverUser.uid ?? process.getuid?.() ?? 0;
  const template = await cached(`${name}-data-${user}`, (partial) => initialise(partial, server));
  return launch({
    key: 'mysql',
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
    ready: /ready for connections.*port: \d/,
    signal: 'KILL',
    url: ({ port }) => `mysql://root@127.0.0.1:${port}/`,
  });
}

/** Durability off; everything else as the server comes. */
const options = (folder: string): readonly string[] => [
  '--no-defaults',
  `--basedir=${join(folder, 'usr')}`,
  `--lc-messages-dir=${join(folder, 'usr/share/mysql')}`,
  `--character-sets-dir=${join(folder, 'usr/share/mysql/charsets')}`,
  `--plugin-dir=${join(folder, 'usr/lib/mysql/plugin')}`,
  '--innodb-redo-log-capacity=64M',
  '--innodb-flush-method=nosync',
  '--innodb-flush-log-at-trx-commit=0',
  '--innodb-doublewrite=OFF',
  '--skip-log-bin',
  '--secure-file-priv=',
  '--mysqlx=OFF',
  '--default-time-zone=+00:00',
];

/** `root` is let in over TCP, whatever name the server gives to 127.0.0.1. */
async function initialise(partial: string, server: readonly string[]): Promise<void> {
  const script = join(partial, 'initialise.sql');
  const accounts = ["CREATE USER root@'%' IDENTIFIED BY '';", "GRANT ALL ON *.* TO root@'%' WITH GRANT OPTION;", ''];
  await writeFile(script, accounts.join('\n'));
  await giveToServerUser(partial);
  const data = join(partial, 'data');
  const [command = '', ...args] = server;
  const initialisation = [...args, '--initialize-insecure', `--datadir=${data}`, `--init-file=${script}`];
  await run(command, initialisation, { ...serverUser, cwd: '/' });
  // Copies of one server may not share its identity.
  await rm(join(data, 'auto.cnf'), { force: true });
}
