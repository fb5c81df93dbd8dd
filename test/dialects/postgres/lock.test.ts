import { expect, it } from 'vitest';
import type { Connection } from '../../../src/dialects/dialect.ts';
import { connect } from '../../../src/dialects/postgres/connect.ts';
import { parseUrl } from '../../../src/dialects/url.ts';
import { type PoolMode, startPooler } from '../../support/pooler.ts';
import { describeOn } from '../../support/server.ts';
import { databaseOf, postgresServers } from './servers.ts';

for (const postgres of postgresServers) {
  describeOn(postgres, () => {
    const database = databaseOf(postgres);

    const withSecond = async (test: (second: Connection) => Promise<void>): Promise<void> => {
      const second = await connect(parseUrl(`${database().url}?application_name=second`));
      await test(second).finally(() => second.close());
    };

    it('one session has the lock, and the other is told who', async () => {
      const { dialect, connection } = database();
      await withSecond(async (second) => {
        expect(await dialect.tryLock(connection, 'public\0athanor_version')).toEqual({ acquired: true });
        const attempt = await dialect.tryLock(second, 'public\0athanor_version');
        expect(attempt).toMatchObject({
          acquired: false,
          holder: expect.stringMatching(
            new RegExp(
              `^session ${connection.backend} 'athanor' of \\w+, connected since \\d{4}-\\d\\d-\\d\\d .* UTC$`,
            ),
          ),
        });
        expect(await dialect.tryLock(second, 'other\0athanor_version')).toEqual({ acquired: true });
        expect(await dialect.unlock(connection, 'public\0athanor_version')).toBe(true);
        expect(await dialect.tryLock(second, 'public\0athanor_version')).toEqual({ acquired: true });
        expect(await dialect.unlock(connection, 'public\0athanor_version')).toBe(false);
      });
      expect(await dialect.tryLock(connection, 'public\0athanor_version')).toEqual({ acquired: true });
      await dialect.unlock(connection, 'public\0athanor_version');
    });

    const throughPooler = async (mode: PoolMode, test: (connection: Connection) => Promise<void>): Promise<void> => {
      const pooler = await startPooler(database().url, mode);
      const connection = await connect(parseUrl(pooler.url));
      await test(connection)
        .finally(() => connection.close())
        .finally(() => pooler.close());
    };

    it('a lock behind a pooler in transaction mode is refused, and left with nobody', async () => {
      const { dialect, connection } = database();
      await throughPooler('transaction', async (pooled) => {
        await expect(dialect.tryLock(pooled, 'athanor_version')).rejects.toMatchObject({
          code: 'session_shared',
          exitCode: 2,
          message: expect.stringMatching(/pooler in transaction mode.*Nothing was changed/),
          hint: expect.stringContaining('the URL of the server itself'),
        });
      });
      expect(await dialect.tryLock(connection, 'athanor_version')).toEqual({ acquired: true });
      await dialect.unlock(connection, 'athanor_version');
    });

    it('a lock behind a pooler in session mode is as good as one without a pooler', async () => {
      const { dialect, connection } = database();
      await throughPooler('session', async (pooled) => {
        expect(await dialect.tryLock(pooled, 'athanor_version')).toEqual({ acquired: true });
        expect(await dialect.tryLock(connection, 'athanor_version')).toMatchObject({ acquired: false });
        expect(await dialect.unlock(pooled, 'athanor_version')).toBe(true);
      });
    });

    it('what a statement waits for is explained from outside', async () => {
      const { dialect, connection } = database();
      await connection.execute('CREATE TABLE t (a int)');
      expect(await dialect.explainWait(connection, connection.backend)).toBeUndefined();
      await withSecond(async (second) => {
        await second.begin();
        await second.execute('INSERT INTO t VALUES (1) -- s3cret');
        const altering = connection.execute('ALTER TABLE t ADD b int');
        await withSecond(async (monitor) => {
          await new Promise((resolve) => setTimeout(resolve, 200));
          const explained = await dialect.explainWait(monitor, connection.backend);
          expect(explained).toMatch(
            new RegExp(
              `^waiting for a lock on t \\(access exclusive\\), held by session ${second.backend} 'second' of \\w+, idle in transaction since `,
            ),
          );
          expect(explained).not.toContain('s3cret');
        });
        await second.rollback();
        await altering;
      });
    });
  });
}
