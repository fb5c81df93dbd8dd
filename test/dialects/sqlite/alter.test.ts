import { afterEach, describe, expect, it } from 'vitest';
import type { Connection } from '../../../src/dialects/dialect.ts';
import { sqlite } from '../../../src/dialects/sqlite/dialect.ts';
import { InapplicableOperation, UnsupportedOperation } from '../../../src/errors.ts';
import type { Operation } from '../../../src/operations/operation.ts';
import type { Column } from '../../../src/schema/column.ts';
import { emptySchema } from '../../../src/schema/schema.ts';
import { isRebuilt, migrate, openMemory, reflect } from './database.ts';

let connection: Connection | undefined;
afterEach(async () => {
  await connection?.close();
  connection = undefined;
});

const integer = (name: string): Column => ({ name, type: { type: 'Integer' } });
const add = (column: Column): Operation => ({ kind: 'addColumn', table: 't', column });

interface Case {
  readonly name: string;
  readonly operations: readonly Operation[];
  /** The statements that do it in place; a rebuild where they are left out. */
  readonly sql?: readonly string[];
}

const script = [
  'CREATE TABLE p (id INTEGER PRIMARY KEY)',
  'CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER, b INTEGER UNIQUE, c INTEGER, d AS (c + 1), e AS (d + 1))',
  'CREATE INDEX ix ON t (a) WHERE a > 0',
  'INSERT INTO p VALUES (1)',
  'INSERT INTO t (a, b) VALUES (1, 2)',
];

const reference: Operation = {
  kind: 'addConstraint',
  table: 't',
  constraint: { kind: 'foreignKey', name: 'fk', columns: ['x'], references: { table: 'p', columns: ['id'] } },
};

const cases: readonly Case[] = [
  { name: 'a plain column', operations: [add(integer('x'))], sql: ['ALTER TABLE "t" ADD COLUMN "x" INTEGER'] },
  {
    name: 'a column with a constant default',
    operations: [add({ ...integer('x'), nullable: false, serverDefault: -5 })],
    sql: ['ALTER TABLE "t" ADD COLUMN "x" INTEGER NOT NULL DEFAULT -5'],
  },
  {
    name: 'a column with a default to work out',
    operations: [add({ ...integer('x'), serverDefault: { text: '1 + 1' } })],
  },
  {
    name: 'a column with the time as default',
    operations: [add({ ...integer('x'), serverDefault: { function: 'now' } })],
  },
  {
    name: 'a virtual column',
    operations: [add({ ...integer('x'), computed: { expression: 'a * 2' } })],
    sql: ['ALTER TABLE "t" ADD COLUMN "x" INTEGER GENERATED ALWAYS AS (a * 2) VIRTUAL'],
  },
  {
    name: 'a stored column',
    operations: [add({ ...integer('x'), computed: { expression: 'a * 2', persisted: true } })],
  },
  {
    name: 'a column with its foreign key',
    operations: [add(integer('x')), reference],
    sql: ['ALTER TABLE "t" ADD COLUMN "x" INTEGER CONSTRAINT "fk" REFERENCES "p" ("id")'],
  },
  {
    name: 'a column with a default and a foreign key',
    operations: [add({ ...integer('x'), serverDefault: 1 }), reference],
  },
  {
    name: 'an enum with its check',
    operations: [add({ name: 'x', type: { type: 'Enum', values: ['p', 'q'], createConstraint: true } })],
    sql: [`ALTER TABLE "t" ADD COLUMN "x" VARCHAR(1) CHECK ("x" IN ('p', 'q'))`],
  },
  {
    name: 'a column and an index on it',
    operations: [add(integer('x')), { kind: 'createIndex', table: 't', index: { name: 'ix_x', columns: ['x'] } }],
    sql: ['ALTER TABLE "t" ADD COLUMN "x" INTEGER', 'CREATE INDEX "ix_x" ON "t" ("x")'],
  },
  {
    name: 'a column that is not wanted after all',
    operations: [add(integer('x')), { kind: 'dropColumn', table: 't', column: { name: 'x' } }],
    sql: [],
  },
  {
    name: 'no column, with its index',
    operations: [{ kind: 'dropColumn', table: 't', column: { name: 'a' } }],
    sql: ['DROP INDEX "ix"', 'ALTER TABLE "t" DROP COLUMN "a"'],
  },
  { name: 'no column with a key', operations: [{ kind: 'dropColumn', table: 't', column: { name: 'b' } }] },
  {
    name: 'no generated columns, nor the one that they are made of',
    operations: ['c', 'd', 'e'].map((name) => ({ kind: 'dropColumn', table: 't', column: { name } })),
    sql: ['e', 'd', 'c'].map((name) => `ALTER TABLE "t" DROP COLUMN "${name}"`),
  },
  {
    name: 'other names',
    operations: [
      { kind: 'renameColumn', table: 't', from: 'a', to: 'x' },
      { kind: 'renameTable', from: 't', to: 'u' },
    ],
    sql: ['ALTER TABLE "t" RENAME COLUMN "a" TO "x"', 'ALTER TABLE "t" RENAME TO "u"'],
  },
  {
    name: 'another name for an index',
    operations: [{ kind: 'renameIndex', table: 't', from: 'ix', to: 'iy' }],
    sql: ['DROP INDEX "ix"', 'CREATE INDEX "iy" ON "t" ("a") WHERE a > 0'],
  },
  {
    name: 'a comment, which SQLite has not',
    operations: [{ kind: 'alterColumn', table: 't', from: integer('a'), to: { ...integer('a'), comment: 'x' } }],
    sql: [],
  },
  {
    name: 'another default',
    operations: [{ kind: 'alterColumn', table: 't', from: integer('a'), to: { ...integer('a'), serverDefault: 1 } }],
  },
  {
    name: 'a constraint',
    operations: [{ kind: 'addConstraint', table: 't', constraint: { kind: 'unique', name: 'u', columns: ['a'] } }],
  },
  { name: 'STRICT', operations: [{ kind: 'alterTable', table: 't', from: {}, to: { sqlite: { strict: true } } }] },
];

