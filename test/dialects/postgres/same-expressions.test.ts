import { expect, it } from 'vitest';
import { type Database, openDatabase } from '../../../src/dialects/registry.ts';
import type { ExpressionQuestion } from '../../../src/schema/expression-question.ts';
import type { Table } from '../../../src/schema/table.ts';
import { withDatabase } from '../../support/databases.ts';
import { describeOn } from '../../support/server.ts';
import { databaseOf, postgresServers } from './servers.ts';

const table: Table = {
  name: 't',
  columns: [
    { name: 'a', type: { type: 'Integer' } },
    { name: 'v', type: { type: 'String', length: 20 } },
    { name: 'b', type: { type: 'Text' }, nullable: false },
    { name: 'Odd "name"', type: { type: 'Boolean' } },
    { name: 'at', type: { type: 'DateTime', timezone: true } },
    { name: 'j', type: { type: 'JSONB' } },
    { name: 'n', type: { type: 'Numeric', precision: 10, scale: 2 } },
    { name: 'm', type: { type: 'Enum', values: ['ok'], name: 'not_there_yet' } },
  ],
};

type Place = ExpressionQuestion['place'];
const question = (place: Place, reflected: string, declared: string, column?: string): ExpressionQuestion => ({
  table,
  place,
  reflected,
  declared,
  ...(column === undefined ? {} : { column }),
});

/** The place, what the catalog printed, what was declared, whether they are the same, and the column. */
const cases: readonly (readonly [Place, string, string, boolean, string?])[] = [
  ['check', '((a > 0) AND (a < 10))', 'a > 0 and a<10', true],
  ['check', '((a > 0) AND (a < 10))', 'a > 0 and a <= 10', false],
  ['check', '(length((v)::text) > 3)', 'length(v) > 3', true],
  [
    'check',
    "((v)::text = ANY ((ARRAY['x'::character varying, 'y'::character varying])::text[]))",
    "v IN ('x', 'y')",
    true,
  ],
  [
    'check',
    "((v)::text = ANY (ARRAY[('x'::character varying)::text, ('y'::character varying)::text]))",
    "v IN ('x', 'y')",
    true,
  ],
  [
    'check',
    "((v)::text = ANY ((ARRAY['x'::character varying, 'y'::character varying])::text[]))",
    "v IN ('x', 'z')",
    false,
  ],
  ['check', "((v)::text ~~ 'a%'::text)", "v LIKE 'a%'", true],
  ['check', '(a >= 1) AND (a <= 5)', 'a BETWEEN 1 AND 5', true],
  ['check', '"Odd ""name"""', '"Odd ""name""" IS TRUE', false],
  ['check', "(at > '2020-01-01 00:00:00+00'::timestamp with time zone)", "at > '2020-01-01'", true],
  ['check', '(a > 0)', 'no_such_column > 0', false],
  ['check', '(gone > 0)', 'a > 0', false],
  ['check', '(a > 0)', 'a > 0) OR (true', false],
  ['check', '(a > 0)', 'a > 0 -- and a comment', true],
  ['default', '\'{"a": 1, "b": 2}\'::jsonb', '\'{"b":2,"a":1}\'', true, 'j'],
  ['default', "'2020-01-02 00:00:00+00'::timestamp with time zone", "'2020-01-02'", true, 'at'],
  ['default', "(now() + '1 day'::interval)", "now() + interval '1 day'", true, 'at'],
  ['default', "(now() + '1 day'::interval)", "now() + interval '2 days'", false, 'at'],
  ['default', '1.50', '1.5', true, 'n'],
  ['default', "'abc'::text", "'abd'", false, 'b'],
  ['default', "upper('x'::text)", "UPPER('x')", true, 'v'],
  ['computed', '((n * 2::numeric))', 'n * 2', true, 'a'],
  ['computed', 'lower((v)::text)', 'lower(v)', true, 'b'],
  ['computed', 'lower((v)::text)', 'upper(v)', false, 'b'],
  ['key', 'lower((v)::text)', 'lower(v)', true],
  ['key', "((j ->> 'x'::text))", "j->>'x'", true],
  ['key', 'lower((v)::text)', 'lower(b)', false],
  ['predicate', '(b IS NOT NULL)', 'NOT (b IS NULL)', false],
  ['predicate', "((v)::text <> 'x'::text)", "v != 'x'", true],
];

