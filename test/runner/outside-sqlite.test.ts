import { expect, it } from 'vitest';
import { describeOn, withDatabase } from '../support/databases.ts';
import { server } from '../support/server.ts';
import { creates, History, own, tables } from './history.ts';

const sqlite = await server('sqlite');
const age = { name: 'age', type: { type: 'Integer' } } as const;

/** A table is rebuilt, the file is tidied up, and another table comes. */
const history = (last: string) =>
  new History(creates('a1', 'authors'), {
    id: 'b2',
    upgrade: (op) => {
      op.addColumn({ table: 'authors', column: age });
      op.alterColumn({ table: 'authors', from: age, to: { ...age, nullable: false, serverDefault: 7 } });
      op.execute({ sql: 'VACUUM; PRAGMA journal_mode = WAL; -- both outside\nPRAGMA synchronous = NORMAL' });
      op.execute({ sql: last });
    },
  });

describeOn(sqlite, () => {
  it('runs what SQLite refuses inside a transaction outside of it', () =>
    withDatabase(sqlite, async (database) => {
      await history('CREATE TABLE books (id INTEGER)').upgrade(database);
      expect(await tables(database)).toEqual(['authors', 'books']);
      expect(await database.connection.query('PRAGMA journal_mode')).toEqual([{ journal_mode: 'wal' }]);
      expect(await own(database)).toMatchObject({ versions: ['b2'], journal: [] });
    }));

  it('says what stays where something fails behind it, and goes on there', () =>
    withDatabase(sqlite, async (database) => {
      const run = history('CREATE TABLE authors (id INTEGER)').upgrade(database);
      await expect(run).rejects.toMatchObject({
        state: expect.stringMatching(
          /^statements 1 to 6 of 8 of this revision took effect and stay, what came after was rolled back/,
        ),
      });
      expect((await own(database)).versions).toEqual(['a1']);
      await history('CREATE TABLE books (id INTEGER)').upgrade(database);
      expect(await tables(database)).toEqual(['authors', 'books']);
      expect(await own(database)).toMatchObject({ versions: ['b2'], journal: [] });
      expect(await database.connection.query('SELECT * FROM sqlite_temp_schema')).toEqual([]);
    }));
});
