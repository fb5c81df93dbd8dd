import { expect, it } from 'vitest';
import { openDatabase } from '../../src/dialects/registry.ts';
import type { Operations } from '../../src/operations/recorder.ts';
import { Interrupted, LockNotAcquired } from '../../src/runner/errors.ts';
import type { RunEvent } from '../../src/runner/events.ts';
import { describeOn, servers, withDatabase } from '../support/databases.ts';
import { server } from '../support/server.ts';
import { creates, History, own, tables } from './history.ts';

/** The second revision needs a table that somebody else is using. */
const history = new History(creates('a1', 'authors'), {
  id: 'b2',
  upgrade: (op) => op.addColumn({ table: 'authors', column: { name: 'age', type: { type: 'Integer' } } }),
});

for (const each of servers.filter(({ dialect }) => dialect !== 'sqlite')) {
  describeOn(each, () => {
    it('says what a statement waits for, and stops it when told', () =>
      withDatabase(each, async (database) => {
        await history.upgrade(database, 'a1');
        const other = await openDatabase(database.url);
        try {
          await other.connection.begin();
          await other.connection.query('SELECT * FROM authors');
          await other.connection.execute('INSERT INTO authors (id) VALUES (1)');
          const stop = new AbortController();
          const heard: RunEvent[] = [];
          const run = history.upgrade(database, 'head', {
            heartbeatMs: 200,
            signal: stop.signal,
            report: (event) => {
              if (event.kind !== 'statementWaiting') return;
              heard.push(event);
              stop.abort('SIGTERM');
            },
          });
          const error = await run.catch((caught: unknown) => caught);
          expect(error).toBeInstanceOf(Interrupted);
          expect(error).toMatchObject({
            exitCode: 143,
            state: expect.stringContaining('the database is as it was before it'),
          });
          expect(heard[0]).toMatchObject({ reason: expect.stringMatching(/\S/) });
        } finally {
          await other.connection.close();
        }
        expect((await own(database)).versions).toEqual(['a1']);
        await history.upgrade(database);
        expect((await own(database)).versions).toEqual(['b2']);
      }));

    it.each([
      [
        'a table',
        (op: Operations) => op.addColumn({ table: 'authors', column: { name: 'age', type: { type: 'Integer' } } }),
      ],
      ['a row', (op: Operations) => op.execute('UPDATE authors SET id = 3 WHERE id = 2')],
    ])('says of %s on which lock, held by whom, since when', (what, upgrade) =>
      withDatabase(each, async (database) => {
        const waiting = new History(creates('a1', 'authors'), { id: 'b2', upgrade });
        await waiting.upgrade(database, 'a1');
        await database.connection.execute('INSERT INTO authors (id) VALUES (1), (2)');
        const other = await openDatabase(database.url);
        try {
          await other.connection.begin();
          await other.connection.execute('UPDATE authors SET id = 4 WHERE id = 2');
          const reasons: string[] = [];
          await waiting.upgrade(database, 'head', {
            heartbeatMs: 200,
            report: (event) => {
              // The first look may come before the server has noticed that somebody waits.
              if (event.kind !== 'statementWaiting' || event.reason === undefined) return;
              reasons.push(event.reason);
              void other.connection.rollback();
            },
          });
          const [reason] = reasons;
          // MariaDB does not tell of which table, unless it was started with its performance schema; the statement does.
          if (each.dialect !== 'mariadb' || what === 'a row') expect(reason).toContain('authors');
          else expect(reason).toContain('waiting for table metadata lock');
          expect(reason).toContain(`session ${other.connection.backend}`);
          expect(reason).toMatch(/since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d|for \d+ s/);
        } finally {
          await other.connection.close();
        }
      }),
    );

    it('names who holds the lock, and leaves nothing behind when it gives up', () =>
      withDatabase(each, async (database) => {
        const other = await openDatabase(database.url);
        try {
          await other.dialect.tryLock(other.connection, 'athanor_version');
          const error = await history
            .upgrade(database, 'head', { lockTimeoutMs: 300 })
            .catch((caught: unknown) => caught);
          expect(error).toBeInstanceOf(LockNotAcquired);
          expect(error).toMatchObject({ exitCode: 9, message: expect.stringContaining(other.connection.backend) });
          expect((await database.dialect.reflect(database.connection, {})).tables).toEqual([]);
          await other.dialect.unlock(other.connection, 'athanor_version');
          await history.upgrade(database, 'a1', { lockTimeoutMs: 0 });
          expect(await tables(database)).toEqual(['authors']);
        } finally {
          await other.connection.close();
        }
      }));

    it('stops waiting for the lock at a signal', () =>
      withDatabase(each, async (database) => {
        const other = await openDatabase(database.url);
        try {
          await other.dialect.tryLock(other.connection, 'athanor_version');
          const stop = new AbortController();
          const report = ({ kind }: RunEvent): void => {
            if (kind === 'lockWaiting') setTimeout(() => stop.abort('SIGINT'), 100);
          };
          const run = history.upgrade(database, 'head', { signal: stop.signal, report });
          await expect(run).rejects.toMatchObject({ code: 'interrupted', exitCode: 130 });
        } finally {
          await other.connection.close();
        }
      }));
  });
}

const sqlite = await server('sqlite');

describeOn(sqlite, () => {
  it('ends as what found the database locked where another process begins to write between two revisions', () =>
    withDatabase(sqlite, async (database) => {
      const { connection } = await openDatabase(`${database.url}?timeout=0.1`);
      const other = await openDatabase(database.url);
      const report = ({ kind }: RunEvent): void => {
        if (kind === 'stepFinished') void other.connection.begin();
      };
      try {
        const run = history.upgrade({ ...database, connection }, 'head', { report });
        await expect(run).rejects.toMatchObject({
          code: 'migration_failed',
          exitCode: 9,
          message: expect.stringMatching(/failed: the database is locked by another process$/),
          state: 'the revision was rolled back: the database is as it was before it; finished before it and kept: a1',
        });
      } finally {
        await other.connection.rollback();
        await Promise.all([other.connection.close(), connection.close()]);
      }
      expect((await own(database)).versions).toEqual(['a1']);
    }));
});
