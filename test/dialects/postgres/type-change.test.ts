import { expect, it } from 'vitest';
import type { Schema } from '../../../src/schema/schema.ts';
import type { SqlType } from '../../../src/schema/type.ts';
import { difference, reflect, run } from '../../support/migrate.ts';
import { describeOn } from '../../support/server.ts';
import { databaseOf, postgresServers } from './servers.ts';
import { type Change, proveChange } from './there-and-back.ts';

const integer = { type: 'Integer' } as const;
const text = { type: 'Text' } as const;
const withColumn = (type: SqlType): Schema => ({
  tables: [
    {
      name: 't',
      columns: [
        { name: 'id', type: integer, nullable: false },
        { name: 'c', type },
      ],
    },
  ],
});

const values = 'SELECT c FROM t ORDER BY id';

interface Conversion {
  readonly from: SqlType;
  readonly to: SqlType;
  readonly sql: string;
  readonly there: unknown;
  readonly back: unknown;
}

const array = (item: SqlType): SqlType => ({ type: 'Array', item });
const mood: SqlType = { type: 'Enum', values: ['sad', 'ok'], name: 'mood' };

const conversions: readonly Conversion[] = [
  { from: text, to: integer, sql: "'42'", there: 42, back: '42' },
  { from: integer, to: { type: 'Boolean' }, sql: '1', there: true, back: 1 },
  { from: { type: 'BigInteger' }, to: { type: 'Boolean' }, sql: '7', there: true, back: 1 },
  { from: { type: 'Boolean' }, to: { type: 'Numeric', precision: 3, scale: 1 }, sql: 'true', there: '1.0', back: true },
  { from: integer, to: { type: 'SmallInteger' }, sql: '7', there: 7, back: 7 },
  { from: { type: 'Double' }, to: { type: 'Numeric', precision: 6, scale: 2 }, sql: '1.5', there: '1.50', back: 1.5 },
  {
    from: { type: 'Date' },
    to: { type: 'DateTime', timezone: true },
    sql: "'2020-01-02'",
    there: '2020-01-02 00:00:00+00',
    back: '2020-01-02',
  },
  {
    from: { type: 'DateTime' },
    to: { type: 'DateTime', timezone: true },
    sql: "'2020-01-02 03:04'",
    there: '2020-01-02 03:04:00+00',
    back: '2020-01-02 03:04:00',
  },
  { from: { type: 'Time' }, to: { type: 'Interval' }, sql: "'03:04'", there: '03:04:00', back: '03:04:00' },
  {
    from: { type: 'String', length: 40 },
    to: { type: 'Uuid' },
    sql: "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'",
    there: 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11',
    back: 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11',
  },
  { from: { type: 'String', length: 3 }, to: { type: 'String', length: 9 }, sql: "'abc'", there: 'abc', back: 'abc' },
  { from: text, to: { type: 'Char', length: 3 }, sql: "'ab'", there: 'ab ', back: 'ab' },
  { from: text, to: { type: 'LargeBinary' }, sql: "'\\x00'", there: Buffer.from([0]), back: '\\x00' },
  { from: text, to: { type: 'postgresql.Inet' }, sql: "'10.0.0.1'", there: '10.0.0.1', back: '10.0.0.1/32' },
  { from: { type: 'JSON' }, to: { type: 'JSONB' }, sql: '\'{"a":1}\'', there: { a: 1 }, back: { a: 1 } },
  { from: integer, to: { type: 'JSON' }, sql: '7', there: 7, back: 7 },
  { from: { type: 'Date' }, to: { type: 'JSONB' }, sql: "'2020-01-02'", there: '2020-01-02', back: '2020-01-02' },
  { from: array(integer), to: { type: 'JSONB' }, sql: "'{1,2}'", there: [1, 2], back: [1, 2] },
  { from: text, to: { type: 'JSONB' }, sql: "'[1]'", there: [1], back: '[1]' },
  { from: integer, to: array(integer), sql: '7', there: [7], back: 7 },
  { from: integer, to: array(text), sql: '7', there: ['7'], back: 7 },
  { from: text, to: array(text), sql: "'a'", there: ['a'], back: '{a}' },
  { from: array(integer), to: text, sql: "'{1,2}'", there: '{1,2}', back: [1, 2] },
  { from: array(integer), to: array({ type: 'BigInteger' }), sql: "'{1,2}'", there: ['1', '2'], back: [1, 2] },
  { from: array(text), to: array(integer), sql: "'{1,2}'", there: [1, 2], back: ['1', '2'] },
  { from: array(integer), to: array({ type: 'Boolean' }), sql: "'{1,0}'", there: [true, false], back: [1, 0] },
  { from: text, to: mood, sql: "'ok'", there: 'ok', back: 'ok' },
  {
    from: mood,
    to: { type: 'Enum', values: ['ok', 'sad', 'new'], name: 'feeling' },
    sql: "'ok'",
    there: 'ok',
    back: 'ok',
  },
  { from: array(text), to: array(mood), sql: "'{ok}'", there: '{ok}', back: ['ok'] },
  { from: mood, to: array(mood), sql: "'ok'", there: '{ok}', back: 'ok' },
  {
    from: { type: 'String', length: 3 },
    to: { type: 'Enum', values: ['sad', 'ok'], native: false, createConstraint: true },
    sql: "'ok'",
    there: 'ok',
    back: 'ok',
  },
  {
    from: { type: 'Enum', values: ['sad', 'ok'], native: false, createConstraint: true, constraintName: 'k' },
    to: mood,
    sql: "'ok'",
    there: 'ok',
    back: 'ok',
  },
  { from: { type: 'postgresql.Int4Range' }, to: { type: 'Text' }, sql: "'[1,3)'", there: '[1,3)', back: '[1,3)' },
  { from: { type: 'postgresql.Money' }, to: integer, sql: '5', there: 5, back: '$5.00' },
  { from: { type: 'Char', length: 4 }, to: mood, sql: "'ok'", there: 'ok', back: 'ok  ' },
  { from: { type: 'Char', length: 4 }, to: array(mood), sql: "'ok'", there: '{ok}', back: '{ok}' },
  {
    from: { type: 'Char', length: 4 },
    to: { type: 'postgresql.Bit', length: 2 },
    sql: "'10'",
    there: '10',
    back: '10  ',
  },
  { from: integer, to: { type: 'postgresql.Bit', length: 4 }, sql: '5', there: '0101', back: 5 },
  { from: text, to: array({ type: 'String', length: 3 }), sql: "'abc'", there: ['abc'], back: '{abc}' },
  { from: { type: 'postgresql.Bit', length: 8 }, to: integer, sql: "B'00000101'", there: 5, back: '00000101' },
];

