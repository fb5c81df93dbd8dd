import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Operation, Row } from '../../../src/operations/operation.ts';
import type { Schema } from '../../../src/schema/schema.ts';
import { reflect, run } from '../../support/migrate.ts';
import { describeOn } from '../../support/server.ts';
import { create, databaseOf, family, remaining } from './family.ts';

const names = [
  '`',
  '``; DROP TABLE t; --',
  "it's",
  '"quoted"',
  'back\\slash\\',
  'naïve ☃',
  'select',
  'a.b',
  '%s ? :x',
  ' leading',
  '0',
  '-- x',
  '/* x */',
  'new\nline',
  '$1',
  'x'.repeat(64),
];
const texts = [
  ...names,
  '',
  'NULL',
  "'",
  "\\'",
  '\\',
  '\\\\',
  '😀é☃',
  'nul\0l',
  'tab\tline\r\n',
  '\u001a',
  "'; DROP TABLE t; -- ",
  '%',
  '_',
  '\\%',
  "x'00'",
];

for (const wanted of family) {
  describeOn(wanted, () => {
    const database = databaseOf(wanted);

    it.each(names)('takes %j as the name of everything', async (name) => {
      const short = name.slice(0, 60);
      const schema: Schema = {
        tables: [
          {
            name,
            columns: [
              { name, type: { type: 'Integer' }, nullable: false },
              { name: `b${short}`, type: { type: 'String', length: 30 }, comment: name },
              { name: `p${short}`, type: { type: 'Integer' } },
            ],
            constraints: [
              { kind: 'primaryKey', columns: [name] },
              { kind: 'unique', name: `u${short}`, columns: [`b${short}`] },
              { kind: 'check', name: `c${short}`, expression: `${database().dialect.quoteIdentifier(name)} > 0` },
              {
                kind: 'foreignKey',
                name: `f${short}`,
                columns: [`p${short}`],
                references: { table: name, columns: [name] },
              },
            ],
            indexes: [{ name: `i${short}`, columns: [`b${short}`, name], comment: name }],
            comment: name,
          },
        ],
      };
      await create(database(), schema);
      const renamed = `r${short}`;
      const rename: Operation[] = [
        { kind: 'renameColumn', table: name, from: `b${short}`, to: renamed },
        { kind: 'renameTable', from: name, to: `t${short}` },
      ];
      await run(database(), rename);
      const [table] = (await reflect(database())).tables;
      expect(table?.name).toBe(`t${short}`);
      expect(table?.columns.map((column) => column.name)).toEqual([name, renamed, `p${short}`]);
    });

    it.each(texts)('keeps %j as value, default, comment, member of an enum and part of a check', async (text) => {
      const member = text.replace(/ +$/, '').replaceAll(/[\u{10000}-\u{10ffff}]/gu, '') || 'x';
      const { dialect } = database();
      const schema: Schema = {
        tables: [
          {
            name: 't',
            columns: [
              { name: 'id', type: { type: 'Integer' }, nullable: false },
              { name: 'a', type: { type: 'String', length: 300 }, serverDefault: text },
              { name: 'b', type: { type: 'Text' }, serverDefault: text },
              { name: 'e', type: { type: 'Enum', values: [member, 'other'] }, serverDefault: member },
              {
                name: 'g',
                type: { type: 'String', length: 300 },
                computed: { expression: `concat(a, ${dialect.quoteLiteral(text)})` },
              },
            ],
            constraints: [
              { kind: 'primaryKey', columns: ['id'] },
              { kind: 'check', name: 'ck', expression: `a <> ${dialect.quoteLiteral(`${text}!`)}` },
            ],
            // neither server keeps the comment of a table behind a zero character
            ...(text === '' ? {} : { comment: text.replaceAll('\0', '') }),
          },
        ],
      };
      await create(database(), schema);
      const rows: Row[] = [
        { id: 1, a: text, b: text },
        { id: 2, a: null, b: text },
      ];
      await run(database(), [{ kind: 'bulkInsert', table: 't', rows }]);
      await database().connection.execute('INSERT INTO t (id) VALUES (3)');
      expect(await database().connection.query('SELECT id, a, b, e, g FROM t ORDER BY id')).toEqual([
        { id: 1, a: text, b: text, e: member, g: text + text },
        { id: 2, a: null, b: text, e: member, g: null },
        { id: 3, a: text, b: text, e: member, g: text + text },
      ]);
      await run(database(), [{ kind: 'bulkDelete', table: 't', rows }]);
      expect(await database().connection.query('SELECT id FROM t')).toEqual([{ id: 3 }]);
      const read = await reflect(database());
      expect(await remaining(database(), read)).toEqual([]);
    });

    it('writes any text, bytes, number and date as a literal that reads as the same', () =>
      fc.assert(
        fc.asyncProperty(
          fc.string({ unit: 'grapheme' }),
          fc.uint8Array(),
          fc.maxSafeInteger(),
          async (text, bytes, number) => {
            const { dialect, connection } = database();
            const sql = [text, bytes, number].map((value) => dialect.quoteLiteral(value));
            const [row] = await connection.query<{ hex: string; bytes: string; number: number }>(
              `SELECT HEX(${sql[0]}) AS hex, HEX(${sql[1]}) AS bytes, ${sql[2]} AS number`,
            );
            expect(Buffer.from(row?.hex ?? '', 'hex').toString()).toBe(Buffer.from(text).toString());
            expect(row?.bytes).toBe(Buffer.from(bytes).toString('hex').toUpperCase());
            expect(Number(row?.number)).toBe(number);
          },
        ),
        { numRuns: 150 },
      ));

    it('writes dates as moments in UTC', async () => {
      const { dialect, connection } = database();
      const moment = new Date('2024-02-29T23:59:58.123Z');
      await connection.execute('CREATE TABLE t (d datetime(3), s timestamp(3) NULL)');
      const rows: Row[] = [{ d: moment, s: moment }];
      for (const { sql } of dialect.compile(
        [{ kind: 'bulkInsert', table: 't', rows }],
        { tables: [] },
        connection.server,
      )) {
        await connection.execute(sql);
      }
      expect(await connection.query('SELECT d, s FROM t')).toEqual([{ d: moment, s: moment }]);
    });

    it('runs scripts by hand statement by statement', async () => {
      const sql = `CREATE TABLE t (a varchar(20)); -- a comment; with a semicolon
        INSERT INTO t VALUES ('a;b'), ('it''s \\\\'); /* another; */
        DELIMITER //
        CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW BEGIN SET NEW.a = CONCAT(NEW.a, ';'); SET NEW.a = UPPER(NEW.a); END//
        DELIMITER ;
        INSERT INTO t VALUES ('c')`;
      await run(database(), [{ kind: 'execute', sql: { [wanted.dialect]: sql } }]);
      expect(await database().connection.query('SELECT a FROM t')).toEqual([
        { a: 'a;b' },
        { a: "it's \\" },
        { a: 'C;' },
      ]);
    });
  });
}
