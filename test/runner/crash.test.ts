import { expect, it } from 'vitest';
import { openDatabase } from '../../src/dialects/registry.ts';
import { UnclearStatement } from '../../src/runner/errors.ts';
import { describeOn, type FreshDatabase, servers, type TestServer, withDatabase } from '../support/databases.ts';
import { History, own, type Settings, tables } from './history.ts';

/** One revision of every sort of statement that a crash may fall between. */
const history = new History({
  id: 'a1',
  upgrade: async (op) => {
    op.createTable({
      table: {
        name: 'authors',
        columns: [
          { name: 'id', type: { type: 'Integer' }, nullable: false },
          { name: 'name', type: { type: 'String', length: 40 } },
        ],
        constraints: [{ kind: 'primaryKey', name: 'pk_authors', columns: ['id'] }],
        indexes: [{ name: 'ix_authors_name', columns: ['name'] }],
      },
    });
    op.bulkInsert({ table: 'authors', rows: [{ id: 1, name: 'Ada' }] });
    const rows = await op.query<{ id: number }>('SELECT id FROM authors');
    op.addColumn({ table: 'authors', column: { name: 'age', type: { type: 'Integer' } } });
    op.execute({ sql: `UPDATE authors SET age = COALESCE(age, 0) + ${rows.length}` });
    op.createIndex({ table: 'authors', index: { name: 'ix_authors_age', columns: ['age'] }, concurrently: true });
    op.alterColumn({
      table: 'authors',
      from: { name: 'age', type: { type: 'Integer' } },
      to: { name: 'age', type: { type: 'BigInteger' } },
    });
    op.dropIndex({ table: 'authors', index: { name: 'ix_authors_age' } });
  },
});

/** Runs until the statement of that number, counted from 1, and lets the session die there. */
async function runUntil(database: FreshDatabase, last: number, settings: Settings = {}): Promise<number> {
  const { dialect, connection } = await openDatabase(database.url);
  let count = 0;
  let closing: Promise<void> | undefined;
  const run = history.upgrade({ ...database, dialect, connection }, 'head', {
    ...settings,
    report: ({ kind }) => {
      if (kind !== 'statementFinished' || ++count !== last) return;
      closing = connection.close();
      throw new Crash();
    },
  });
  await run.catch(() => {});
  await (closing ?? connection.close());
  return count;
}

class Crash extends Error {}

const countStatements = (server: TestServer): Promise<number> =>
  withDatabase(server, (database) => runUntil(database, Number.POSITIVE_INFINITY));

for (const server of servers) {
  describeOn(server, () => {
    it('a session that dies after any statement leaves what the next run completes, every step once', async () => {
      const statements = await countStatements(server);
      expect(statements).toBeGreaterThan(8);
      for (let last = 1; last <= statements; last++) {
        await withDatabase(server, async (database) => {
          await runUntil(database, last);
          const result = await history.upgrade(database, 'head').catch(async (error: unknown) => {
            // The one that no catalog can tell: whether SQL written by hand took effect.
            if (!(error instanceof UnclearStatement)) throw error;
            return history.upgrade(database, 'head', { interrupted: 'undone' });
          });
          expect(result.after, `after ${last} statements`).toEqual(['a1']);
          expect(
            await database.connection.query('SELECT id, name, age FROM authors'),
            `after ${last} statements`,
          ).toEqual([{ id: 1, name: 'Ada', age: expect.toSatisfy((age) => Number(age) === 1) }]);
          expect(await tables(database)).toEqual(['authors']);
          expect(await own(database)).toEqual({ versions: ['a1'], history: ['upgrade a1'], journal: [] });
        });
      }
    }, 240_000);
  });
}
