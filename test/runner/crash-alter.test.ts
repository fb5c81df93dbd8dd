import { expect, it } from 'vitest';
import { openDatabase } from '../../src/dialects/registry.ts';
import type { Column } from '../../src/schema/column.ts';
import { describeOn, type FreshDatabase, withDatabase } from '../support/databases.ts';
import { server } from '../support/server.ts';
import { History, own } from './history.ts';

const id: Column = { name: 'id', type: { type: 'Integer' }, nullable: false, autoincrement: true };
const code: Column = { name: 'code', type: { type: 'Integer' }, nullable: false };
const mood: Column = { name: 'mood', type: { type: 'Enum', values: ['sad', 'glad'] } };
const key = { kind: 'primaryKey', columns: ['id'] } as const;

/** Changes that look in the catalog as if they had been there before, or as nothing. */
const history = new History(
  {
    id: 'a1',
    upgrade: (op) => {
      op.createTable({
        table: {
          name: 'teams',
          columns: [id, code, mood, { name: 'n', type: { type: 'Integer' } }],
          constraints: [key, { kind: 'check', name: 'ck_n', expression: 'n > 0' }],
          indexes: [{ name: 'ix_n', columns: ['n'] }],
        },
      });
      op.bulkInsert({ table: 'teams', rows: [{ id: 1, code: 7, mood: 'glad', n: 3 }] });
    },
  },
  {
    id: 'b2',
    upgrade: (op) => {
      op.createIndex({ table: 'teams', index: { name: 'ux_code', columns: ['code'], unique: true } });
      op.alterTable({ table: 'teams', from: {}, to: { comment: 'those who play' } });
      op.alterColumn({
        table: 'teams',
        from: mood,
        to: { ...mood, type: { type: 'Enum', values: ['sad', 'happy'], renamedFrom: { happy: 'glad' } } },
      });
      op.renameColumn({ table: 'teams', from: 'n', to: 'number' });
      op.dropConstraint({ table: 'teams', constraint: { kind: 'primaryKey', columns: ['id'] } });
      op.alterColumn({ table: 'teams', from: id, to: { name: 'id', type: { type: 'BigInteger' }, nullable: false } });
      op.addConstraint({ table: 'teams', constraint: { kind: 'primaryKey', columns: ['id', 'code'] } });
      op.addColumn({ table: 'teams', column: { name: 'parent', type: { type: 'Integer' } } });
      op.addConstraint({
        table: 'teams',
        constraint: {
          kind: 'foreignKey',
          name: 'fk_parent',
          columns: ['parent'],
          references: { table: 'teams', columns: ['code'] },
        },
      });
      op.dropConstraint({ table: 'teams', constraint: { kind: 'foreignKey', name: 'fk_parent' } });
      op.dropIndex({ table: 'teams', index: { name: 'ux_code' } });
      op.renameTable({ from: 'teams', to: 'clubs' });
    },
  },
);

class Crash extends Error {}

/** Runs until a statement is sent, or was run, whose number is `last`, and lets the session die there. */
async function dieAt(
  database: FreshDatabase,
  moment: 'statementStarted' | 'statementFinished',
  last: number,
): Promise<number> {
  const { dialect, connection } = await openDatabase(database.url);
  let count = 0;
  let closing: Promise<void> | undefined;
  const run = history.upgrade({ ...database, dialect, connection }, 'head', {
    report: ({ kind }) => {
      if (kind !== moment || ++count !== last) return;
      closing = connection.close();
      throw new Crash();
    },
  });
  await run.catch(() => {});
  await (closing ?? connection.close());
  return count;
}

const shape = async ({ connection }: FreshDatabase): Promise<unknown> => [
  await connection.query('SHOW CREATE TABLE clubs'),
  await connection.query('SELECT * FROM clubs'),
];

for (const wanted of [await server('mysql'), await server('mariadb')]) {
  describeOn(wanted, () => {
    it.each(['statementStarted', 'statementFinished'] as const)(
      'goes on with what a dead session left behind, every change made once, after every %s',
      (moment) =>
        withDatabase(wanted, async (database) => {
          const statements = await dieAt(database, moment, Number.POSITIVE_INFINITY);
          expect(await own(database)).toMatchObject({ versions: ['b2'] });
          const whole = await shape(database);
          for (let last = 1; last <= statements; last++) {
            for (const table of ['clubs', 'teams', 'athanor_version', 'athanor_history', 'athanor_journal']) {
              await database.connection.execute(`DROP TABLE IF EXISTS ${table}`);
            }
            await dieAt(database, moment, last);
            await history.upgrade(database, 'head');
            expect(await shape(database), `after ${last} of ${statements}`).toEqual(whole);
            expect(await own(database), `after ${last} of ${statements}`).toMatchObject({
              versions: ['b2'],
              journal: [],
            });
          }
        }),
      600_000,
    );
  });
}
