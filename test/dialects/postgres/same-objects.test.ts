import { expect, it } from 'vitest';
import { type Database, openDatabase } from '../../../src/dialects/registry.ts';
import { objectQuestions } from '../../../src/diff/object-questions.ts';
import type { ObjectAnswers } from '../../../src/schema/object-question.ts';
import type { SchemaObject } from '../../../src/schema/objects/object.ts';
import { objectKey } from '../../../src/schema/objects/object-name.ts';
import type { Schema } from '../../../src/schema/schema.ts';
import { withDatabase } from '../../support/databases.ts';
import { describeOn } from '../../support/server.ts';
import { databaseOf, postgresServers } from './servers.ts';

const start = `
CREATE SCHEMA app;
CREATE TABLE users (id int PRIMARY KEY, name varchar(10), gone int);
CREATE TABLE app.orders (id int, user_id int, users int);
CREATE TABLE app.users (id int);
CREATE VIEW everything AS SELECT id, name FROM users;
CREATE VIEW named AS SELECT id FROM users WHERE name IN ('a', 'b');
CREATE VIEW qualified AS SELECT id FROM users;
CREATE VIEW other AS SELECT o.id FROM app.orders o JOIN users u ON u.id = o.user_id;
CREATE VIEW namesake AS SELECT id FROM app.users;
CREATE VIEW app.users_of_app AS SELECT id FROM users;
CREATE MATERIALIZED VIEW grouped AS SELECT id, name, lower(name) AS small FROM users GROUP BY id;
CREATE INDEX ix_grouped ON grouped (upper(name)) WHERE id > 1;
CREATE RULE keep AS ON DELETE TO users WHERE old.id = 1 DO INSTEAD NOTHING;`;

const view = (name: string, definition: string, schema?: string): SchemaObject => ({
  kind: 'view',
  name,
  definition,
  ...(schema === undefined ? {} : { schema }),
});

/** What is declared, whether it is what is there, and what it would be. */
const declared: readonly (readonly [SchemaObject, boolean])[] = [
  [view('everything', 'SELECT * FROM users'), false],
  [view('named', "select users.id from public.users where name in ('a','b')"), true],
  [view('qualified', 'SELECT public.users.id FROM public.users'), true],
  [view('other', 'SELECT o.id FROM app.orders AS o, users u WHERE u.id = o.user_id'), false],
  [view('namesake', 'SELECT users.id FROM app.users'), true],
  [view('users_of_app', 'SELECT users.id FROM users', 'app'), true],
  [
    {
      kind: 'materializedView',
      name: 'grouped',
      definition: 'SELECT id, name, lower(name) small FROM users GROUP BY users.id',
      indexes: [{ name: 'ix_grouped', columns: [{ expression: 'UPPER(name)' }], where: 'id>1' }],
    },
    true,
  ],
  [
    {
      kind: 'rule',
      name: 'keep',
      table: 'users',
      definition: 'AS ON DELETE TO users WHERE old.id=1 DO INSTEAD NOTHING',
    },
    true,
  ],
];

/** The models have lost a column, gained one, and widened one. */
const tables: Schema['tables'] = [
  {
    name: 'users',
    columns: [
      { name: 'email', type: { type: 'Text' } },
      { name: 'name', type: { type: 'String', length: 20 } },
      { name: 'id', type: { type: 'Integer' }, nullable: false },
    ],
    constraints: [{ kind: 'primaryKey', columns: ['id'], name: 'users_pkey' }],
  },
  {
    name: 'orders',
    schema: 'app',
    columns: [
      { name: 'id', type: { type: 'Integer' } },
      { name: 'user_id', type: { type: 'Integer' } },
    ],
  },
  { name: 'users', schema: 'app', columns: [{ name: 'id', type: { type: 'BigInteger' } }] },
];

async function ask({ dialect, connection }: Pick<Database, 'dialect' | 'connection'>): Promise<ObjectAnswers> {
  const { server } = connection;
  const existing = dialect.canonicalise(await dialect.reflect(connection, { schemas: ['public', 'app'] }), server);
  const target = dialect.canonicalise({ tables, objects: declared.map(([object]) => object) }, server);
  const there = new Map((existing.objects ?? []).map((object) => [objectKey(object), object]));
  const questions = (target.objects ?? []).map((object) => ({
    reflected: there.get(objectKey(object)) as SchemaObject,
    declared: object,
    surroundings: target,
    existing,
  }));
  return dialect.sameObjects(connection, questions);
}

