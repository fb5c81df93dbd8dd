import { describe, expect, it } from 'vitest';
import type { Server } from '../../../src/dialects/dialect.ts';
import { postgresql } from '../../../src/dialects/postgres/dialect.ts';
import type { Operation } from '../../../src/operations/operation.ts';
import { emptySchema } from '../../../src/schema/schema.ts';
import { withDatabase } from '../../support/databases.ts';
import { run } from '../../support/migrate.ts';
import { describeOn } from '../../support/server.ts';
import { databaseOf, postgresServers } from './servers.ts';

const server = postgresql.offlineServer;
const compile = (operations: readonly Operation[], on: Server = server) =>
  postgresql.compile(operations, emptySchema, on);
const execute = (sql: string): Operation => ({ kind: 'execute', sql });

const outside: readonly string[] = [
  'create unique index concurrently i on t (a)',
  '/* why */ CREATE INDEX CONCURRENTLY i ON t (a)',
  'DROP INDEX CONCURRENTLY i',
  'REINDEX INDEX CONCURRENTLY i',
  'REINDEX (CONCURRENTLY, VERBOSE) TABLE t',
  'REINDEX DATABASE d',
  'VACUUM',
  'vacuum (analyze) t',
  'CREATE DATABASE d',
  'DROP TABLESPACE s',
  "ALTER SYSTEM SET work_mem = '1MB'",
  'ALTER TABLE t DETACH PARTITION t1 CONCURRENTLY',
  'ALTER DATABASE d SET TABLESPACE s',
];

const inside: readonly string[] = [
  'CREATE INDEX i ON t (a)',
  'CREATE INDEX concurrently_made ON t (a)',
  'ALTER TABLE t DETACH PARTITION t1',
  'ALTER TABLE t ADD COLUMN concurrently int',
  "ALTER TYPE e ADD VALUE 'x'",
  'ALTER DATABASE d SET work_mem = 5',
  'SAVEPOINT s',
  'ROLLBACK TO SAVEPOINT s',
];

describe('a statement by hand', () => {
  it.each(outside)('runs outside a transaction: %s', (sql) => {
    expect(compile([execute(sql)])).toEqual([{ sql, transaction: 'outside', operation: 0 }]);
  });

  it.each(inside)('runs in the transaction: %s', (sql) => {
    expect(compile([execute(sql)])).toEqual([{ sql, operation: 0 }]);
  });

  it.each(['BEGIN', 'commit', 'ROLLBACK', 'END;', 'START TRANSACTION'])('is refused: %s', (sql) => {
    expect(() => compile([execute(`SELECT 1; ${sql}`)])).toThrow('it runs in one of its own');
  });

  it('that adds a value which a later one uses is committed first', () => {
    const added = "alter type e add value if not exists 'new' after 'old'";
    expect(compile([execute(`${added}; UPDATE t SET a = 'new'`)])[0]).toMatchObject({ transaction: 'outside' });
    expect(compile([execute(`${added}; UPDATE t SET a = 'old'`)])[0]).not.toHaveProperty('transaction');
  });

  it('is chosen by the name of the database', () => {
    expect(compile([{ kind: 'execute', sql: { postgresql: 'SELECT 1', mysql: 'SELECT 2' } }])).toEqual([
      { sql: 'SELECT 1', operation: 0 },
    ]);
    expect(compile([{ kind: 'execute', sql: { mysql: 'SELECT 2' } }])).toEqual([]);
  });
});

describe('an index', () => {
  it('that is built concurrently takes what a broken build left away before', () => {
    const statements = compile([
      {
        kind: 'createIndex',
        table: 't',
        schema: 's',
        index: { name: 'i', columns: ['a'], comment: 'x' },
        concurrently: true,
      },
    ]);
    expect(statements.map(({ transaction }) => transaction)).toEqual(['outside', 'outside', undefined]);
    expect(statements[0]?.sql).toContain('NOT i.indisvalid');
    expect(statements[1]?.sql).toBe('CREATE INDEX CONCURRENTLY "i" ON "s"."t" ("a")');
  });

  it('that is dropped concurrently is dropped outside', () => {
    expect(compile([{ kind: 'dropIndex', table: 't', schema: 's', index: { name: 'i' }, concurrently: true }])).toEqual(
      [{ sql: 'DROP INDEX CONCURRENTLY "s"."i"', transaction: 'outside', operation: 0 }],
    );
  });
});

