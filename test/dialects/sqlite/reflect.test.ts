import { describe, expect, it } from 'vitest';
import { sqlite } from '../../../src/dialects/sqlite/dialect.ts';
import type { Schema } from '../../../src/schema/schema.ts';
import type { Table } from '../../../src/schema/table.ts';
import { openMemory, reflect } from './database.ts';

interface Case {
  readonly name: string;
  readonly script: readonly string[];
  readonly table: Omit<Table, 'name'>;
}

const id = { name: 'id', type: { type: 'Integer' }, nullable: false, autoincrement: true } as const;
const idKey = { kind: 'primaryKey', columns: ['id'] } as const;
const integer = (name: string) => ({ name, type: { type: 'Integer' } }) as const;

const cases: readonly Case[] = [
  {
    name: 'the rowid under another name',
    script: ['CREATE TABLE t (id integer primary key)'],
    table: { columns: [id], constraints: [idKey] },
  },
  {
    name: 'the rowid that is keyed in a clause of its own, in whatever order',
    script: ['CREATE TABLE t ("id" INTEGER, CONSTRAINT pk PRIMARY KEY (ID DESC))'],
    table: { columns: [id], constraints: [{ ...idKey, name: 'pk' }] },
  },
  {
    name: 'AUTOINCREMENT',
    script: ['CREATE TABLE t (id INTEGER CONSTRAINT pk PRIMARY KEY AUTOINCREMENT)'],
    table: { columns: [id], constraints: [{ ...idKey, name: 'pk' }], sqlite: { autoincrement: true } },
  },
  {
    name: 'a primary key that may hold NULL, as it is no rowid',
    script: ['CREATE TABLE t (a INT PRIMARY KEY, b TEXT NOT NULL)'],
    table: {
      columns: [
        { name: 'a', type: { type: 'custom', sql: 'INT' } },
        { name: 'b', type: { type: 'Text' }, nullable: false },
      ],
      constraints: [{ kind: 'primaryKey', columns: ['a'] }],
    },
  },
  {
    name: 'WITHOUT ROWID, whose key is never NULL',
    script: ['CREATE TABLE t (a INTEGER, b INTEGER, PRIMARY KEY (b, a DESC)) WITHOUT ROWID, STRICT'],
    table: {
      columns: [
        { ...integer('a'), nullable: false },
        { ...integer('b'), nullable: false },
      ],
      constraints: [{ kind: 'primaryKey', columns: ['b', 'a'], sqlite: { orders: ['asc', 'desc'] } }],
      sqlite: { strict: true, withoutRowid: true },
    },
  },
  {
    name: 'defaults',
    script: [
      `CREATE TABLE t (a TEXT DEFAULT 'it''s', b BOOLEAN DEFAULT 1, c INTEGER DEFAULT -1, d DATETIME DEFAULT CURRENT_TIMESTAMP,
        e TEXT DEFAULT (lower('X')), f TEXT DEFAULT NULL, g TEXT DEFAULT "text")`,
    ],
    table: {
      columns: [
        { name: 'a', type: { type: 'Text' }, serverDefault: "it's" },
        { name: 'b', type: { type: 'Boolean' }, serverDefault: true },
        { ...integer('c'), serverDefault: -1 },
        { name: 'd', type: { type: 'DateTime' }, serverDefault: { function: 'now' } },
        { name: 'e', type: { type: 'Text' }, serverDefault: { text: "lower('X')" } },
        { name: 'f', type: { type: 'Text' } },
        { name: 'g', type: { type: 'Text' }, serverDefault: 'text' },
      ],
    },
  },
  {
    name: 'checks with and without names, beside columns and of the table',
    script: [
      `CREATE TABLE t (a INTEGER CONSTRAINT positive CHECK (a > 0 /* yes */) CHECK(a<9), b INTEGER, CHECK (a < b -- so
        ), CONSTRAINT "odd, (name" CHECK ((b) IN (1)))`,
    ],
    table: {
      columns: [integer('a'), integer('b')],
      constraints: [
        { kind: 'check', name: 'positive', expression: 'a > 0' },
        { kind: 'check', expression: 'a<9' },
        { kind: 'check', expression: 'a < b' },
        { kind: 'check', name: 'odd, (name', expression: '(b) IN (1)' },
      ],
    },
  },
  {
    name: 'an enum and a boolean whose values are checked',
    script: [
      `CREATE TABLE t (a VARCHAR(6) CONSTRAINT ck CHECK (a IN ('active', 'off')), b BOOLEAN, c VARCHAR(9), CHECK (b IN (0, 1)),
        CHECK (c in ('it''s')))`,
    ],
    table: {
      columns: [
        {
          name: 'a',
          type: {
            type: 'Enum',
            values: ['active', 'off'],
            native: false,
            createConstraint: true,
            constraintName: 'ck',
          },
        },
        { name: 'b', type: { type: 'Boolean', createConstraint: true } },
        { name: 'c', type: { type: 'Enum', values: ["it's"], native: false, createConstraint: true, length: 9 } },
      ],
    },
  },
  {
    name: 'unique constraints, with their conflict clauses and collations',
    script: [
      `CREATE TABLE t (a INTEGER UNIQUE ON CONFLICT IGNORE, b INTEGER NOT NULL ON CONFLICT FAIL,
        CONSTRAINT u UNIQUE (A COLLATE NOCASE, "B") ON CONFLICT REPLACE)`,
    ],
    table: {
      columns: [integer('a'), { ...integer('b'), nullable: false, sqlite: { onConflictNotNull: 'FAIL' } }],
      constraints: [
        { kind: 'unique', columns: ['a'], sqlite: { onConflict: 'IGNORE' } },
        {
          kind: 'unique',
          name: 'u',
          columns: ['a', 'b'],
          sqlite: { onConflict: 'REPLACE', collations: ['NOCASE', ''] },
        },
      ],
    },
  },
  {
    name: 'foreign keys, which name their targets as those name themselves',
    script: [
      'CREATE TABLE "Parent" ("Id" INTEGER PRIMARY KEY, a INTEGER, b INTEGER, UNIQUE (a, b))',
      `CREATE TABLE t (a INTEGER CONSTRAINT up REFERENCES parent ON DELETE SET NULL ON UPDATE NO ACTION, b INTEGER REFERENCES T(A),
        c INTEGER REFERENCES nowhere(x) DEFERRABLE INITIALLY DEFERRED,
        FOREIGN KEY (a, "b") REFERENCES PARENT (A, B) ON UPDATE CASCADE MATCH FULL NOT DEFERRABLE)`,
    ],
    table: {
      columns: [integer('a'), integer('b'), integer('c')],
      constraints: [
        {
          kind: 'foreignKey',
          name: 'up',
          columns: ['a'],
          references: { table: 'Parent', columns: ['Id'] },
          onDelete: 'SET NULL',
        },
        { kind: 'foreignKey', columns: ['b'], references: { table: 't', columns: ['a'] } },
        {
          kind: 'foreignKey',
          columns: ['c'],
          references: { table: 'nowhere', columns: ['x'] },
          deferrable: true,
          initially: 'DEFERRED',
        },
        {
          kind: 'foreignKey',
          columns: ['a', 'b'],
          references: { table: 'Parent', columns: ['a', 'b'] },
          onUpdate: 'CASCADE',
          match: 'FULL',
        },
      ],
    },
  },
  {
    name: 'generated columns and collations',
    script: [
      'CREATE TABLE t (a TEXT COLLATE nocase, b TEXT COLLATE BINARY, c INTEGER GENERATED ALWAYS AS (length(a) + 1) STORED, d AS (a))',
    ],
    table: {
      columns: [
        { name: 'a', type: { type: 'Text' }, collation: 'nocase' },
        { name: 'b', type: { type: 'Text' } },
        { ...integer('c'), computed: { expression: 'length(a) + 1', persisted: true } },
        { name: 'd', type: { type: 'custom', sql: '' }, computed: { expression: 'a' } },
      ],
    },
  },
  {
    name: 'indexes of every sort',
    script: [
      'CREATE TABLE t (a TEXT, b INTEGER)',
      'CREATE INDEX plain ON t (a)',
      'CREATE UNIQUE INDEX partial ON t ("A" DESC, b ASC) WHERE b > 0 AND a IS NOT NULL;',
      "CREATE INDEX expression ON t (lower(a) || ',' COLLATE NOCASE, (b) COLLATE RTRIM DESC, (b + 1))",
    ],
    table: {
      columns: [{ name: 'a', type: { type: 'Text' } }, integer('b')],
      indexes: [
        { name: 'plain', columns: ['a'] },
        {
          name: 'partial',
          columns: [{ column: 'a', order: 'desc' }, 'b'],
          unique: true,
          where: 'b > 0 AND a IS NOT NULL',
        },
        {
          name: 'expression',
          columns: [
            { expression: "lower(a) || ','", collation: 'NOCASE' },
            { column: 'b', order: 'desc', collation: 'RTRIM' },
            { expression: 'b + 1' },
          ],
        },
      ],
    },
  },
  {
    name: 'columns that were added later',
    script: ['CREATE TABLE t (a INTEGER, CHECK (a > 0))', 'ALTER TABLE t ADD COLUMN b INTEGER REFERENCES t(a)'],
    table: {
      columns: [integer('a'), integer('b')],
      constraints: [
        { kind: 'foreignKey', columns: ['b'], references: { table: 't', columns: ['a'] } },
        { kind: 'check', expression: 'a > 0' },
      ],
    },
  },
  {
    name: 'names and comments that try the reader',
    script: [
      `CREATE TABLE t -- a comment (with
        ([a b] INTEGER /* , */, 'c''d' INTEGER, "e""f" INTEGER, \`g\` INTEGER,"check" INTEGER, é INTEGER,
        CONSTRAINT first UNIQUE ("check") CONSTRAINT second UNIQUE (é))`,
    ],
    table: {
      columns: ['a b', "c'd", 'e"f', 'g', 'check', 'é'].map(integer),
      constraints: [
        { kind: 'unique', name: 'first', columns: ['check'] },
        { kind: 'unique', name: 'second', columns: ['é'] },
      ],
    },
  },
];

