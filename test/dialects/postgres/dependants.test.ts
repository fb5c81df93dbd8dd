import { expect, it } from 'vitest';
import { describeOn } from '../../support/server.ts';
import { databaseOf, postgresServers } from './servers.ts';

/** What leans on a table, and a change that the server refuses for it. */
const cases: readonly (readonly [name: string, leaning: string, change: string])[] = [
  ['a view, and a type', 'CREATE VIEW v AS SELECT a FROM t', 'ALTER TABLE t ALTER a TYPE bigint'],
  ['a view, and a column', 'CREATE VIEW v AS SELECT a FROM t', 'ALTER TABLE t DROP a'],
  ['a view, and a table', 'CREATE VIEW v AS SELECT a FROM t', 'DROP TABLE t'],
  ['a policy', 'CREATE POLICY p ON t USING (a > 0)', 'ALTER TABLE t ALTER a TYPE bigint'],
  [
    'a trigger',
    "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END'; CREATE TRIGGER g BEFORE UPDATE OF a ON t FOR EACH ROW EXECUTE FUNCTION f()",
    'ALTER TABLE t ALTER a TYPE bigint',
  ],
  ['a table that inherits', 'CREATE TABLE c () INHERITS (t)', 'DROP TABLE t'],
];

for (const postgres of postgresServers) {
  describeOn(postgres, () => {
    const database = databaseOf(postgres);

    it.each(cases)('under %s, advice is to make it again, never to drop it all', async (_, leaning, change) => {
      const { connection } = database();
      await connection.execute(`CREATE TABLE t (a int, b int); ${leaning}`);
      await expect(connection.execute(change)).rejects.toMatchObject({
        code: 'statement_failed',
        hint: expect.stringMatching(/^what depends on it is not modelled: drop it before with op\.execute/),
      });
    });
  });
}