describe('a table gets', () => {
  it.each(cases)('$name', async ({ operations, sql }) => {
    // STRICT wants every column to have a type.
    const typed = script.map((text) => text.replace('d AS', 'd INTEGER AS').replace('e AS', 'e INTEGER AS'));
    connection = await openMemory(...typed);
    const statements = await migrate(connection, operations);
    if (sql === undefined) expect(isRebuilt(statements)).toBe(true);
    else expect(statements).toEqual(sql);
    expect(await connection.query("SELECT count(*) AS n FROM sqlite_schema WHERE type = 'table'")).toEqual([{ n: 2 }]);
  });

  it('constraints that are added in the same list when it is created', () => {
    const statements = sqlite.compile(
      [
        { kind: 'createTable', table: { name: 'a', columns: [integer('b')] } },
        { kind: 'createTable', table: { name: 'b', columns: [integer('a')] } },
        {
          kind: 'addConstraint',
          table: 'a',
          constraint: { kind: 'foreignKey', columns: ['b'], references: { table: 'b', columns: ['a'] } },
        },
      ],
      emptySchema,
      sqlite.offlineServer,
    );
    expect(statements).toEqual([
      {
        sql: 'CREATE TABLE "a" (\n  "b" INTEGER,\n  FOREIGN KEY ("b") REFERENCES "b" ("a")\n)',
        operation: 0,
      },
      { sql: 'CREATE TABLE "b" (\n  "a" INTEGER\n)', operation: 1 },
    ]);
  });
});

describe('values', () => {
  it('are copied as they are when the type changes; SQLite turns into numbers only what is one', async () => {
    connection = await openMemory('CREATE TABLE t (a TEXT)', "INSERT INTO t VALUES ('12'), ('12abc'), ('x'), (NULL)");
    await migrate(connection, [
      { kind: 'alterColumn', table: 't', from: { name: 'a', type: { type: 'Text' } }, to: integer('a') },
    ]);
    expect(await connection.query('SELECT a FROM t')).toEqual([{ a: 12 }, { a: '12abc' }, { a: 'x' }, { a: null }]);
  });

  it('are made by `using`, over columns by the names that they have at that point', async () => {
    connection = await openMemory('CREATE TABLE t (a TEXT, b INTEGER)', "INSERT INTO t VALUES ('12abc', 3)");
    const x: Column = { name: 'x', type: { type: 'Text' } };
    await migrate(connection, [
      { kind: 'renameColumn', table: 't', from: 'a', to: 'x' },
      { kind: 'alterColumn', table: 't', from: x, to: integer('x'), using: 'CAST(x AS INTEGER) + b' },
      { kind: 'addColumn', table: 't', column: { ...integer('y'), serverDefault: 7 } },
      { kind: 'alterColumn', table: 't', from: integer('b'), to: { ...integer('b'), nullable: false }, using: 'x + y' },
    ]);
    expect(await connection.query('SELECT * FROM t')).toEqual([{ x: 15, b: 22, y: 7 }]);
  });
});

