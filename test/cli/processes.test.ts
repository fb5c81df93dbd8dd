import type { ChildProcess } from 'node:child_process';
import { beforeAll, expect, it } from 'vitest';
import type { DialectName } from '../../src/schema/type.ts';
import { describeOn, type FreshDatabase, servers, withDatabase } from '../support/databases.ts';
import { ensureBuilt } from './built.ts';
import { Session } from './session.ts';

const revision = (id: string, parents: readonly string[], up: string, down = ''): string =>
  `-- ${id}\n-- revision: { id: '${id}', parents: [${parents.map((one) => `'${one}'`).join()}], message: '${id}', labels: [], dependsOn: [] }\n\n` +
  `-- migrate:up\n${up}\n\n-- migrate:down\n${down}\n`;

/** A statement that runs for long, where a session can be stopped from outside. */
const sleeps: Partial<Record<DialectName, string>> = {
  postgresql: 'SELECT pg_sleep(60);',
  // By itself, SLEEP that is stopped counts as a success; in a condition it is an error (MySQL manual, SLEEP).
  mysql: 'SELECT a FROM (SELECT 1 AS a) AS b WHERE SLEEP(60);',
  mariadb: 'SELECT a FROM (SELECT 1 AS a) AS b WHERE SLEEP(60);',
};

const three = {
  'migrations/1.sql': revision('aaaa1', [], 'CREATE TABLE one (id INTEGER);', 'DROP TABLE one;'),
  'migrations/2.sql': revision('aaaa2', ['aaaa1'], 'CREATE TABLE two (id INTEGER);', 'DROP TABLE two;'),
  'migrations/3.sql': revision('aaaa3', ['aaaa2'], 'INSERT INTO one VALUES (1);', 'DELETE FROM one;'),
};

async function inProject(
  database: FreshDatabase,
  files: Readonly<Record<string, string>>,
  work: (session: Session) => Promise<void>,
): Promise<void> {
  const session = new Session({ env: { DATABASE_URL: database.url } });
  try {
    session.write({ 'migrate.config.mjs': 'export default { url: () => process.env.DATABASE_URL };\n', ...files });
    await work(session);
  } finally {
    session.end();
  }
}

/** Sends a signal once, when the statement is under way. */
function signalAt(text: string, signal: NodeJS.Signals): (stderr: string, child: ChildProcess) => void {
  let isSent = false;
  return (stderr, child) => {
    if (isSent || !stderr.includes(text)) return;
    isSent = true;
    setTimeout(() => child.kill(signal), 500);
  };
}

const rowsOf = async ({ connection }: FreshDatabase, sql: string): Promise<readonly unknown[]> =>
  (await connection.query(sql)).map((row) => Object.values(row)[0]);

beforeAll(ensureBuilt, 180_000);

for (const server of servers) {
  describeOn(server, () => {
    const sleep = sleeps[server.dialect];

    it(
      'two processes that upgrade at once both succeed, and each revision is run once',
      () =>
        withDatabase(server, (database) =>
          inProject(database, three, async (session) => {
            const ended = await Promise.all([1, 2, 3].map(() => session.spawn(['upgrade', 'head'])));
            expect(
              ended.map(({ exitCode, stderr }) => `${exitCode} ${stderr.replace(/^(waiting |\[).*\n/gm, '')}`),
            ).toEqual(ended.map(() => '0 '));
            expect(await rowsOf(database, 'SELECT revision FROM athanor_history ORDER BY id')).toEqual([
              'aaaa1',
              'aaaa2',
              'aaaa3',
            ]);
            expect(await rowsOf(database, 'SELECT id FROM one')).toEqual([1]);
          }),
        ),
      120_000,
    );

    // SQLite runs a statement to its end before anything else of the process: there is none to stop from outside.
    if (sleep === undefined) return;

    it(
      'a signal stops the statement, rolls back and gives the lock free',
      () =>
        withDatabase(server, (database) => {
          const files = {
            ...three,
            'migrations/3.sql': revision('aaaa3', ['aaaa2'], `INSERT INTO one VALUES (1);\n${sleep}`),
          };
          return inProject(database, files, async (session) => {
            const ended = await session.start(['upgrade', 'head', '-v'], signalAt(sleep.slice(0, -1), 'SIGTERM'));
            expect(ended.exitCode, ended.stderr).toBe(143);
            expect(ended.stderr).toContain('error: stopped by SIGTERM');
            expect(await rowsOf(database, 'SELECT version_num FROM athanor_version')).toEqual(['aaaa2']);
            expect(await rowsOf(database, 'SELECT id FROM one')).toEqual(server.dialect === 'postgresql' ? [] : [1]);
            session.write({
              'migrations/3.sql': revision('aaaa3', ['aaaa2'], 'INSERT INTO one VALUES (1);\nSELECT 1;'),
            });
            const again = await session.spawn(['upgrade', 'head', '--lock-timeout', '0']);
            expect(again).toMatchObject({ exitCode: 0 });
            expect(await rowsOf(database, 'SELECT id FROM one')).toEqual([1]);
          });
        }),
      120_000,
    );

    it(
      'a process that is killed leaves what the next one completes',
      () =>
        withDatabase(server, (database) => {
          const slow = {
            ...three,
            'migrations/2.sql': revision('aaaa2', ['aaaa1'], `CREATE TABLE two (id INTEGER);\n${sleep}`),
          };
          return inProject(database, slow, async (session) => {
            const ended = await session.start(['upgrade', 'head', '-v'], signalAt(sleep.slice(0, -1), 'SIGKILL'));
            expect(ended.exitCode).toBe(137);
            session.write({
              'migrations/2.sql': revision('aaaa2', ['aaaa1'], 'CREATE TABLE two (id INTEGER);\nSELECT 1;'),
            });
            const again = await session.spawn(['upgrade', 'head', '--lock-timeout', '90s']);
            expect(again.exitCode, again.stderr).toBe(0);
            expect(await rowsOf(database, 'SELECT id FROM one')).toEqual([1]);
            expect(await rowsOf(database, 'SELECT count(*) FROM two')).toEqual([
              expect.toSatisfy((n) => Number(n) === 0),
            ]);
          });
        }),
      180_000,
    );

    it(
      'a lock that somebody else holds is waited for, and given up on',
      () =>
        withDatabase(server, (database) => {
          const slow = { ...three, 'migrations/1.sql': revision('aaaa1', [], sleep) };
          return inProject(database, slow, async (session) => {
            let second: Promise<{ readonly exitCode: number; readonly stderr: string }> | undefined;
            await session.start(['upgrade', 'head', '-v'], (stderr, child) => {
              if (second !== undefined || !stderr.includes(sleep.slice(0, -1))) return;
              second = session.spawn(['upgrade', 'head', '--lock-timeout', '1s']).finally(() => child.kill('SIGTERM'));
            });
            const { exitCode, stderr } = (await second) ?? { exitCode: -1, stderr: '' };
            expect(exitCode, stderr).toBe(9);
            expect(stderr).toContain('waiting for another process that migrates this database');
            expect(stderr).toContain(
              'error: another process is migrating this database, and did not finish within 1 s',
            );
          });
        }),
      120_000,
    );
  });
}
