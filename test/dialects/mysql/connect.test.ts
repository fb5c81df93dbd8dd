import { expect, it } from 'vitest';
import { ConnectionFailed, InvalidUrl, StatementFailed } from '../../../src/dialects/errors.ts';
import { openDatabase } from '../../../src/dialects/registry.ts';
import type { MigrationError } from '../../../src/errors.ts';
import { withDatabase } from '../../support/databases.ts';
import { describeOn } from '../../support/server.ts';
import { family } from './family.ts';

const failureOf = (opening: Promise<unknown>): Promise<MigrationError> =>
  opening.then(
    () => {
      throw new Error('it did not fail');
    },
    (error: MigrationError) => error,
  );

const changed = (url: string, change: (address: URL) => void): string => {
  const address = new URL(url);
  change(address);
  return address.href;
};

for (const wanted of family) {
  describeOn(wanted, () => {
    it('is known by what answers, whichever of the two the URL names', () =>
      withDatabase(wanted, async ({ url }) => {
        for (const scheme of ['mysql', 'mariadb', 'mysql+pymysql']) {
          const { dialect, connection } = await openDatabase(url.replace(/^\w+:/, `${scheme}:`));
          expect([dialect.name, connection.server.dialect]).toEqual([wanted.dialect, wanted.dialect]);
          await connection.close();
        }
      }));

    it('pins its session, however the server is set', () =>
      withDatabase(wanted, async ({ connection }) => {
        const [row] = await connection.query<{ mode: string; zone: string; charset: string }>(
          'SELECT @@SESSION.sql_mode AS mode, @@SESSION.time_zone AS zone, @@character_set_connection AS charset',
        );
        expect(row).toMatchObject({ zone: '+00:00', charset: 'utf8mb4' });
        expect(row?.mode).toContain('STRICT_TRANS_TABLES');
        expect(row?.mode).not.toMatch(/ANSI_QUOTES|NO_BACKSLASH_ESCAPES|IGNORE_SPACE|PIPES_AS_CONCAT/);
        await expect(connection.query('SELECT 1 AS a; DROP TABLE IF EXISTS t')).rejects.toThrow(/syntax/);
      }));

    it('tells the settings that decide what a declaration means', () =>
      withDatabase(wanted, async ({ connection }) => {
        expect(connection.server.settings).toMatchObject({
          character_set_database: 'utf8mb4',
          default_storage_engine: 'InnoDB',
          default_collations: expect.stringContaining('latin1=latin1_swedish_ci'),
        });
        expect(connection.server.defaultSchema).toMatch(/^athanor_test_/);
      }));

    it.each([
      [
        'a wrong password',
        (address: URL) => Object.assign(address, { username: 'nobody', password: 's3cret' }),
        /refused user 'nobody'/,
      ],
      [
        'a database that is not there',
        (address: URL) => Object.assign(address, { pathname: '/not_there' }),
        /no database 'not_there'/,
      ],
      [
        'a port where nothing listens',
        (address: URL) => Object.assign(address, { port: '1' }),
        /nothing listens on 127\.0\.0\.1:1/,
      ],
      [
        'a host that is not there',
        (address: URL) => Object.assign(address, { hostname: 'host.invalid' }),
        /host host\.invalid/,
      ],
      [
        'a socket that is not there',
        (address: URL) => Object.assign(address, { search: '?unix_socket=/none/s' }),
        /no socket \/none\/s/,
      ],
    ])('says so for %s, without the password', (_name, change, message) =>
      withDatabase(wanted, async ({ url }) => {
        const failure = await failureOf(openDatabase(changed(url, change)));
        expect(failure).toBeInstanceOf(ConnectionFailed);
        expect(failure.message).toMatch(message);
        expect(failure.hint).toBeDefined();
        expect(`${failure.message} ${failure.hint}`).not.toContain('s3cret');
      }),
    );

    it.each([
      ['no database', (address: URL) => Object.assign(address, { pathname: '/' }), /does not say which database/],
      [
        'an option of a misspelled name',
        (address: URL) => Object.assign(address, { search: '?conect_timeout=3' }),
        /'conect_timeout'/,
      ],
      [
        'an option that is no number',
        (address: URL) => Object.assign(address, { search: '?connect_timeout=soon' }),
        /not a number/,
      ],
      [
        'a TLS mode that does not exist',
        (address: URL) => Object.assign(address, { search: '?ssl-mode=perhaps' }),
        /no ssl-mode/,
      ],
      ['another character set', (address: URL) => Object.assign(address, { search: '?charset=latin1' }), /charset/],
    ])('refuses a URL with %s', (_name, change, message) =>
      withDatabase(wanted, async ({ url }) => {
        const failure = await failureOf(openDatabase(changed(url, change)));
        expect(failure).toBeInstanceOf(InvalidUrl);
        expect(failure.message).toMatch(message);
      }),
    );

    it('reports what the server refused, with its number and where it stumbled', () =>
      withDatabase(wanted, async ({ connection }) => {
        const failure = (await failureOf(connection.execute('SELECT 1,\n  2 FRM t'))) as StatementFailed;
        expect(failure).toBeInstanceOf(StatementFailed);
        expect(failure).toMatchObject({ sqlState: '42000', sql: 'SELECT 1,\n  2 FRM t' });
        expect(failure.sql.slice((failure.position ?? 0) - 1)).toMatch(/^(?:FRM t|t)$/);
        expect(failure.message).toMatch(/1064/);
      }));

    it('stops a running statement from outside, and goes on afterwards', () =>
      withDatabase(wanted, async ({ connection }) => {
        const sleeping = connection
          .query<{ slept: number }>('SELECT SLEEP(30) AS slept')
          .catch((error: unknown) => error);
        await new Promise((resolve) => setTimeout(resolve, 200));
        await connection.cancel();
        const outcome = await sleeping;
        const isCut = outcome instanceof StatementFailed || (Array.isArray(outcome) && outcome[0]?.slept === 1);
        expect(isCut).toBe(true);
        expect(await connection.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
      }));

    it('says that the connection was lost when the server ended it', () =>
      withDatabase(wanted, async ({ connection, run }) => {
        await run(`KILL ${connection.backend}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
        const failure = await failureOf(connection.query('SELECT 1'));
        expect(failure).toBeInstanceOf(ConnectionFailed);
        expect(failure.message).toMatch(/was lost/);
      }));

    it('returns whole numbers unrounded', () =>
      withDatabase(wanted, async ({ connection }) => {
        expect(await connection.query('SELECT 9223372036854775807 AS n')).toEqual([{ n: '9223372036854775807' }]);
      }));

    it('gives a lock to one session at a time, and tells who has it', () =>
      withDatabase(wanted, async ({ connection, dialect, url }) => {
        const other = (await openDatabase(url)).connection;
        expect(await dialect.tryLock(connection, 'a')).toEqual({ acquired: true });
        const refused = await dialect.tryLock(other, 'a');
        expect(refused).toMatchObject({
          acquired: false,
          holder: expect.stringContaining(`session ${connection.backend}`),
        });
        expect(await dialect.tryLock(other, 'b')).toEqual({ acquired: true });
        expect(await dialect.unlock(other, 'a')).toBe(false);
        expect(await dialect.unlock(connection, 'a')).toBe(true);
        expect(await dialect.tryLock(other, 'a')).toEqual({ acquired: true });
        await other.close();
      }));

    it('says what a session waits for', () =>
      withDatabase(wanted, async ({ connection, dialect, url }) => {
        const [holder, monitor] = [(await openDatabase(url)).connection, (await openDatabase(url)).connection];
        await connection.execute('CREATE TABLE t (id int PRIMARY KEY)');
        await holder.begin();
        await holder.query('SELECT * FROM t');
        await holder.execute('INSERT INTO t VALUES (1)');
        const waiting = connection.execute('ALTER TABLE t ADD COLUMN a int');
        await new Promise((resolve) => setTimeout(resolve, 300));
        expect(await dialect.explainWait(monitor, connection.backend)).toMatch(/metadata lock.*session \d+ of/);
        expect(await dialect.explainWait(monitor, holder.backend)).toBeUndefined();
        await holder.rollback();
        await waiting;
        await Promise.all([holder.close(), monitor.close()]);
      }));
  });
}