describe('SQLite refuses', () => {
  const compile = (...operations: readonly Operation[]) => {
    const before = { tables: [{ name: 't', columns: [integer('a')] }] };
    return () => sqlite.compile(operations, before, sqlite.offlineServer);
  };

  it.each<[string, Operation, string]>([
    [
      'a type of another database, and names the column',
      add({ name: 'x', type: { type: 'postgresql.Inet' } }),
      't.x: SQLite has no type postgresql.Inet',
    ],
    [
      'a table in a schema',
      { kind: 'createTable', table: { name: 't', schema: 's', columns: [integer('a')] } },
      'table s.t is in one',
    ],
    ['an operation in a schema', { kind: 'dropTable', table: { name: 't', schema: 's' } }, 'table s.t is in one'],
    [
      'a foreign key into a schema',
      {
        kind: 'addConstraint',
        table: 't',
        constraint: { kind: 'foreignKey', columns: ['a'], references: { table: 'p', schema: 's', columns: ['a'] } },
      },
      's.p is in one',
    ],
    ['to number rows by anything but the key', add({ ...integer('x'), identity: {} }), 'not by t.x'],
    ['a zero character in a name', add(integer('x\0')), 'zero character'],
  ])('%s', (_name, operation, message) => {
    expect(compile(operation)).toThrow(UnsupportedOperation);
    expect(compile(operation)).toThrow(message);
  });

  it('what does not fit the table', () => {
    expect(compile({ kind: 'dropColumn', table: 't', column: { name: 'x' } })).toThrow(InapplicableOperation);
    expect(compile({ kind: 'dropColumn', table: 'u', column: { name: 'x' } })).toThrow(InapplicableOperation);
  });

  it('to rebuild a table with a trigger in which something was renamed in the same run', async () => {
    connection = await openMemory(
      'CREATE TABLE t (a INTEGER)',
      'CREATE TRIGGER tr AFTER UPDATE OF a ON t BEGIN SELECT NEW.a; END',
    );
    const migration = migrate(connection, [
      { kind: 'renameColumn', table: 't', from: 'a', to: 'b' },
      { kind: 'execute', sql: 'UPDATE t SET b = 1' },
      { kind: 'alterColumn', table: 't', from: integer('b'), to: { ...integer('b'), serverDefault: 1 } },
    ]);
    await expect(migration).rejects.toThrow(/trigger tr, in which a was renamed/);
  });
});

describe('preparing', () => {
  it('switches foreign keys off outside the transaction only where a table may go', () => {
    const off = (operations: readonly Operation[], rest: 'none' | 'unknown' = 'none'): boolean =>
      sqlite.prepare(operations, rest).before.some(({ sql }) => sql === 'PRAGMA foreign_keys = OFF');
    expect(off([{ kind: 'createTable', table: { name: 't', columns: [integer('a')] } }])).toBe(false);
    expect(off([add(integer('x')), { kind: 'execute', sql: 'SELECT 1' }])).toBe(false);
    expect(off([{ kind: 'renameColumn', table: 't', from: 'a', to: 'b' }])).toBe(false);
    expect(off([{ kind: 'dropTable', table: { name: 't' } }])).toBe(true);
    expect(off([add({ ...integer('x'), nullable: false })])).toBe(true);
    expect(off([], 'unknown')).toBe(true);
  });
});

describe('statements written by hand', () => {
  it('are cut apart, triggers left whole, and taken for this database only', async () => {
    connection = await openMemory();
    const sql = `CREATE TABLE a (x); -- first; comment
      CREATE TRIGGER tr AFTER INSERT ON a BEGIN UPDATE a SET x = CASE WHEN x = ';' THEN 1 END; DELETE FROM a; END;
      INSERT INTO a VALUES (';')`;
    await migrate(connection, [
      { kind: 'execute', sql: { sqlite: sql, postgresql: 'not for us' } },
      { kind: 'execute', sql: { mysql: 'not for us' } },
    ]);
    expect((await reflect(connection)).objects).toHaveLength(1);
    expect(await connection.query('SELECT * FROM a')).toEqual([]);
  });

  it.each(['BEGIN', 'commit', '/* done */ end transaction', 'ROLLBACK', 'SELECT 1; Rollback Transaction;'])(
    'never end the transaction that they run in: %s',
    (sql) => {
      expect(() => sqlite.compile([{ kind: 'execute', sql }], emptySchema, sqlite.offlineServer)).toThrow(
        'a transaction: it runs in one of its own',
      );
    },
  );

  it('may use savepoints', async () => {
    connection = await openMemory('CREATE TABLE t (a INTEGER)');
    const sql = 'SAVEPOINT s; INSERT INTO t VALUES (1); ROLLBACK TO s; ROLLBACK TRANSACTION TO SAVEPOINT s; RELEASE s';
    await migrate(connection, [{ kind: 'execute', sql }]);
    expect(await connection.query('SELECT * FROM t')).toEqual([]);
  });

  it('see the tables as the operations before them left them', async () => {
    connection = await openMemory('CREATE TABLE t (a INTEGER)');
    await migrate(connection, [
      { kind: 'addConstraint', table: 't', constraint: { kind: 'check', expression: 'a > 0' } },
      add({ ...integer('x'), serverDefault: { text: '2 + 3' } }),
      { kind: 'bulkInsert', table: 't', rows: [{ a: 1 }, { a: 2, x: null }] },
      { kind: 'backfill', table: 't', set: { x: { text: 'a * 10' } }, where: 'x IS NULL' },
      { kind: 'renameColumn', table: 't', from: 'x', to: 'y' },
      { kind: 'bulkDelete', table: 't', rows: [{ y: 5 }] },
    ]);
    expect(await connection.query('SELECT * FROM t')).toEqual([{ a: 2, y: 20 }]);
  });
});
