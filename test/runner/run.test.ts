import { expect, it } from 'vitest';
import { MigrationFailed, VersionTableChanged } from '../../src/runner/errors.ts';
import type { Parameter } from '../../src/schema/expression.ts';
import { describeOn, servers, withDatabase } from '../support/databases.ts';
import { creates, History, listener, own, tables } from './history.ts';

const three = new History(creates('a1', 'authors'), creates('b2', 'books'), creates('c3', 'chapters'));

/** The second of three fails after its table was made. */
const failing = (sql = 'SELECT * FROM nowhere') =>
  new History(
    creates('a1', 'authors'),
    {
      id: 'b2',
      upgrade: (op) => {
        op.createTable({ table: { name: 'books', columns: [{ name: 'id', type: { type: 'Integer' } }] } });
        op.execute({ sql });
      },
    },
    creates('c3', 'chapters'),
  );

for (const server of servers) {
  describeOn(server, () => {
    const isTransactional = server.dialect === 'postgresql' || server.dialect === 'sqlite';

    it('applies a history and takes it back, with its rows in version table and history', () =>
      withDatabase(server, async (database) => {
        const up = await three.upgrade(database);
        expect(up).toMatchObject({ before: [], after: ['c3'] });
        expect(up.steps.map(({ revision, outcome }) => `${revision} ${outcome}`)).toEqual([
          'a1 ran',
          'b2 ran',
          'c3 ran',
        ]);
        expect(await tables(database)).toEqual(['authors', 'books', 'chapters']);
        expect(await own(database)).toEqual({
          versions: ['c3'],
          history: ['upgrade a1', 'upgrade b2', 'upgrade c3'],
          journal: [],
        });
        const down = await three.downgrade(database, 'a1');
        expect(down).toMatchObject({ before: ['c3'], after: ['a1'] });
        expect(await tables(database)).toEqual(['authors']);
        await three.downgrade(database, 'base');
        expect(await own(database)).toMatchObject({ versions: [], journal: [] });
        expect(await tables(database)).toEqual([]);
      }));

    it('stores one row per head of a branched history, and one again after the merge', () =>
      withDatabase(server, async (database) => {
        const history = new History(
          creates('a1', 'authors'),
          { ...creates('b2', 'books'), parents: ['a1'] },
          { ...creates('c3', 'chapters'), parents: ['a1'] },
          { id: 'd4', parents: ['b2', 'c3'], upgrade: () => {} },
        );
        await history.upgrade(database, 'b2');
        await history.upgrade(database, 'c3');
        expect((await own(database)).versions).toEqual(['b2', 'c3']);
        await history.upgrade(database);
        expect((await own(database)).versions).toEqual(['d4']);
        await history.downgrade(database, 'b2');
        expect((await own(database)).versions).toEqual(['b2', 'c3']);
      }));

    it('says what failed, what was rolled back and what stays', () =>
      withDatabase(server, async (database) => {
        const error = await failing()
          .upgrade(database)
          .catch((caught: unknown) => caught);
        expect(error).toBeInstanceOf(MigrationFailed);
        const { revision, sql, state, operation, file } = error as MigrationFailed;
        expect({ revision, sql, operation, file }).toEqual({
          revision: 'b2',
          sql: 'SELECT * FROM nowhere',
          operation: 'execute SELECT * FROM nowhere',
          file: '/migrations/0001_b2.ts',
        });
        expect(state).toBe(
          isTransactional
            ? 'the revision was rolled back: the database is as it was before it; finished before it and kept: a1'
            : 'statement 1 of 2 of this revision took effect and stays; finished before it and kept: a1',
        );
        expect(await tables(database)).toEqual(isTransactional ? ['authors'] : ['authors', 'books']);
        expect((await own(database)).versions).toEqual(['a1']);
      }));

    it('goes on where a failed run stopped once the file is corrected', () =>
      withDatabase(server, async (database) => {
        await expect(failing().upgrade(database)).rejects.toThrow(MigrationFailed);
        const result = await failing('SELECT 1').upgrade(database);
        expect(result.after).toEqual(['c3']);
        expect(await tables(database)).toEqual(['authors', 'books', 'chapters']);
        expect(await own(database)).toEqual({
          versions: ['c3'],
          history: ['upgrade a1', 'upgrade b2', 'upgrade c3'],
          journal: [],
        });
      }));

    it('runs nothing where a later file is broken', () =>
      withDatabase(server, async (database) => {
        const broken = new History(creates('a1', 'authors'), creates('b2', 'books'), {
          id: 'c3',
          get upgrade(): never {
            throw new SyntaxError('unexpected end of input');
          },
        });
        await expect(broken.upgrade(database)).rejects.toThrow('unexpected end of input');
        expect(await tables(database)).toEqual([]);
        await broken.upgrade(database, 'b2');
        expect((await own(database)).versions).toEqual(['b2']);
      }));

    it('gives a query its parameters, whatever they hold', () =>
      withDatabase(server, async (database) => {
        const [text, moment] = ["it's \\ ? $1 -- ö", new Date(Date.UTC(2026, 0, 2, 3, 4, 5))];
        const seen: unknown[] = [];
        const history = new History({
          id: 'a1',
          upgrade: async (op) => {
            op.createTable({
              table: {
                name: 'authors',
                columns: [
                  { name: 'id', type: { type: 'BigInteger' } },
                  { name: 'name', type: { type: 'String', length: 40 } },
                  { name: 'active', type: { type: 'Boolean' } },
                  { name: 'born', type: { type: 'DateTime' } },
                  { name: 'key', type: { type: 'LargeBinary' } },
                ],
              },
            });
            const key = new Uint8Array([0, 39, 255]);
            op.bulkInsert({ table: 'authors', rows: [{ id: 7, name: text, active: true, born: moment, key }] });
            const ask = (where: string, ...values: readonly Parameter[]): Promise<readonly unknown[]> =>
              op.query(`SELECT id FROM authors WHERE ${where}`, values);
            seen.push(
              ...(await ask("name = ? AND name <> '?' LIMIT ?", text, 1)),
              ...(await ask('active = ? AND id IN (?, ?)', true, 7n, 8)),
              ...(await ask(`born = ? AND ${database.dialect.quoteIdentifier('key')} = ?`, moment, key)),
              ...(await ask('id > ?', 7)),
              ...(await ask('name = ?', null)),
            );
          },
        });
        await history.upgrade(database);
        expect(seen.map((row) => Number((row as { id: unknown }).id))).toEqual([7, 7, 7]);
      }));

    it('answers a query with what was recorded before it already done', () =>
      withDatabase(server, async (database) => {
        const seen: unknown[] = [];
        const history = new History({
          id: 'a1',
          upgrade: async (op) => {
            op.createTable({
              table: { name: 'authors', columns: [{ name: 'name', type: { type: 'String', length: 9 } }] },
            });
            op.bulkInsert({ table: 'authors', rows: [{ name: 'Ada' }, { name: 'Bo' }] });
            seen.push(...(await op.query<{ name: string }>('SELECT name FROM authors ORDER BY name')));
            op.bulkInsert({ table: 'authors', rows: [{ name: `not ${(seen[0] as { name: string }).name}` }] });
          },
        });
        await history.upgrade(database);
        expect(seen).toEqual([{ name: 'Ada' }, { name: 'Bo' }]);
        expect(await database.connection.query('SELECT name FROM authors ORDER BY name')).toEqual([
          { name: 'Ada' },
          { name: 'Bo' },
          { name: 'not Ada' },
        ]);
      }));

    it('makes the whole run one transaction where asked and where the database can', () =>
      withDatabase(server, async (database) => {
        const run = failing().upgrade(database, 'head', { transaction: 'all' });
        const error = (await run.catch((caught: unknown) => caught)) as MigrationFailed;
        expect(error).toBeInstanceOf(MigrationFailed);
        expect(await tables(database)).toEqual(isTransactional ? [] : ['authors', 'books']);
        if (isTransactional) {
          expect(error.state).toBe('everything was rolled back: the database is as it was before the run');
          expect((await own(database)).versions).toEqual([]);
        }
        await failing('SELECT 1').upgrade(database, 'head', { transaction: 'all' });
        expect((await own(database)).versions).toEqual(['c3']);
      }));

    it('keeps every statement that was run where no transaction is wanted', () =>
      withDatabase(server, async (database) => {
        const error = (await failing()
          .upgrade(database, 'head', { transaction: 'none' })
          .catch((caught: unknown) => caught)) as MigrationFailed;
        expect(error.state).toMatch(/^statement 1 of 2 of this revision took effect/);
        expect(await tables(database)).toEqual(['authors', 'books']);
        await failing('SELECT 1').upgrade(database, 'head', { transaction: 'none' });
        expect((await own(database)).versions).toEqual(['c3']);
      }));

    it('runs each revision once when two run at the same time', () =>
      withDatabase(server, async (database) => {
        const { openDatabase } = await import('../../src/dialects/registry.ts');
        const second = await openDatabase(database.url);
        try {
          const runs = [three.upgrade(database), three.upgrade({ ...database, ...second })];
          const results = await Promise.all(runs);
          const ran = results.flatMap(({ steps }) => steps.filter(({ outcome }) => outcome === 'ran'));
          expect(ran.map(({ revision }) => revision).sort()).toEqual(['a1', 'b2', 'c3']);
          expect(results.map(({ after }) => after)).toEqual([['c3'], ['c3']]);
          expect((await own(database)).history).toEqual(['upgrade a1', 'upgrade b2', 'upgrade c3']);
        } finally {
          await second.connection.close();
        }
      }));

    if (server.dialect === 'sqlite') {
      it('leaves out what another run has done meanwhile, however many revisions that are', () =>
        withDatabase(server, async (database) => {
          const { openDatabase } = await import('../../src/dialects/registry.ts');
          const second = await openDatabase(database.url);
          try {
            const overtaken = new History(
              { id: 'a1', upgrade: () => three.upgrade({ ...database, ...second }).then(() => {}) },
              { id: 'b2', upgrade: (op) => op.execute({ sql: 'INSERT INTO authors DEFAULT VALUES' }) },
              {
                id: 'c3',
                upgrade: async (op) => {
                  const [first] = await op.query<{ n: number }>('SELECT count(*) AS n FROM authors');
                  op.execute({ sql: `INSERT INTO authors (id) VALUES (${(first as { n: number }).n})` });
                },
              },
            );
            const { steps } = await overtaken.upgrade(database);
            expect(steps.map(({ revision, outcome }) => `${revision} ${outcome}`)).toEqual([
              'a1 skipped',
              'b2 skipped',
              'c3 skipped',
            ]);
            expect(await database.connection.query('SELECT * FROM authors')).toEqual([]);
            expect((await own(database)).versions).toEqual(['c3']);
          } finally {
            await second.connection.close();
          }
        }));
    }

    it('stops when somebody else moves the version table in the middle of a revision', () =>
      withDatabase(server, async (database) => {
        const history = new History(creates('a1', 'authors'), {
          id: 'b2',
          upgrade: (op) => op.execute({ sql: "UPDATE athanor_version SET version_num = 'zz'" }),
        });
        const error = (await history.upgrade(database).catch((caught: unknown) => caught)) as MigrationFailed;
        expect(error.cause).toBeInstanceOf(VersionTableChanged);
        expect(error.exitCode).toBe(6);
      }));

    it('tells what loses data before it runs, and keeps it with the step', () =>
      withDatabase(server, async (database) => {
        const { events, report } = listener();
        const history = new History(creates('a1', 'authors'), {
          id: 'b2',
          upgrade: async (op) => {
            op.addColumn({ table: 'authors', column: { name: 'age', type: { type: 'Integer' } } });
            await op.query('SELECT age FROM authors');
            op.dropTable({ table: { name: 'authors' } });
          },
        });
        const { steps } = await history.upgrade(database, 'head', { report });
        const hazard = {
          operation: 1,
          kind: 'data-loss',
          summary: 'drop table authors',
          reason: 'all rows of authors',
        };
        expect(steps.map(({ hazards }) => hazards)).toEqual([[], [hazard]]);
        const told = events.findIndex(({ kind }) => kind === 'hazardsAhead');
        expect(events[told]).toMatchObject({ step: { revision: 'b2' }, hazards: [hazard] });
        const drop = events.findIndex(
          (event) => event.kind === 'statementStarted' && event.sql.startsWith('DROP TABLE'),
        );
        expect(drop).toBeGreaterThan(told);
      }));

    it('reports every step and statement', () =>
      withDatabase(server, async (database) => {
        const { events, report } = listener();
        await three.upgrade(database, 'a1', { report });
        const kinds = new Set(events.map(({ kind }) => kind));
        expect([...kinds]).toEqual(expect.arrayContaining(['stepStarted', 'statementStarted', 'stepFinished']));
        const step = { revision: 'a1', message: 'message of a1', direction: 'upgrade', number: 1, of: 1 };
        expect(events.find(({ kind }) => kind === 'stepStarted')).toEqual({ kind: 'stepStarted', step });
      }));
  });
}

for (const server of servers.filter(({ dialect }) => dialect === 'sqlite')) {
  describeOn(server, () => {
    it('says of rows that do not fit which operation asks too much of them, and not how that was found out', () =>
      withDatabase(server, async (database) => {
        const name = { name: 'name', type: { type: 'String', length: 9 } } as const;
        const history = new History({
          id: 'a1',
          upgrade: (op) => {
            op.createTable({ table: { name: 'authors', columns: [name] } });
            op.bulkInsert({ table: 'authors', rows: [{ name: null }] });
            op.addColumn({ table: 'authors', column: { name: 'age', type: { type: 'Integer' } } });
            op.alterColumn({ table: 'authors', from: name, to: { ...name, nullable: false } });
          },
        });
        const error = await history.upgrade(database).catch((caught: unknown) => caught);
        expect(error).toBeInstanceOf(MigrationFailed);
        expect(error).toMatchObject({
          message: expect.stringContaining('authors.name is NULL in some rows and cannot become NOT NULL'),
          operation: 'alter column authors.name: not null',
          sql: undefined,
        });
      }));
  });
}