const questions = cases.map(([place, reflected, declared, , column]) => question(place, reflected, declared, column));
const expected = cases.map(([place, reflected, declared, same]) => [place, reflected, declared, same]);
const answered = (same: readonly boolean[]): unknown[] =>
  questions.map(({ place, reflected, declared }, at) => [place, reflected, declared, same[at]]);

for (const postgres of postgresServers) {
  describeOn(postgres, () => {
    const database = databaseOf(postgres);

    it('the server tells which spellings mean the same, and keeps nothing of it', async () => {
      const { dialect, connection } = database();
      const before = connection.roundTrips;
      const { same, fallback } = await dialect.sameExpressions(connection, questions);
      expect(answered(same)).toEqual(expected);
      expect(fallback).toBeUndefined();
      expect(connection.roundTrips - before).toBeLessThanOrEqual(2);
      expect(await connection.query("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'pg_temp%'")).toEqual([]);
    });

    it('it does so inside a transaction as well, which goes on', async () => {
      const { dialect, connection } = database();
      await connection.begin();
      await connection.execute('CREATE TABLE kept ()');
      expect(answered((await dialect.sameExpressions(connection, questions)).same)).toEqual(expected);
      await connection.commit();
      expect((await dialect.reflect(connection, {})).tables).toEqual([{ name: 'kept', columns: [] }]);
    });

    it('thousands of questions take no more round trips than one', async () => {
      const { dialect, connection } = database();
      const many = Array.from({ length: 2000 }, () => question('check', '(length((v)::text) > 3)', 'length(v) > 3'));
      const before = connection.roundTrips;
      const { same } = await dialect.sameExpressions(connection, many);
      expect(same.every(Boolean)).toBe(true);
      expect(connection.roundTrips - before).toBe(1);
    });

    const asReader = (grants: string, test: (reader: Database) => Promise<void>): Promise<void> =>
      withDatabase(postgres, async ({ url, run }) => {
        const role = `reader_${Math.floor(Math.random() * 1e9)}`;
        const name = new URL(url).pathname.slice(1);
        await run(`CREATE ROLE ${role} LOGIN PASSWORD 'x'; REVOKE TEMP ON DATABASE ${name} FROM PUBLIC; ${grants}`);
        const reader = await openDatabase(Object.assign(new URL(url), { username: role, password: 'x' }).href);
        try {
          await test(reader);
          expect(await reader.connection.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
        } finally {
          await reader.connection.close();
          await run(`DROP ROLE ${role}`);
        }
      });

    it('for a role that may only read the planner tells, which sees through more', async () => {
      const seenThrough = ['NOT (b IS NULL)'];
      await asReader('', async ({ dialect, connection }) => {
        const { same, fallback } = await dialect.sameExpressions(connection, questions);
        expect(answered(same)).toEqual(
          expected.map(([place, reflected, declared, is]) => [
            place,
            reflected,
            declared,
            is === true || seenThrough.includes(String(declared)),
          ]),
        );
        expect(fallback).toBeUndefined();
      });
    });

    it('without a right even to that texts are compared, and it is said', async () => {
      await asReader('REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC', async ({ dialect, connection }) => {
        const asked = [
          question('check', '(a > 0)', 'A > 0'),
          question('check', '(length((v)::text) > 3)', 'length(v) > 3'),
          question('default', "'a'::text", "'a'", 'b'),
        ];
        const { same, fallback } = await dialect.sameExpressions(connection, asked);
        expect(same).toEqual([true, false, true]);
        expect(fallback).toMatch(/^expressions were compared as text, since .* \(permission denied/);
      });
    });

    it('a session that is read-only by default may still ask', async () => {
      const { url } = database();
      const { dialect, connection } = await openDatabase(`${url}?options=-c%20default_transaction_read_only%3Don`);
      const { same, fallback } = await dialect.sameExpressions(connection, [questions[2] as ExpressionQuestion]);
      expect({ same, fallback }).toEqual({ same: [true], fallback: undefined });
      await connection.close();
    });
  });
}