it('what a version does not have is refused before anything runs', () => {
  const table = {
    name: 't',
    columns: [{ name: 'c', type: { type: 'Integer' }, computed: { expression: '1', persisted: false } }],
  } as const;
  expect(() => compile([{ kind: 'createTable', table }], { ...server, version: [17, 0, 0] })).toThrow(
    'before version 18',
  );
});

it('a name or value with the character that PostgreSQL cannot store is refused', () => {
  expect(() => postgresql.quoteIdentifier('a\0b')).toThrow('cannot store the character with code 0');
  expect(() => postgresql.quoteLiteral('a\0b')).toThrow('cannot store the character with code 0');
});

it('the schema is asked for only where something leans on it', () => {
  const needs = (operation: Operation): boolean => postgresql.prepare([operation], 'none').needsSchema;
  expect(
    needs({ kind: 'createTable', table: { name: 't', columns: [{ name: 'a', type: { type: 'Integer' } }] } }),
  ).toBe(false);
  expect(needs({ kind: 'createIndex', table: 't', index: { name: 'i', columns: ['a'] } })).toBe(false);
  expect(needs({ kind: 'dropColumn', table: 't', column: { name: 'a' } })).toBe(true);
  expect(
    needs({ kind: 'addColumn', table: 't', column: { name: 'a', type: { type: 'Enum', values: ['x'], name: 'e' } } }),
  ).toBe(true);
});

const hostile = [
  'a"b',
  "it's",
  'back\\slash',
  'semi;colon',
  '-- comment',
  '/* x */',
  'new\nline',
  '$$',
  '$block0$',
  '%s',
  'Ünïcödé 😀',
  'select',
  'UPPER',
  ' ',
];

