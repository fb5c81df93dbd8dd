import { describe, expect, it } from 'vitest';
import { isSameQueryText } from '../../../src/dialects/mysql/query-text.ts';
import { openDatabase } from '../../../src/dialects/registry.ts';
import { reverseAll } from '../../../src/operations/reverse.ts';
import type { SchemaObject } from '../../../src/schema/objects/object.ts';
import type { Schema } from '../../../src/schema/schema.ts';
import { difference, reflect, run } from '../../support/migrate.ts';
import { describeOn } from '../../support/server.ts';
import { create, databaseOf, family } from './family.ts';

const users = {
  name: 'users',
  columns: [
    { name: 'id', type: { type: 'Integer' }, nullable: false },
    { name: 'email', type: { type: 'String', length: 50 } },
  ],
  constraints: [{ kind: 'primaryKey', columns: ['id'] }],
} as const;

const withObjects = (...objects: readonly SchemaObject[]): Schema => ({ tables: [users], objects });

const named = (name: string, definition: string): SchemaObject => ({ kind: 'view', name, definition });

const views = withObjects(
  named('first_users', "SELECT id, email FROM users WHERE id < 10 AND email <> 'x'"),
  named('emails', 'SELECT email FROM first_users'),
);

/** What an account may, and whether views are compared by the server then. */
const accounts = [
  ['all of its own database', 'ALL', true],
  ['only read', 'SELECT, SHOW VIEW', false],
] as const;

for (const wanted of family) {
  describeOn(wanted, () => {
    const database = databaseOf(wanted);
    const traces = async (): Promise<readonly unknown[]> => [
      await database().connection.query("SHOW DATABASES LIKE 'athanor\\_scratch%'"),
      await database().connection.query("SHOW TABLES LIKE 'athanor\\_%'"),
    ];

    it('leaves nothing behind of the views that it had the server make', async () => {
      await create(database(), views);
      expect(await traces()).toEqual([[], []]);
      expect(await database().connection.query('SELECT DATABASE() AS name')).toEqual([
        { name: database().connection.server.defaultSchema },
      ]);
    });

    it.each(accounts)('compares views for an account that may %s', async (_, rights, isAsked) => {
      await create(database(), views);
      const { connection, run: execute, url } = database();
      const user = `viewer_${process.pid}`;
      await execute(
        `CREATE USER '${user}'@'%'; GRANT ${rights} ON ${connection.server.defaultSchema}.* TO '${user}'@'%'`,
      );
      try {
        const other = await openDatabase(Object.assign(new URL(url), { username: user, password: '' }).href);
        const { operations, notes } = await difference(other, await reflect(other), views);
        expect(operations).toEqual([]);
        expect(notes).toEqual(isAsked ? [] : [expect.stringMatching(/compared as text.*denied/)]);
        await other.connection.close();
        expect(await traces()).toEqual([[], []]);
      } finally {
        await execute(`DROP USER '${user}'@'%'`);
      }
    });

    it('keeps the order in which triggers act when the first and one in between change', async () => {
      const trigger = (name: string, value: number): SchemaObject => ({
        kind: 'trigger',
        name,
        table: 'users',
        timing: 'BEFORE',
        events: ['INSERT'],
        body: `SET NEW.id = NEW.id * 10 + ${value}`,
      });
      await create(database(), withObjects(trigger('c', 1), trigger('b', 2), trigger('d', 3), trigger('e', 4)));
      const order = (): Promise<readonly unknown[]> =>
        database().connection.query(
          'SELECT TRIGGER_NAME AS name FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE() ORDER BY ACTION_ORDER',
        );
      const before = await order();
      const to = withObjects(trigger('c', 5), trigger('b', 6), trigger('d', 3), trigger('e', 4));
      const { operations } = await difference(database(), await reflect(database()), to);
      expect(operations).toHaveLength(4);
      await run(database(), operations);
      expect(await order()).toEqual(before);
      await run(database(), reverseAll(operations));
      expect(await order()).toEqual(before);
    });

    it('makes again what was made under another SQL mode, for another account, as it was', async () => {
      const { connection } = database();
      await connection.execute(`CREATE TABLE t (id int PRIMARY KEY, a varchar(50))`);
      const made = [
        "CREATE DEFINER = 'nobody'@'%' FUNCTION joined(a INT) RETURNS varchar(50) DETERMINISTIC RETURN a || 'x;y'",
        "CREATE DEFINER = 'nobody'@'%' TRIGGER joining BEFORE INSERT ON t FOR EACH ROW SET NEW.a = NEW.a || '\\''",
        'CREATE EVENT clearing ON SCHEDULE EVERY 1 DAY DISABLE DO BEGIN DELETE FROM t; DELETE FROM t; END',
      ];
      await connection.execute("SET SESSION sql_mode = 'PIPES_AS_CONCAT'");
      for (const sql of made) await connection.execute(sql);
      await connection.execute(`SET SESSION sql_mode = '${connection.server.settings.sql_mode}'`);
      const before = await reflect(database());
      expect(before.objects).toHaveLength(3);
      expect(before.objects?.every((one) => 'mysql' in one && one.mysql?.sqlMode === 'PIPES_AS_CONCAT')).toBe(true);
      const { operations } = await difference(database(), before, { ...before, objects: [] });
      await run(database(), operations);
      expect((await reflect(database())).objects).toBeUndefined();
      await run(database(), reverseAll(operations));
      expect((await reflect(database())).objects).toEqual(before.objects);
      expect(await connection.query('SELECT @@SESSION.sql_mode AS mode')).toEqual([
        { mode: connection.server.settings.sql_mode },
      ]);
    });
  });
}

describe('queries compared as text', () => {
  it.each([
    ['SELECT id, email FROM users', 'select `users`.`id` AS `id`,`users`.`email` AS `email` from `users`', true],
    ['SELECT id FROM users WHERE id = 1', 'select `users`.`id` AS `id` from `users` where (`users`.`id` = 1)', true],
    ['SELECT a.id FROM a JOIN b', 'select `b`.`id` AS `id` from `a` join `b`', false],
    ['SELECT id AS x FROM users', 'select `users`.`id` AS `id` from `users`', false],
    ["SELECT 'A' AS x", "select 'a' AS `x`", false],
    ['SELECT (a + b) * c FROM t', 'select a + (b * c) from t', false],
  ])('%s', (declared, printed, same) => {
    expect(isSameQueryText(printed, declared)).toBe(same);
  });
});
