import { expect, it } from 'vitest';
import { openDatabase } from '../../../src/dialects/registry.ts';
import type { ExpressionQuestion } from '../../../src/schema/expression-question.ts';
import type { Table } from '../../../src/schema/table.ts';
import type { DialectName } from '../../../src/schema/type.ts';
import { describeOn } from '../../support/server.ts';
import { databaseOf, family } from './family.ts';

const table: Table = {
  name: 'orders',
  columns: [
    { name: 'id', type: { type: 'Integer' }, nullable: false, autoincrement: true },
    { name: 'status', type: { type: 'String', length: 20 }, nullable: false },
    { name: 'total', type: { type: 'Numeric', precision: 10, scale: 2 } },
    { name: 'at', type: { type: 'DateTime' } },
    { name: 'big', type: { type: 'String', length: 10_000 } },
    { name: 'twice', type: { type: 'Numeric', precision: 12, scale: 2 }, computed: { expression: 'total * 2' } },
    { name: "o'c`l", type: { type: 'Text' } },
  ],
};

type Case = readonly [
  place: ExpressionQuestion['place'],
  reflected: string,
  declared: string,
  same: boolean,
  column?: string | undefined,
  only?: DialectName,
];

const cases: readonly Case[] = [
  ['check', '((`total` > 0) and (`total` < 10))', 'total > 0 AND total < 10', true],
  ['check', '((`total` > 0) and (`total` < 10))', 'total > 0 OR total < 10', false],
  ['check', "(`status` in ('a','b'))", "status IN ('a', 'b')", true],
  ['check', '(`total` between 1 and 2)', 'total BETWEEN 1 AND 2', true],
  ['check', '(`total` between 1 and 2)', 'total BETWEEN 1 AND 3', false],
  ['check', "(not((`status` like 'a%')))", "NOT (status LIKE 'a%')", true],
  ['check', "(`status` <> 'a😀')", "status <> 'a😀' AND true", false],
  ['check', "((`status` <> '😀') and (`total` > 0))", "status <> '😁' and total > 0", false],
  ['check', "((`status` <> '😀') and (`total` > 0))", "status <> '😀' and total > 0", true],
  ['check', "((`at` + interval 1 day) > '2020-01-01')", "date_add(at, INTERVAL 1 DAY) > '2020-01-01'", true],
  ['check', "((length(`o'c``l`) > 3) and (`total` > 0))", "(length(`o'c``l`) > 3) AND (total > 0)", true],
  ['computed', '((`total` * 2) + 1)', 'total * 2 + 1', true, 'twice'],
  ['computed', '((`total` * 2) + 1)', 'total * (2 + 1)', false, 'twice'],
  ['computed', 'if((`total` > 0),`total`,0)', 'IF(total > 0, total, 0)', true, 'twice'],
  ['default', '((1 + 2) * 3)', '(1+2)*3', true, 'total'],
  ['default', '(1 + 2)', '2 + 1', false, 'total'],
  ['default', "concat('a','b')", "CONCAT( 'a' , 'b' )", true, 'status'],
  ['default', '(now() + interval 1 day)', 'NOW() + INTERVAL 1 DAY', true, 'at'],
  ['key', '(lower(`status`))', 'LOWER(status)', true, undefined, 'mysql'],
  ['key', '(`total` + 1)', 'total+1+0', false, undefined, 'mysql'],
  ['check', '(`nothing` > 0)', 'nothing > 1', false],
];

for (const wanted of family) {
  describeOn(wanted, () => {
    const database = databaseOf(wanted);
    const applicable = cases.filter(([, , , , , only]) => only === undefined || only === wanted.dialect);
    const questionOf = ([place, reflected, declared, , column]: Case): ExpressionQuestion => ({
      table,
      place,
      reflected,
      declared,
      ...(column === undefined ? {} : { column }),
    });

    it.each(applicable)('answers for a %s: %s and %s are the same: %s', async (...one) => {
      const { dialect, connection } = database();
      const { same } = await dialect.sameExpressions(connection, [questionOf(one as unknown as Case)]);
      expect(same).toEqual([one[3]]);
    });

    it('answers all at once in a few round trips, and says what it could not ask', async () => {
      const { dialect, connection } = database();
      const askable = applicable.filter(([, reflected]) => !reflected.includes('nothing'));
      const before = connection.roundTrips;
      const answers = await dialect.sameExpressions(connection, askable.map(questionOf));
      expect(answers).toEqual({ same: askable.map(([, , , same]) => same) });
      expect(connection.roundTrips - before).toBe(3);
      const all = await dialect.sameExpressions(connection, applicable.map(questionOf));
      expect(all.same).toEqual(applicable.map(([, , , same]) => same));
      expect(all.fallback).toMatch(/nothing/);
    });

    it('keeps to the limits of a table, however many questions there are', async () => {
      const { dialect, connection } = database();
      const questions = Array.from(
        { length: 250 },
        (_, at): ExpressionQuestion => ({
          table,
          place: at % 2 === 0 || wanted.dialect === 'mariadb' ? 'check' : 'key',
          reflected: at % 2 === 0 ? `((\`big\` > '${at}') or (\`total\` = ${at}))` : `((\`total\` + ${at}) > 0)`,
          declared: at % 2 === 0 ? `big > '${at}' OR total = ${at}` : `total + ${at} > 0`,
        }),
      );
      const { same, fallback } = await dialect.sameExpressions(connection, questions);
      expect(same.filter(Boolean)).toHaveLength(250);
      expect(fallback).toBeUndefined();
    });

    it('asks nothing where the text is the same but for its dress', async () => {
      const { dialect, connection } = database();
      const before = connection.roundTrips;
      const answers = await dialect.sameExpressions(connection, [
        { table, place: 'check', reflected: '(`total` > 0)', declared: 'TOTAL>0' },
      ]);
      expect(answers).toEqual({ same: [true] });
      expect(connection.roundTrips).toBe(before);
    });

    it('commits nothing and leaves nothing behind', async () => {
      const { dialect, connection } = database();
      await connection.execute('CREATE TABLE t (id int)');
      await connection.begin();
      await connection.execute('INSERT INTO t VALUES (1)');
      await dialect.sameExpressions(connection, applicable.map(questionOf));
      await connection.rollback();
      expect(await connection.query('SELECT * FROM t')).toEqual([]);
      const [tables] = await connection.query<{ count: number }>(
        'SELECT COUNT(*) AS count FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()',
      );
      expect(Number(tables?.count)).toBe(1);
      await expect(connection.query("SHOW TABLES LIKE 'athanor_%'")).resolves.toEqual([]);
    });

    it('compares text where it may not make a table, and says so', async () => {
      const { connection, run, url } = database();
      const user = `reader_${process.pid}`;
      const schema = connection.server.defaultSchema;
      await run(`CREATE USER '${user}'@'%'; GRANT SELECT ON ${schema}.* TO '${user}'@'%'`);
      try {
        const address = Object.assign(new URL(url), { username: user, password: '' });
        const reader = await openDatabase(address.href);
        const { same, fallback } = await reader.dialect.sameExpressions(reader.connection, [
          { table, place: 'check', reflected: '(`total` > 0)', declared: 'total > 0' },
          { table, place: 'check', reflected: '((`total` > 0) and (`id` > 0))', declared: 'total > 0 and id > 0' },
        ]);
        expect(same).toEqual([true, false]);
        expect(fallback).toMatch(/denied/);
        await reader.connection.close();
      } finally {
        await run(`DROP USER '${user}'@'%'`);
      }
    });
  });
}