for (const postgres of postgresServers) {
  describeOn(postgres, () => {
    const database = databaseOf(postgres);

    it.each(hostile)('a thing called %j is made, changed, read and dropped', async (name) => {
      const { connection, dialect } = database();
      await connection.execute(`DROP SCHEMA IF EXISTS ${dialect.quoteIdentifier(name)} CASCADE`);
      const type = { type: 'Enum', name: `${name}e`, schema: name, values: [name, `${name}'`] } as const;
      const integer = { type: 'Integer' } as const;
      const on = { table: name, schema: name };
      const scope = { schemas: [name] };
      const table = {
        name,
        schema: name,
        columns: [
          { name, type, nullable: false, serverDefault: name, comment: name },
          { name: `${name}2`, type: integer, nullable: false, autoincrement: true },
        ],
        constraints: [
          { kind: 'primaryKey', name: `${name}pk`, columns: [`${name}2`] },
          {
            kind: 'foreignKey',
            name: `${name}fk`,
            columns: [`${name}2`],
            references: { table: name, columns: [`${name}2`] },
          },
        ],
        indexes: [{ name: `${name}i`, columns: [name], comment: name }],
        comment: name,
      } as const;
      await run(
        database(),
        [
          { kind: 'createObject', object: { kind: 'schema', name, comment: name } },
          { kind: 'createObject', object: { kind: 'sequence', name: `${name}s`, schema: name, comment: name } },
          { kind: 'createTable', table },
          { kind: 'bulkInsert', ...on, rows: [{ [name]: name }] },
        ],
        scope,
      );
      expect(await dialect.reflect(connection, scope)).toEqual({
        tables: [table],
        objects: [
          { kind: 'schema', name, comment: name },
          { kind: 'enum', name: `${name}e`, schema: name, values: type.values },
          { kind: 'sequence', name: `${name}s`, schema: name, comment: name },
        ],
      });
      const rebuilt = { ...type, values: [`${name}'`, name] };
      await run(
        database(),
        [
          { kind: 'alterColumn', ...on, from: table.columns[0], to: { ...table.columns[0], type: rebuilt } },
          {
            kind: 'alterColumn',
            ...on,
            from: table.columns[1],
            to: { name: `${name}2`, type: { type: 'BigInteger' }, nullable: false, identity: {} },
          },
          { kind: 'renameColumn', ...on, from: name, to: `${name}3` },
          { kind: 'renameIndex', ...on, from: `${name}i`, to: `${name}j` },
          { kind: 'renameConstraint', ...on, kindOf: 'primaryKey', from: `${name}pk`, to: `${name}key` },
          { kind: 'renameTable', from: name, to: `${name}t`, schema: name },
        ],
        scope,
      );
      const rows = await connection.query(
        `SELECT ${dialect.quoteIdentifier(`${name}3`)} AS value FROM ${dialect.quoteTable({ name: `${name}t`, schema: name })}`,
      );
      expect(rows).toEqual([{ value: name }]);
      await run(
        database(),
        [
          { kind: 'dropTable', table: { name: `${name}t`, schema: name } },
          { kind: 'dropObject', object: { kind: 'sequence', name: `${name}s`, schema: name } },
          { kind: 'dropObject', object: { kind: 'schema', name } },
        ],
        scope,
      );
    });

    it.each(hostile)('the value %j arrives as it is', async (value) => {
      const { connection, dialect } = database();
      expect(await connection.query(`SELECT ${dialect.quoteLiteral(value)}::text AS value`)).toEqual([{ value }]);
      await connection.execute('SET standard_conforming_strings = off');
      expect(await connection.query(`SELECT ${dialect.quoteLiteral(value)}::text AS value`)).toEqual([{ value }]);
      await connection.execute('SET standard_conforming_strings = on');
    });

    it('an index is built concurrently after a failure, once the rows allow it', async () => {
      const { connection, dialect } = database();
      await connection.execute('CREATE TABLE t (a int); INSERT INTO t VALUES (1), (1)');
      const build = [
        { kind: 'createIndex', table: 't', index: { name: 'i', columns: ['a'], unique: true }, concurrently: true },
      ] as const;
      await expect(run(database(), build)).rejects.toThrow('(a)=(1)');
      await connection.execute('DELETE FROM t');
      await run(database(), build);
      expect((await dialect.reflect(connection, {})).tables[0]?.indexes).toEqual([
        { name: 'i', columns: ['a'], unique: true },
      ]);
    });

    it('a backfill in batches sets every row once', async () => {
      const { connection } = database();
      await connection.execute(
        'CREATE TABLE t (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), n int NOT NULL DEFAULT 0); INSERT INTO t SELECT FROM generate_series(1, 250)',
      );
      await run(database(), [
        { kind: 'backfill', table: 't', set: { n: { text: 'n + 1' } }, where: 'n >= 0', batchSize: 40 },
      ]);
      expect(await connection.query('SELECT n, count(*) AS rows FROM t GROUP BY n')).toEqual([{ n: 1, rows: 250 }]);
      await run(database(), [{ kind: 'backfill', table: 't', set: { n: 5 } }]);
      expect(await connection.query('SELECT DISTINCT n FROM t')).toEqual([{ n: 5 }]);
    });

    it('constraints and indexes that nobody named are dropped by the names that the server chose', async () => {
      const { connection, dialect } = database();
      const [long, other] = ['t'.repeat(50), 'c'.repeat(40)];
      const unnamed = [
        { kind: 'primaryKey', columns: ['id'] },
        { kind: 'unique', columns: ['id', other] },
        { kind: 'foreignKey', columns: [other], references: { table: long, columns: ['id'] } },
        { kind: 'check', expression: `${other} > 0` },
        { kind: 'check', expression: `id > 0 OR ${other} > 0` },
      ] as const;
      const index = { columns: ['id', { expression: 'id + 1' }] } as const;
      await connection.execute(`CREATE TABLE ${long} (id int, ${other} int)`);
      const on = { table: long };
      await run(database(), [
        ...unnamed.map((constraint) => ({ kind: 'addConstraint', ...on, constraint }) as const),
        { kind: 'createIndex', ...on, index },
      ]);
      await run(database(), [
        ...[...unnamed].reverse().map((constraint) => ({ kind: 'dropConstraint', ...on, constraint }) as const),
        { kind: 'dropIndex', ...on, index },
      ]);
      const [table] = (await dialect.reflect(connection, {})).tables;
      expect(Object.keys(table ?? {})).toEqual(['name', 'columns']);
    });

    it('a serial column goes on counting under a new name of its table', async () => {
      await withDatabase(postgres, async (own) => {
        const column = { name: 'id', type: { type: 'Integer' }, nullable: false, autoincrement: true } as const;
        await run(own, [{ kind: 'createTable', table: { name: 't', columns: [column] } }]);
        await run(own, [
          { kind: 'renameTable', from: 't', to: 'u' },
          { kind: 'renameColumn', table: 'u', from: 'id', to: 'key' },
          { kind: 'createTable', table: { name: 't', columns: [column] } },
        ]);
        expect(await own.connection.query('INSERT INTO u VALUES (DEFAULT) RETURNING key')).toEqual([{ key: 1 }]);
        const { tables } = await own.dialect.reflect(own.connection, {});
        expect(tables.map(({ columns }) => columns[0]?.autoincrement)).toEqual([true, true]);
        await run(own, [
          { kind: 'dropTable', table: { name: 't' } },
          { kind: 'dropTable', table: { name: 'u' } },
        ]);
      });
    });
  });
}
