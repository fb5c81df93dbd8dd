import { afterEach, describe, expect, it } from 'vitest';
import type { Connection } from '../../../src/dialects/dialect.ts';
import type { Operation } from '../../../src/operations/operation.ts';
import { isRebuilt, migrate, openMemory, reflect } from './database.ts';

let connection: Connection;
afterEach(() => connection.close());

/** Tables as people and other tools make them, each with rows. */
const tables: Readonly<Record<string, readonly string[]>> = {
  'names in every quote, and a column without a type': [
    `CREATE TABLE t ("order" INTEGER PRIMARY KEY, "a""b" TEXT, [c d], \`e\` VARCHAR(3) DEFAULT 'x''y')`,
    `INSERT INTO t VALUES (1, 'x', x'00ff', 3.5), (9, 'y', NULL, 'q')`,
  ],
  'values of other types than their columns': [
    'CREATE TABLE t (a, b INTEGER, c TEXT)',
    `INSERT INTO t VALUES (1, '1', 1), ('1', 'one', x'01'), (1.0, 1.5, NULL)`,
  ],
  'no rowid, and a descending key of two columns with a collation': [
    'CREATE TABLE t (a INTEGER, b TEXT COLLATE NOCASE, c AS (a + 1) VIRTUAL, PRIMARY KEY (b DESC, a)) WITHOUT ROWID',
    `INSERT INTO t (a, b) VALUES (1, 'A'), (2, 'b')`,
  ],
  'comments with parentheses in checks': [
    `CREATE TABLE t (a INTEGER CHECK (a > /* no ) here */ 0 -- nor ) here
     ), b TEXT, CONSTRAINT "c-1" CHECK (a < 10), CHECK (b IN ('p', 'q')))`,
    `INSERT INTO t VALUES (5, 'p')`,
  ],
  'a foreign key to a table that is not there': [
    'CREATE TABLE t (id INTEGER PRIMARY KEY, p INTEGER REFERENCES nowhere (id) ON DELETE CASCADE)',
    'PRAGMA foreign_keys = OFF',
    'INSERT INTO t VALUES (1, NULL), (2, 77)',
    'PRAGMA foreign_keys = ON',
  ],
  'defaults of every kind': [
    `CREATE TABLE t (a TEXT DEFAULT "abc", b INTEGER DEFAULT -1, c REAL DEFAULT +1.50, d TEXT DEFAULT (lower('X')),
     e BLOB DEFAULT x'00ff', f BOOL DEFAULT TRUE, g DEFAULT CURRENT_DATE, h DEFAULT (1+1) NOT NULL, i INT DEFAULT 0x10,
     j TEXT DEFAULT hello, k DEFAULT NULL)`,
    'INSERT INTO t DEFAULT VALUES',
  ],
  'numbers that are never used twice, after gaps': [
    'CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, x TEXT)',
    `INSERT INTO t VALUES (3, 'a'), (7, 'b'), (9, 'c')`,
    'DELETE FROM t WHERE id = 9',
  ],
  'STRICT, with a column of any type': [
    'CREATE TABLE t (id INTEGER PRIMARY KEY, a ANY, b TEXT NOT NULL) STRICT',
    `INSERT INTO t VALUES (1, '1', 'x'), (2, 1, 'y'), (3, x'01', 'z')`,
  ],
  'generated columns, one of them from JSON': [
    `CREATE TABLE t (a INTEGER, b INTEGER AS (a * 2) STORED, c TEXT GENERATED ALWAYS AS (json_extract('{"x":1}', '$.x')))`,
    'INSERT INTO t (a) VALUES (1), (2)',
  ],
  'a key that is no rowid and may be empty': [
    'CREATE TABLE t (id INTEGER PRIMARY KEY DESC, x)',
    'INSERT INTO t VALUES (3, 1), (NULL, 2)',
  ],
  'conflict clauses, and a foreign key to its own key': [
    `CREATE TABLE t (a PRIMARY KEY ON CONFLICT REPLACE, b, UNIQUE (a, b) ON CONFLICT IGNORE,
     FOREIGN KEY (b) REFERENCES t DEFERRABLE INITIALLY DEFERRED)`,
    'INSERT INTO t VALUES (1, NULL), (2, 1)',
  ],
  'types that no standard knows': [
    `CREATE TABLE t (a UNSIGNED BIG INT, b DOUBLE PRECISION, c VARCHAR ( 10 ), d DECIMAL(10,5), e "my type"(3), f NATIVE CHARACTER(70))`,
    `INSERT INTO t VALUES (1, 2, '3', 4, 5, 6)`,
  ],
  'what a query gave': [`CREATE TABLE t AS SELECT 1 AS a, 'x' AS b`],
  'other scripts': [`CREATE TABLE t ("ключ" INTEGER PRIMARY KEY, "🎉" TEXT)`, `INSERT INTO t VALUES (4, '表')`],
};

const always = { kind: 'check', name: 'always', expression: '1 = 1' } as const;

/** Every value with its type, its place, and the number that comes next. */
async function contents(): Promise<readonly unknown[]> {
  const columns = await connection.query<{ name: string }>(`SELECT name FROM pragma_table_xinfo('t')`);
  const types = columns.map(({ name }) => `typeof("${name.replaceAll('"', '""')}")`).join(', ');
  const isNumbered = await connection.query(`SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_sequence'`);
  const [table] = await connection.query<{ wr: number }>(`SELECT wr FROM pragma_table_list('t')`);
  return [
    await connection.query(`SELECT *, ${table?.wr === 1 ? '' : 'rowid AS "at", '}${types} FROM t`),
    isNumbered.length === 0 ? [] : await connection.query('SELECT * FROM sqlite_sequence'),
  ];
}

describe('a table that is rebuilt, and rebuilt again,', () => {
  it.each(Object.entries(tables))('is as it was, with its rows: %s', async (_, script) => {
    connection = await openMemory(...script);
    const [schema, rows] = [await reflect(connection), await contents()];
    const steps: readonly Operation[] = [
      { kind: 'addConstraint', table: 't', constraint: always },
      { kind: 'dropConstraint', table: 't', constraint: always },
    ];
    for (const step of steps) {
      expect(isRebuilt(await migrate(connection, [step]))).toBe(true);
      expect(await contents()).toEqual(rows);
    }
    expect(await reflect(connection)).toEqual(schema);
  });

  it('leaves virtual tables and what is behind them alone', async () => {
    connection = await openMemory(
      'CREATE TABLE t (id INTEGER PRIMARY KEY, body TEXT)',
      'CREATE VIRTUAL TABLE words USING fts5(body, content=t, content_rowid=id)',
      'CREATE VIRTUAL TABLE boxes USING rtree(id, low, high)',
      `INSERT INTO t VALUES (5, 'some words')`,
      `INSERT INTO words (words) VALUES ('rebuild')`,
      'INSERT INTO boxes VALUES (1, 2, 3)',
    );
    await migrate(connection, [{ kind: 'addConstraint', table: 't', constraint: always }]);
    expect(await connection.query(`SELECT rowid, body FROM words WHERE words MATCH 'some'`)).toEqual([
      { rowid: 5, body: 'some words' },
    ]);
    expect(await connection.query('SELECT id FROM boxes')).toEqual([{ id: 1 }]);
    const { tables, objects } = await reflect(connection);
    expect(tables.map(({ name }) => name)).toEqual(['t']);
    expect(objects?.map(({ kind, name }) => `${kind} ${name}`)).toEqual(['virtualTable words', 'virtualTable boxes']);
  });
});
