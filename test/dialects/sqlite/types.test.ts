import { describe, expect, it } from 'vitest';
import { sqlite } from '../../../src/dialects/sqlite/dialect.ts';
import {
  affinityOf,
  canonicalSpelling,
  comparedSpelling,
  formatType,
  parseType,
} from '../../../src/dialects/sqlite/types.ts';
import { UnsupportedOperation } from '../../../src/errors.ts';
import type { SqlType } from '../../../src/schema/type.ts';
import { openMemory, reflect } from './database.ts';

const declared = [
  '',
  'INTEGER',
  'int',
  'INT',
  'BIGINT',
  'SMALLINT',
  'UNSIGNED BIG INT',
  'VARCHAR(320)',
  'varchar ( 320 )',
  'NATIVE CHARACTER(70)',
  'CHAR(36)',
  'TEXT',
  'TEXT(100)',
  'CLOB',
  'NUMERIC',
  'NUMERIC(10)',
  'NUMERIC(10, 2)',
  'NUMERIC(10,2)',
  'decimal(10,5)',
  'BOOLEAN',
  'DATE',
  'DATETIME',
  'TIME',
  'TIMESTAMP WITH TIME ZONE',
  'JSON',
  'JSONB',
  'BLOB',
  'REAL',
  'FLOAT',
  'DOUBLE',
  'DOUBLE PRECISION',
  'geometry(POINT, 4326)',
];

describe('a declared type', () => {
  it.each(declared)('%j is written back as it was, but for its letters and blanks', (sql) => {
    for (const strict of [false, true]) {
      expect(canonicalSpelling(formatType(parseType(sql, strict), strict))).toBe(canonicalSpelling(sql));
    }
  });

  it.each([
    ['int', 'INTEGER'],
    ['Decimal(10,2)', 'NUMERIC(10, 2)'],
    ['bool', 'BOOLEAN'],
    ['character varying(20)', 'VARCHAR(20)'],
    ['nvarchar(20)', 'VARCHAR(20)'],
    ['character(3)', 'CHAR(3)'],
    ['double precision', 'DOUBLE'],
  ])('%j is compared as %j, which stores values the same way', (sql, standard) => {
    expect(comparedSpelling(sql)).toBe(comparedSpelling(standard));
    expect(affinityOf(sql)).toBe(affinityOf(standard));
  });

  it('that decides what the rowid is counts by its letters', async () => {
    const connection = await openMemory(
      'CREATE TABLE a (id INT PRIMARY KEY)',
      'CREATE TABLE b (id INTEGER PRIMARY KEY)',
    );
    const [a, b] = sqlite.canonicalise(await reflect(connection), connection.server).tables;
    expect(a?.columns).not.toEqual(b?.columns);
    await connection.close();
  });

  it('is told from another length', () => {
    expect(parseType('VARCHAR(50)', false)).not.toEqual(parseType('VARCHAR(100)', false));
  });
});

const portable: readonly (readonly [SqlType, string, string])[] = [
  [{ type: 'SmallInteger' }, 'SMALLINT', 'INTEGER'],
  [{ type: 'Integer' }, 'INTEGER', 'INTEGER'],
  [{ type: 'BigInteger' }, 'BIGINT', 'INTEGER'],
  [{ type: 'Float' }, 'FLOAT', 'REAL'],
  [{ type: 'Double' }, 'DOUBLE', 'REAL'],
  [{ type: 'Numeric', precision: 10, scale: 2 }, 'NUMERIC(10, 2)', 'REAL'],
  [{ type: 'Boolean' }, 'BOOLEAN', 'INTEGER'],
  [{ type: 'String', length: 320 }, 'VARCHAR(320)', 'TEXT'],
  [{ type: 'String' }, 'VARCHAR', 'TEXT'],
  [{ type: 'Unicode', length: 5 }, 'VARCHAR(5)', 'TEXT'],
  [{ type: 'Char', length: 2 }, 'CHAR(2)', 'TEXT'],
  [{ type: 'Text' }, 'TEXT', 'TEXT'],
  [{ type: 'UnicodeText' }, 'TEXT', 'TEXT'],
  [{ type: 'Date' }, 'DATE', 'TEXT'],
  [{ type: 'DateTime', timezone: true }, 'DATETIME', 'TEXT'],
  [{ type: 'Time' }, 'TIME', 'TEXT'],
  [{ type: 'Interval' }, 'DATETIME', 'TEXT'],
  [{ type: 'LargeBinary' }, 'BLOB', 'BLOB'],
  [{ type: 'Uuid' }, 'CHAR(36)', 'TEXT'],
  [{ type: 'JSON' }, 'JSON', 'TEXT'],
  [{ type: 'JSONB' }, 'JSON', 'TEXT'],
  [{ type: 'Array', item: { type: 'Integer' } }, 'JSON', 'TEXT'],
  [{ type: 'Enum', values: ['a', 'bcd', 'é€😀'] }, 'VARCHAR(3)', 'TEXT'],
  [{ type: 'sqlite.Real' }, 'REAL', 'REAL'],
  [{ type: 'sqlite.Any' }, 'ANY', 'ANY'],
  [{ type: 'custom', sql: 'odd,type' }, '"odd,type"', '"odd,type"'],
  [{ type: 'postgresql.Citext', variants: { sqlite: { type: 'Text' } } }, 'TEXT', 'TEXT'],
];

describe('a type', () => {
  it.each(portable)('%j is %s, and %s in a STRICT table', (type, ordinary, strict) => {
    expect([formatType(type, false), formatType(type, true)]).toEqual([ordinary, strict]);
  });

  it('of another database is refused with the way out', () => {
    const format = (): string => formatType({ type: 'postgresql.Inet' }, false);
    expect(format).toThrow(UnsupportedOperation);
    expect(format).toThrow('SQLite has no type postgresql.Inet');
  });
});
