import { describe, expect, it } from 'vitest';
import { canonicalDefault, defaultSql, parseDefault } from '../../../src/dialects/sqlite/defaults.ts';
import { sqlite } from '../../../src/dialects/sqlite/dialect.ts';
import {
  foldedNames,
  mentionsColumn,
  normaliseExpression,
  plainStrings,
  renameColumns,
} from '../../../src/dialects/sqlite/expression.ts';
import type { ExpressionQuestion } from '../../../src/schema/expression-question.ts';
import type { Table } from '../../../src/schema/table.ts';
import { openMemory } from './database.ts';

const columns = foldedNames(['a', 'b', 'order', 'Name']);

describe('an expression', () => {
  it.each([
    ['a > 0', '"A">0'],
    ['(a > 0)', '  [a] > 0 -- comment'],
    ['((a) > 0)', '(a) > 0'],
    ['a <> 0', 'a != 0'],
    ['a = 0', 'a == 0'],
    ['length(name) > 3 AND b IS NOT NULL', 'LENGTH("Name")>3 and `b` is not null'],
    ["a = 'x'", 'a = "x"'],
    ['a COLLATE NOCASE', 'a collate "nocase"'],
    ["x'AB' = a", "X'ab' = a"],
  ])('%s is the same text as %s', (one, other) => {
    expect(normaliseExpression(one, columns)).toBe(normaliseExpression(other, columns));
  });

  it.each([
    ['a > 0', 'a > 1'],
    ["a = 'x'", "a = 'X'"],
    ['(a), (b)', 'a, b'],
    ['(a) + (b)', '(a + b)'],
    ['a = "b"', "a = 'b'"],
  ])('%s is not the same text as %s', (one, other) => {
    expect(normaliseExpression(one, columns)).not.toBe(normaliseExpression(other, columns));
  });

  it('gets other names for its columns, all at once, and nowhere else', () => {
    const names = new Map([
      ['a', 'b'],
      ['b', 'odd "name"'],
      ['length', 'width'],
    ]);
    expect(renameColumns(`length(A) > "b" AND c = 'a' /* a */ AND length > 1`, names)).toBe(
      `length("b") > "odd ""name""" AND c = 'a' /* a */ AND "width" > 1`,
    );
  });

  it('knows the columns that it is made of', () => {
    expect(mentionsColumn('lower(name) || b', 'NAME')).toBe(true);
    expect(mentionsColumn("lower('name') || b", 'name')).toBe(false);
    expect(mentionsColumn('name(b)', 'name')).toBe(false);
  });

  it('has its text in double quotes turned into text', () => {
    expect(plainStrings('a = "it\'s" AND "B" = "rowid"', columns)).toBe(`a = 'it''s' AND "B" = "rowid"`);
  });
});

describe('a default', () => {
  it.each([
    ['active', "'active'"],
    ["it's", "'it''s'"],
    [5, '5'],
    [-1.5, '-1.5'],
    [true, '1'],
    [{ function: 'now' }, 'CURRENT_TIMESTAMP'],
    [{ function: 'random' }, '(random())'],
    [{ function: 'coalesce', arguments: [null, 'x'] }, "(coalesce(NULL, 'x'))"],
    [{ text: "datetime('now')" }, "(datetime('now'))"],
    [{ text: "((datetime('now')))" }, "(datetime('now'))"],
    [{ text: 'current_date' }, 'current_date'],
    [{ text: '- 5' }, '- 5'],
    [{ text: '1 + 1' }, '(1 + 1)'],
  ] as const)('%j is written as %s', (value, sql) => {
    expect(defaultSql(value)).toBe(sql);
  });

  it.each([
    ["'active'", 'active'],
    ['"active"', 'active'],
    ['active', 'active'],
    ["('it''s')", "it's"],
    ['5', 5],
    ['-5', -5],
    ['1.50', { text: '1.50' }],
    ['9223372036854775807', { text: '9223372036854775807' }],
    ['CURRENT_TIMESTAMP', { function: 'now' }],
    ['NULL', undefined],
    ["(datetime('now'))", { text: "datetime('now')" }],
    ["x'00'", { text: "x'00'" }],
  ] as const)('%s is read as %j', (sql, value) => {
    expect(parseDefault(sql, { type: 'Text' })).toEqual(value);
  });

  it('of a boolean is read as true or false', () => {
    expect(['1', '0', 'TRUE', 'false'].map((sql) => parseDefault(sql, { type: 'Boolean' }))).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });

  it.each([
    ['5', 5, 'INTEGER'],
    [{ text: '1.50' }, 1.5, 'NUMERIC'],
    [true, 1, 'NUMERIC'],
    [{ text: 'TRUE' }, true, 'NUMERIC'],
    [5, '5', 'TEXT'],
    [{ function: 'now' }, { text: 'current_timestamp' }, 'NUMERIC'],
    [{ text: "(lower('X'))" }, { text: "LOWER( 'X' )" }, 'TEXT'],
  ] as const)('%j is the same as %j in a column of affinity %s', (one, other, affinity) => {
    expect(canonicalDefault(one, affinity)).toBe(canonicalDefault(other, affinity));
  });

  it('is told from another value', () => {
    expect(canonicalDefault('5', 'TEXT')).not.toBe(canonicalDefault('5.0', 'TEXT'));
    expect(canonicalDefault({ text: '9223372036854775806' }, 'INTEGER')).not.toBe(
      canonicalDefault({ text: '9223372036854775807' }, 'INTEGER'),
    );
  });
});

const table: Table = {
  name: 't',
  columns: [
    { name: 'a', type: { type: 'Integer' } },
    { name: 'b', type: { type: 'Text' }, collation: 'NOCASE' },
  ],
};

const ask = (
  reflected: string,
  declared: string,
  place: ExpressionQuestion['place'] = 'check',
): ExpressionQuestion => ({
  table,
  place,
  reflected,
  declared,
});

describe('asking SQLite whether expressions are the same', () => {
  it('compares the programs that it makes of them', async () => {
    const connection = await openMemory();
    const { same, fallback } = await sqlite.sameExpressions(connection, [
      ask('(a > 0) AND (a < 9)', 'a > 0 AND a < 9'),
      ask('t.a > 0', 'a > 0'),
      ask('b NOT NULL', 'b IS NOT NULL'),
      ask('a > 0', 'a >= 0'),
      ask("b = 'x'", "b = 'X'"),
      ask('a < 9 OR a > 1 AND a <> 5', '(a < 9 OR a > 1) AND a <> 5'),
      ask("strftime('%s', 'now')", "(strftime('%s','now'))", 'default'),
    ]);
    expect(same).toEqual([true, true, true, false, false, false, true]);
    expect(fallback).toBeUndefined();
    await connection.close();
  });

  it('compares the text where SQLite cannot read it, and says so', async () => {
    const connection = await openMemory();
    const before = connection.roundTrips;
    const { same, fallback } = await sqlite.sameExpressions(connection, [
      ask('slugify(b) = b', 'slugify(b)  =  b'),
      ask('slugify(b) = b', '(slugify(b)) = b'),
    ]);
    expect(same).toEqual([true, false]);
    expect(fallback).toMatch(/\(slugify\(b\)\) = b/);
    expect(connection.roundTrips - before).toBe(0);
    await connection.close();
  });
});
