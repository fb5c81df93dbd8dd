import { expect, it } from 'vitest';
import { openDatabase } from '../../src/dialects/registry.ts';
import { stampVersions } from '../../src/runner/stamp.ts';
import { describeOn, type FreshDatabase, servers, withDatabase } from '../support/databases.ts';
import { creates, History, own, ownOf, tables } from './history.ts';

const piecemeal = { transaction: 'none' } as const;

/** A revision of three statements in SQL, the second of which may fail. */
const by = (first: string, second: string, third = 'CREATE TABLE three (id INTEGER)') =>
  new History(creates('a1', 'authors'), {
    id: 'b2',
    upgrade: (op) => {
      for (const sql of [first, second, third]) op.execute({ sql });
    },
  });

const id = { name: 'id', type: { type: 'Integer' }, nullable: false } as const;

const one = 'CREATE TABLE one (id INTEGER)';
const two = 'CREATE TABLE two (id INTEGER)';
const broken = 'CREATE TABLE two (id INTEGER';

const failureOf = (run: Promise<unknown>): Promise<unknown> =>
  run.then(
    () => undefined,
    (error: unknown) => error,
  );

for (const server of servers) {
  describeOn(server, () => {
    const halfway = async (database: FreshDatabase): Promise<void> => {
      await expect(by(one, broken).upgrade(database, 'head', piecemeal)).rejects.toMatchObject({
        code: 'migration_failed',
        sql: broken,
        hint: expect.stringContaining("run 'migrate upgrade' again: it goes on with statement 2"),
      });
      expect(await own(database)).toMatchObject({ versions: ['a1'], journal: ['b2 done', 'b2 planned', 'b2 planned'] });
    };

    it('goes on with the statement that failed, once that is corrected', () =>
      withDatabase(server, async (database) => {
        await halfway(database);
        await by(one, two).upgrade(database, 'head', piecemeal);
        expect(await tables(database)).toEqual(['authors', 'one', 'three', 'two']);
        expect(await own(database)).toMatchObject({ versions: ['b2'], journal: [] });
      }));

    it('goes on with an edited file from where the whole of it began', () =>
      withDatabase(server, async (database) => {
        const teams = { name: 'teams', columns: [id], constraints: [{ kind: 'primaryKey', columns: ['id'] }] } as const;
        const members = {
          name: 'members',
          columns: [id, { name: 'team', type: { type: 'Integer' } }, { name: 'age', type: { type: 'Integer' } }],
          constraints: [
            { kind: 'primaryKey', columns: ['id'] },
            { kind: 'check', name: 'ck_age', expression: 'age > 0' },
            { kind: 'foreignKey', name: 'fk_team', columns: ['team'], references: { table: 'teams', columns: ['id'] } },
          ],
          indexes: [{ name: 'ix_team', columns: ['team'] }],
        } as const;
        const history = (last: string) =>
          new History(
            {
              id: 'a1',
              upgrade: (op) => {
                op.createTable({ table: teams });
                op.createTable({ table: members });
              },
            },
            {
              id: 'b2',
              upgrade: (op) => {
                op.dropIndex({ table: 'members', index: { name: 'ix_team' } });
                op.renameColumn({ table: 'members', from: 'age', to: 'years' });
                op.execute({ sql: last });
                op.createTable({ table: { name: 'clubs', columns: [id] } });
              },
            },
          );
        await expect(history(broken).upgrade(database, 'head', piecemeal)).rejects.toMatchObject({ sql: broken });
        await history(two).upgrade(database, 'head', piecemeal);
        expect(await tables(database)).toEqual(['clubs', 'members', 'teams', 'two']);
        expect(await own(database)).toMatchObject({ versions: ['b2'], journal: [] });
      }));

    it('refuses a file that was edited where it was run already', () =>
      withDatabase(server, async (database) => {
        await halfway(database);
        const edited = by('CREATE TABLE other (id INTEGER)', two);
        expect(await failureOf(edited.upgrade(database, 'head', piecemeal))).toMatchObject({
          code: 'unfinished_revision_changed',
          exitCode: 8,
          message: expect.stringContaining('(statement 1)'),
        });
        expect(await tables(database)).toEqual(['authors', 'one']);
      }));

    it('refuses to do anything else before it is finished', () =>
      withDatabase(server, async (database) => {
        await halfway(database);
        expect(await failureOf(by(one, two).downgrade(database, 'base', piecemeal))).toMatchObject({
          code: 'unfinished_revision',
          exitCode: 6,
          message: expect.stringContaining('1 of 3 statements are done'),
          hint: expect.stringContaining("'migrate upgrade b2'"),
        });
      }));

    it('forgets it when the place of the database is declared', () =>
      withDatabase(server, async (database) => {
        await halfway(database);
        await stampVersions({
          database,
          own: ownOf(database),
          decide: () => ({ heads: ['b2'], stamps: [{ revision: 'b2', message: '', checksum: '' }] }),
          lockTimeoutMs: 0,
          toolVersion: '1.2.3',
        });
        expect(await own(database)).toMatchObject({ versions: ['b2'], journal: [] });
        expect(await by(one, two).upgrade(database, 'head', piecemeal)).toMatchObject({ steps: [] });
      }));

    it.each(['done', 'undone'] as const)(
      'asks about a statement that no catalog can tell of, and believes that it is %s',
      (answer) =>
        withDatabase(server, async (database) => {
          const dying = await openDatabase(database.url);
          let closing: Promise<void> | undefined;
          const report = (event: { readonly kind: string; readonly sql?: string }): void => {
            if (event.sql !== two || event.kind !== (answer === 'done' ? 'statementFinished' : 'statementStarted'))
              return;
            closing = dying.connection.close();
            throw new Died();
          };
          const history = by(one, two);
          await failureOf(history.upgrade({ ...database, ...dying }, 'head', { ...piecemeal, report }));
          await closing;
          expect(await failureOf(history.upgrade(database, 'head', piecemeal))).toMatchObject({
            code: 'unclear_statement',
            exitCode: 3,
            message: expect.stringContaining(two),
            hint: expect.stringContaining("'migrate upgrade b2 --interrupted done'"),
          });
          await history.upgrade(database, 'head', { ...piecemeal, interrupted: answer });
          expect(await tables(database)).toEqual(['authors', 'one', 'three', 'two']);
          expect(await own(database)).toMatchObject({ versions: ['b2'], journal: [] });
        }),
    );
  });
}

class Died extends Error {}