const expected = declared.map(([, same]) => same);

for (const postgres of postgresServers) {
  describeOn(postgres, () => {
    const database = databaseOf(postgres);

    it('the server tells what it would make of objects on the tables that are to be, and keeps nothing of it', async () => {
      const { connection } = database();
      await connection.execute(start);
      const catalog = `SELECT (SELECT count(*)::int FROM pg_class WHERE relpersistence = 't') AS things,
        (SELECT count(*)::int FROM pg_namespace WHERE nspname LIKE 'pg_temp%') AS places`;
      const before = await connection.query(catalog);
      const { same, fallback, printed } = await ask(database());
      expect({ same, fallback }).toEqual({ same: expected, fallback: undefined });
      expect(printed?.[0]).toMatchObject({
        definition: expect.stringMatching(/id , .*name , .*email/),
        resultColumns: [
          { name: 'id', type: 'integer' },
          { name: 'name', type: 'character varying(20)' },
          { name: 'email', type: 'text' },
        ],
      });
      expect(await connection.query(catalog)).toEqual(before);
    });

    it('two round trips are enough, and a transaction goes on', async () => {
      const { dialect, connection } = database();
      await connection.execute(start);
      await connection.begin();
      await connection.execute('CREATE TABLE kept ()');
      expect((await ask(database())).same).toEqual(expected);
      await connection.commit();
      const existing = dialect.canonicalise(await dialect.reflect(connection, {}), connection.server);
      expect(existing.tables.map(({ name }) => name)).toContain('kept');
      const objects = [view('named', "select id from users where name in ('a', 'b')")];
      const asked = objectQuestions(
        existing,
        dialect.canonicalise({ ...existing, objects }, connection.server),
        existing,
      );
      const before = connection.roundTrips;
      await dialect.sameObjects(connection, Array.from({ length: 500 }, () => asked).flat());
      expect(connection.roundTrips - before).toBeLessThanOrEqual(2);
    });

    const asReader = (
      grants: (role: string, name: string) => string,
      test: (reader: Database) => Promise<void>,
    ): Promise<void> =>
      withDatabase(postgres, async ({ url, run }) => {
        const role = `reader_${Math.floor(Math.random() * 1e9)}`;
        const name = new URL(url).pathname.slice(1);
        await run(
          `CREATE ROLE ${role} LOGIN PASSWORD 'x'; ${start}; GRANT USAGE ON SCHEMA app TO ${role}; ${grants(role, name)}`,
        );
        const reader = await openDatabase(Object.assign(new URL(url), { username: role, password: 'x' }).href);
        try {
          await test(reader);
        } finally {
          await reader.connection.close();
          await run(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
        }
      });

    it('a role without a right on any table may ask', async () => {
      await asReader(
        () => '',
        async (reader) => expect((await ask(reader)).same).toEqual(expected),
      );
    });

    it('a role that may only read, and make nothing, has the planner tell of queries, which sees through more', async () => {
      await asReader(
        (role, name) => `REVOKE TEMP ON DATABASE ${name} FROM PUBLIC;
          GRANT SELECT ON ALL TABLES IN SCHEMA public, app TO ${role}`,
        async (reader) => {
          const { same, fallback } = await ask(reader);
          const names = declared.flatMap(([{ name }], at) => (same[at] === true ? [name] : []));
          expect(names).toEqual(['named', 'qualified', 'other', 'namesake', 'users_of_app']);
          expect(fallback).toMatch(/^views and other objects were compared as text, since /);
        },
      );
    });

    it('where nothing temporary can be made, texts are compared, and it is said', async () => {
      await asReader(
        (_, name) => `REVOKE TEMP ON DATABASE ${name} FROM PUBLIC`,
        async (reader) => {
          const { same, fallback } = await ask(reader);
          expect(same.every((one) => !one)).toBe(true);
          expect(fallback).toMatch(/^views and other objects were compared as text, since .*permission denied/);
          expect(await reader.connection.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
        },
      );
    });
  });
}