const typeChanges = conversions.map(
  ({ from, to, sql, there, back }): Change => ({
    name: `${JSON.stringify(from)} becomes ${JSON.stringify(to)}`,
    from: withColumn(from),
    to: withColumn(to),
    rows: `INSERT INTO t VALUES (1, ${sql}), (2, NULL)`,
    after: [values, [{ c: there }, { c: null }]],
    back: [values, [{ c: back }, { c: null }]],
  }),
);

/** What is too long is refused by the server, never cut off. */
const cuts: readonly (readonly [SqlType, SqlType, string])[] = [
  [text, { type: 'String', length: 3 }, "'abcdef'"],
  [text, array({ type: 'String', length: 3 }), "'abcdef'"],
  [text, array({ type: 'String', length: 3 }), "'{abcdef}'"],
  [text, array({ type: 'Char', length: 3 }), "'abcdef'"],
  [array(text), array({ type: 'String', length: 3 }), "'{abcdef}'"],
  [array(text), { type: 'String', length: 3 }, "'{abcdef}'"],
  [{ type: 'Uuid' }, { type: 'String', length: 3 }, "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'"],
  [{ type: 'Uuid' }, array({ type: 'String', length: 3 }), "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'"],
  [{ type: 'JSONB' }, { type: 'String', length: 3 }, '\'"abcdef"\''],
  [{ type: 'JSONB' }, array({ type: 'String', length: 3 }), '\'["abcdef"]\''],
  [{ type: 'JSONB' }, { type: 'postgresql.BitVarying', length: 3 }, '\'"10101"\''],
  [mood, { type: 'String', length: 1 }, "'ok'"],
  [array(mood), array({ type: 'String', length: 1 }), "'{ok}'"],
  [text, { type: 'postgresql.Bit', length: 3 }, "'10101'"],
  [text, { type: 'postgresql.BitVarying', length: 3 }, "'10101'"],
  [{ type: 'postgresql.Bit', length: 5 }, { type: 'postgresql.BitVarying', length: 3 }, "'10101'"],
];

for (const postgres of postgresServers) {
  describeOn(postgres, () => {
    const database = databaseOf(postgres);

    it.each(typeChanges)('$name', (change) => proveChange(database(), change));

    it.each(cuts)('%j does not lose anything to %j: %s', async (from, to, sql) => {
      const { connection } = database();
      const start = await reflect(database());
      await run(database(), (await difference(database(), start, withColumn(from))).operations);
      await connection.execute(`INSERT INTO t VALUES (1, ${sql})`);
      const { operations } = await difference(database(), await reflect(database()), withColumn(to));
      await expect(run(database(), operations)).rejects.toThrow(/too long|does not match type|malformed array/);
    });
  });
}
