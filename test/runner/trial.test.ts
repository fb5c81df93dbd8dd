import { expect, it } from 'vitest';
import { MigrationFailed } from '../../src/runner/errors.ts';
import { describeOn, type FreshDatabase, servers, withDatabase } from '../support/databases.ts';
import { creates, History, own, tables } from './history.ts';

const number = { name: 'number', type: { type: 'Integer' } } as const;

const history = new History(creates('a1', 'authors'), {
  id: 'b2',
  upgrade: (op) => {
    op.addColumn({ table: 'authors', column: number });
    op.alterColumn({ table: 'authors', from: number, to: { ...number, nullable: false, serverDefault: 7 } });
  },
});

/** Everything that is there, with what Athanor keeps for itself. */
const everything = async ({ dialect, connection }: FreshDatabase): Promise<string> =>
  JSON.stringify(await dialect.reflect(connection, {}));

for (const server of servers) {
  describeOn(server, () => {
    const canUndo = server.dialect === 'postgresql' || server.dialect === 'sqlite';

    it('runs revisions and leaves nothing of them, or says that it cannot', () =>
      withDatabase(server, async (database) => {
        for (const done of ['nothing', 'a1']) {
          if (done !== 'nothing') await history.upgrade(database, done);
          const start = await everything(database);
          const trial = await history.tryUpgrade(database, 'head');
          const ids = done === 'nothing' ? ['a1', 'b2'] : ['b2'];
          expect(trial.steps.map(({ revision }) => revision)).toEqual(ids);
          expect(new Set(trial.steps.map(({ outcome }) => outcome))).toEqual(new Set([canUndo ? 'ran' : 'compiled']));
          expect(trial.isProven).toBe(canUndo);
          expect(trial.sql === undefined).toBe(canUndo);
          if (!canUndo) expect(trial.reason).toContain('nothing could be tried');
          expect(await everything(database)).toBe(start);
        }
        expect(await own(database)).toEqual({ versions: ['a1'], history: ['upgrade a1'], journal: [] });
        await history.upgrade(database);
        expect(await history.tryUpgrade(database)).toMatchObject({ steps: [], isProven: true });
      }));

    it('finds out what would fail, where it can', () =>
      withDatabase(server, async (database) => {
        await history.upgrade(database, 'a1');
        await database.connection.execute('INSERT INTO authors (id) VALUES (1)');
        const failing = new History(creates('a1', 'authors'), {
          id: 'b2',
          upgrade: (op) => op.execute({ sql: 'INSERT INTO authors (id) VALUES (1)' }),
        });
        const trial = await failing.tryUpgrade(database).catch((error: unknown) => error);
        if (canUndo) {
          expect(trial).toBeInstanceOf(MigrationFailed);
          expect(trial).toMatchObject({ revision: 'b2', state: 'this was a trial: everything was rolled back' });
        } else {
          expect(trial).toMatchObject({ isProven: false, sql: expect.stringContaining('INSERT INTO authors') });
        }
        expect((await own(database)).versions).toEqual(['a1']);
      }));

    it('answers queries in the middle of a trial, or says where it had to stop', () =>
      withDatabase(server, async (database) => {
        const asking = new History(creates('a1', 'authors'), {
          id: 'b2',
          upgrade: async (op) => {
            op.bulkInsert({ table: 'authors', rows: [{ id: 5 }] });
            const rows = await op.query('SELECT id FROM authors');
            op.createTable({ table: { name: `found_${rows.length}`, columns: [number] } });
          },
        });
        const { steps, isProven, reason } = await asking.tryUpgrade(database);
        expect(steps.map(({ outcome }) => outcome)).toEqual(canUndo ? ['ran', 'ran'] : ['compiled', 'untried']);
        expect(isProven).toBe(canUndo);
        if (!canUndo) expect(reason).toContain('revision b2 asks the database');
        expect(await tables(database)).toEqual([]);
      }));

    if (server.dialect === 'postgresql') {
      it('stops before what cannot run in a transaction', () =>
        withDatabase(server, async (database) => {
          const apart = new History(
            creates('a1', 'authors'),
            {
              id: 'b2',
              upgrade: (op) =>
                op.createIndex({ table: 'authors', index: { name: 'ix', columns: ['id'] }, concurrently: true }),
            },
            creates('c3', 'chapters'),
          );
          const { steps, isProven, reason } = await apart.tryUpgrade(database);
          expect(steps.map(({ outcome }) => outcome)).toEqual(['ran', 'untried', 'untried']);
          expect(isProven).toBe(false);
          expect(reason).toContain('revision b2: a statement cannot be run inside a transaction: ');
          expect(await tables(database)).toEqual([]);
        }));
    }
  });
}
