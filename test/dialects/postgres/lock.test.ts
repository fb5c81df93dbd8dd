import { expect, it } from 'vitest';
import type { Connection } from '../../../src/dialects/dialect.ts';
import { connect } from '../../../src/dialects/postgres/connect.ts';
import { parseUrl } from '../../../src/dialects/url.ts';
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
