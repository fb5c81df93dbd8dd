import { createServer, type Server as TcpServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../../../src/dialects/postgres/connect.ts';
import { parseUrl } from '../../../src/dialects/url.ts';
import type { MigrationError } from '../../../src/errors.ts';
import { withDatabase } from '../../support/databases.ts';
import { describeOn } from '../../support/server.ts';
import { databaseOf, postgresServers } from './servers.ts';

const secret = 'c4n4ry-p4ssw0rd';

const failure = async (url: string): Promise<MigrationError> => {
  try {
    await (await connect(parseUrl(url))).close();
  } catch (error) {
    return error as MigrationError;
  }
  throw new Error(`${url} let us in`);
};

interface Case {
  readonly name: string;
  /** Given the URL of a server that is there. */
  readonly url: (there: URL) => string;
  readonly code: string;
  readonly message: string | RegExp;
  readonly hint: string | RegExp;
}

const at = (
  there: URL,
  change: Partial<Pick<URL, 'username' | 'password' | 'port' | 'hostname' | 'pathname' | 'search'>>,
): string => Object.assign(new URL(there), change).href;

const cases: readonly Case[] = [
  {
    name: 'nobody listens',
    url: (there) => at(there, { port: '1', password: secret }),
    code: 'connection_failed',
    message: /^cannot connect to postgresql:\/\/\w+@127.0.0.1:1\/\w+: nothing listens on 127.0.0.1:1$/,
    hint: 'start the server, or correct host and port',
  },
  {
    name: 'there is no such host',
    url: (there) => at(there, { hostname: 'nowhere.invalid', password: secret }),
    code: 'connection_failed',
    message: /nowhere\.invalid/,
    hint: /host|name/,
  },
  {
    name: 'there is no such socket',
    url: () => `postgresql://me:${secret}@/db?host=/nowhere`,
    code: 'connection_failed',
    message: 'cannot connect to postgresql://me@/nowhere/db: there is no socket /nowhere/.s.PGSQL.5432',
    hint: 'start the server, or correct the folder of its socket (host=/path)',
  },
  {
    name: 'there is no such database',
    url: (there) => at(there, { pathname: '/nowhere', password: secret }),
    code: 'connection_failed',
    message: /: there is no database 'nowhere'$/,
    hint: 'create it (createdb nowhere), or correct its name',
  },
  {
    name: 'there is no such user',
    url: (there) => at(there, { username: 'nobody', password: secret }),
    code: 'connection_failed',
    message: /user 'nobody'/,
    hint: /user|password/,
  },
  {
    name: 'TLS is asked of a server that has none',
    url: (there) => at(there, { search: '?sslmode=require' }),
    code: 'connection_failed',
    message: /: the server does not speak TLS$/,
    hint: 'turn TLS on at the server, or connect without it: sslmode=disable',
  },
  {
    name: 'a file of certificates cannot be read',
    url: (there) => at(there, { search: '?sslmode=verify-full&sslrootcert=/nowhere.pem' }),
    code: 'connection_failed',
    message: /the file that sslrootcert names, \/nowhere\.pem, cannot be read$/,
    hint: 'correct sslrootcert in the URL',
  },
  {
    name: 'the mode of TLS does not exist',
    url: (there) => at(there, { search: '?sslmode=maybe' }),
    code: 'invalid_url',
    message: "there is no sslmode 'maybe'",
    hint: /verify-full/,
  },
  {
    name: 'an option does not exist',
    url: (there) => at(there, { search: '?sslmod=require' }),
    code: 'invalid_url',
    message: /has an option that Athanor does not know: 'sslmod'$/,
    hint: /sslmode/,
  },
  {
    name: 'a number is none',
    url: (there) => at(there, { search: '?connect_timeout=soon' }),
    code: 'invalid_url',
    message: /^connect_timeout of postgresql:.* is 'soon', which is not a number$/,
    hint: /.*/,
  },
];

for (const postgres of postgresServers) {
  describeOn(postgres, () => {
    it.each(cases)('it is said when $name', async ({ url, code, message, hint }) => {
      const error = await failure(url(new URL(postgres.url)));
      expect(error).toMatchObject({ code });
      expect(error.message).toMatch(message);
      expect(error.hint ?? '').toMatch(hint);
      expect(`${error.message}${error.hint}${JSON.stringify(error)}`).not.toContain(secret);
    });

    it('the session is pinned, whatever the role and the URL say', async () => {
      await withDatabase(postgres, async ({ url, run }) => {
        const database = new URL(url).pathname.slice(1);
        await run(`ALTER DATABASE ${database} SET TimeZone = 'Asia/Tokyo'; ALTER DATABASE ${database} SET IntervalStyle = 'iso_8601';
          ALTER DATABASE ${database} SET bytea_output = 'escape'; ALTER DATABASE ${database} SET search_path = app, public; CREATE SCHEMA app`);
        const connection = await connect(parseUrl(`${url}?application_name=ci&options=-c%20DateStyle%3DGerman`));
        const [row] = await connection.query(
          `SELECT '2020-02-03 04:05+06'::timestamptz::text AS moment, '1 day'::interval::text AS span, '\\x00'::bytea::text AS bytes,
            current_setting('application_name') AS name, current_setting('search_path') AS path`,
        );
        expect(row).toEqual({
          moment: '2020-02-02 22:05:00+00',
          span: '1 day',
          bytes: '\\x00',
          name: 'ci',
          path: 'app, public',
        });
        expect(connection.server).toMatchObject({ dialect: 'postgresql', defaultSchema: 'app' });
        expect(connection.label).toBe(url.replace('postgres://', 'postgresql://'));
        await connection.close();
      });
    });

    it('a database without a schema to work in is said to have none', async () => {
      await withDatabase(postgres, async ({ url, run }) => {
        await run('DROP SCHEMA public');
        const connection = await connect(parseUrl(url));
        expect(connection.server.defaultSchema).toBeUndefined();
        await connection.close();
      });
    });

    describe('a session', () => {
      const database = databaseOf(postgres);

      it('reads values without losing any of them', async () => {
        const [row] = await database().connection.query(
          `SELECT 7::int8 AS small, 9007199254740993::int8 AS large, 1.50::numeric AS exact, true AS truth, '{"a":[1]}'::jsonb AS document,
            '2020-02-03'::date AS day, '2020-02-03 04:05:06.789012'::timestamp AS moment, '\\x0102'::bytea AS bytes, NULL AS nothing, '{1,2}'::int[] AS list`,
        );
        expect(row).toEqual({
          small: 7,
          large: '9007199254740993',
          exact: '1.50',
          truth: true,
          document: { a: [1] },
          day: '2020-02-03',
          moment: '2020-02-03 04:05:06.789012',
          bytes: Buffer.from([1, 2]),
          nothing: null,
          list: [1, 2],
        });
      });

      it('says what the server refused, where, and what it knows about it', async () => {
        const { connection } = database();
        const error = await connection.query('SELECT nothing FROM nowhere').catch((cause: unknown) => cause);
        expect(error).toMatchObject({
          code: 'statement_failed',
          sqlState: '42P01',
          position: 21,
          sql: 'SELECT nothing FROM nowhere',
        });
        await connection.execute('CREATE TABLE t (a int PRIMARY KEY); INSERT INTO t VALUES (1)');
        await expect(connection.execute('INSERT INTO t VALUES (1)')).rejects.toThrow(
          'duplicate key value violates unique constraint "t_pkey": Key (a)=(1) already exists.',
        );
        const missing = await connection.query('SELECT lower(1)').catch((cause: unknown) => cause);
        expect(missing).toMatchObject({ hint: expect.stringContaining('explicit type casts') });
      });

      it('counts the rows that a statement touched', async () => {
        const { connection } = database();
        await connection.execute('CREATE TABLE t (a int)');
        expect(await connection.execute('INSERT INTO t VALUES (1), (2)')).toBe(2);
        expect(await connection.execute('UPDATE t SET a = 3 WHERE a = 1')).toBe(1);
      });

      it('takes back what was not committed', async () => {
        const { connection } = database();
        await connection.begin();
        await connection.execute('CREATE TABLE t ()');
        await connection.rollback();
        expect((await database().dialect.reflect(connection, {})).tables).toEqual([]);
      });

      it('is cancelled from outside, and can go on', async () => {
        const { connection } = database();
        const waiting = connection.query('SELECT pg_sleep(60)').catch((cause: unknown) => cause);
        await new Promise((resolve) => setTimeout(resolve, 200));
        await connection.cancel();
        expect(await waiting).toMatchObject({ code: 'statement_failed', sqlState: '57014' });
        await connection.cancel();
        expect(await connection.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
      });

      it('that the server ends is reported as lost, and does not end the process', async () => {
        const victim = await connect(parseUrl(database().url));
        await database().connection.query(`SELECT pg_terminate_backend(${victim.backend})`);
        await new Promise((resolve) => setTimeout(resolve, 100));
        const error = await victim.query('SELECT 1').catch((cause: unknown) => cause);
        expect(error).toMatchObject({ code: 'connection_failed', message: expect.stringContaining('was lost') });
        await victim.close();
      });
    });
  });
}

describe('a server that never answers', () => {
  let mute: TcpServer;
  let port: number;
  beforeAll(async () => {
    mute = createServer();
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    port = (mute.address() as { port: number }).port;
  });
  afterAll(() => mute.close());

  it('is given up on after the time that the URL says', async () => {
    const error = await failure(`postgresql://me:${secret}@127.0.0.1:${port}/db?connect_timeout=1`);
    expect(error.message).toBe(
      `cannot connect to postgresql://me@127.0.0.1:${port}/db: 127.0.0.1:${port} does not answer`,
    );
    expect(error.hint).toContain('connect_timeout');
  });
});