const tableOf = ({ tables }: Schema): Table | undefined => tables.find(({ name }) => name === 't');

describe('reflecting', () => {
  it.each(cases)('reads $name', async ({ script, table }) => {
    const connection = await openMemory(...script);
    expect(tableOf(await reflect(connection))).toEqual({ name: 't', ...table });
    await connection.close();
  });

  it('lists what is not modelled, and hides what belongs to virtual tables and to SQLite', async () => {
    const view = 'CREATE VIEW v AS SELECT a FROM t';
    const trigger = 'CREATE TRIGGER tr AFTER INSERT ON t BEGIN SELECT 1; END';
    const search = 'CREATE VIRTUAL TABLE f USING fts5(a)';
    const connection = await openMemory(
      'CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT UNIQUE)',
      view,
      trigger,
      search,
      'ANALYZE',
      'CREATE VIEW broken AS SELECT nothing_of_it FROM t',
    );
    const { tables, objects, unmodelled } = await reflect(connection);
    expect(tables.map(({ name, indexes }) => ({ name, indexes }))).toEqual([{ name: 't', indexes: undefined }]);
    expect(unmodelled).toBeUndefined();
    expect(objects).toEqual([
      { kind: 'view', name: 'v', definition: view.replace(/^.* AS SELECT/, 'SELECT') },
      { kind: 'trigger', name: 'tr', table: 't', timing: 'AFTER', events: ['INSERT'], body: 'BEGIN SELECT 1; END' },
      { kind: 'virtualTable', name: 'f', module: 'fts5', options: ['a'] },
      { kind: 'view', name: 'broken', definition: 'SELECT nothing_of_it FROM t' },
    ]);
    await connection.close();
  });

  it('takes one round trip, whatever there is', async () => {
    const connection = await openMemory(
      ...Array.from({ length: 50 }, (_, at) => `CREATE TABLE t${at} (id INTEGER PRIMARY KEY, a TEXT UNIQUE)`),
    );
    const before = connection.roundTrips;
    expect((await reflect(connection)).tables).toHaveLength(50);
    expect(connection.roundTrips - before).toBe(1);
    await connection.close();
  });

  it('reads only what is asked for', async () => {
    const connection = await openMemory('CREATE TABLE a (x)', 'CREATE TABLE b (x)');
    const names = async (scope: Parameters<typeof sqlite.reflect>[1]): Promise<readonly string[]> =>
      (await sqlite.reflect(connection, scope)).tables.map(({ name }) => name);
    expect(await names({ tables: [{ name: 'B' }] })).toEqual(['b']);
    expect(await names({ schemas: ['main'] })).toEqual(['a', 'b']);
    expect(await names({ schemas: ['other'] })).toEqual([]);
    await connection.close();
  });
});
