import { describe, expect, it } from 'vitest';
import { sqlite } from '../../../src/dialects/sqlite/dialect.ts';
import { diff } from '../../../src/diff/diff.ts';
import { UnsupportedOperation } from '../../../src/errors.ts';
import { originOf } from '../../../src/schema/canonical.ts';
import type { Column } from '../../../src/schema/column.ts';
import type { Schema } from '../../../src/schema/schema.ts';
import type { Table } from '../../../src/schema/table.ts';
import { migrate, openMemory, reflect } from './database.ts';

const canonicalise = (schema: Schema): Schema => sqlite.canonicalise(schema, sqlite.offlineServer);

const id: Column = { name: 'id', type: { type: 'Integer' }, nullable: false, autoincrement: true };
const key = { kind: 'primaryKey', columns: ['id'] } as const;

/** Tables as models declare them, for no database in particular. */
const declared: readonly Table[] = [
  { name: 'parent', columns: [id, { name: 'code', type: { type: 'String', length: 5 } }], constraints: [key] },
  {
    name: 'numbered by BigInteger',
    columns: [{ ...id, type: { type: 'BigInteger' } }],
    constraints: [{ ...key, name: 'pk_numbered' }],
    comment: 'no comments here',
  },
  {
    name: 'identity',
    columns: [
      { name: 'id', type: { type: 'SmallInteger' }, nullable: false, identity: { always: true, start: 5, cache: 3 } },
    ],
    constraints: [key],
  },
  { name: 'not numbered', columns: [{ name: 'id', type: { type: 'Integer' }, nullable: false }], constraints: [key] },
  {
    name: 'counted',
    columns: [{ ...id, comment: 'x' }],
    constraints: [{ ...key, sqlite: { onConflict: 'replace' } }],
    sqlite: { autoincrement: true },
  },
  {
    name: 'strict',
    columns: [
      id,
      { name: 'a', type: { type: 'String', length: 5 }, serverDefault: 'x' },
      { name: 'b', type: { type: 'Numeric', precision: 5, scale: 1 }, serverDefault: 1.5 },
      { name: 'c', type: { type: 'Boolean', createConstraint: true, name: 'c_values' }, serverDefault: false },
      { name: 'd', type: { type: 'Enum', values: ['x', 'yy'], createConstraint: true, length: 30 } },
      { name: 'e', type: { type: 'sqlite.Any' } },
    ],
    constraints: [key],
    sqlite: { strict: true },
  },
  {
    name: 'without rowid',
    columns: [
      { name: 'a', type: { type: 'Integer' }, nullable: false, autoincrement: true },
      { name: 'b', type: { type: 'Text' }, nullable: false },
    ],
    constraints: [{ kind: 'primaryKey', columns: ['a', 'b'], deferrable: true, initially: 'DEFERRED' }],
    sqlite: { withoutRowid: true },
  },
  {
    name: 'defaults',
    columns: [
      { name: 'a', type: { type: 'Boolean' }, serverDefault: true },
      { name: 'b', type: { type: 'Integer' }, serverDefault: '5' },
      { name: 'c', type: { type: 'DateTime', timezone: true }, serverDefault: { function: 'now' } },
      { name: 'd', type: { type: 'String', length: 9 }, serverDefault: { text: "'it''s'" } },
      { name: 'e', type: { type: 'JSONB' }, serverDefault: '{}' },
      { name: 'f', type: { type: 'Text' }, serverDefault: { text: 'NULL' } },
      { name: 'g', type: { type: 'Text' }, serverDefault: { text: "(date('now'))" }, nullable: true },
      { name: 'h', type: { type: 'Numeric', precision: 9, scale: 2 }, serverDefault: { text: '1.50' } },
      { name: 'i', type: { type: 'Text' }, serverDefault: 'a\nb\\c\u0000d' },
    ],
  },
  {
    name: 'enums',
    columns: [
      { name: 'a', type: { type: 'Enum', values: ['x', "it's"], name: 'a_type' } },
      { name: 'b', type: { type: 'Enum', values: ['x', "it's"], name: 'b_type', createConstraint: true } },
      { name: 'c', type: { type: 'Enum', values: ['x'], createConstraint: true, native: false, length: 20 } },
      { name: 'd', type: { type: 'Boolean', createConstraint: true, name: 'd', constraintName: 'ck_enums_d' } },
      { name: 'e', type: { type: 'String', length: 7 } },
    ],
    constraints: [{ kind: 'check', name: 'written', expression: "e in ( 'x','y' )" }],
  },
  {
    name: 'strings',
    columns: [
      { name: 'a', type: { type: 'String', length: 5, collation: 'nocase' } },
      { name: 'b', type: { type: 'Text' }, collation: 'BINARY' },
      { name: 'c', type: { type: 'Uuid' } },
      { name: 'd', type: { type: 'Array', item: { type: 'Integer' } } },
      { name: 'e', type: { type: 'postgresql.Citext', variants: { sqlite: { type: 'Text', collation: 'NOCASE' } } } },
      { name: 'f', type: { type: 'custom', sql: 'decimal( 5,2 )' } },
      { name: 'g', type: { type: 'Interval' } },
    ],
    indexes: [
      { name: 'ix_a', columns: [{ column: 'a', order: 'asc', collation: 'NOCASE', nulls: 'last' }], using: 'btree' },
      { name: 'ix_b', columns: [{ column: 'b', order: 'desc', operatorClass: 'text_pattern_ops', length: 5 }] },
      { name: 'ix_c', columns: [{ expression: '("C")' }, { expression: 'LOWER(d)' }], where: '(c is NOT null)' },
      { columns: ['e', 'f'], unique: true, include: ['a'], comment: 'x' },
    ],
  },
  {
    name: 'constrained',
    columns: [
      { name: 'a', type: { type: 'Integer' }, comment: 'x', renamedFrom: 'z' },
      { name: 'b', type: { type: 'Integer' }, computed: { expression: '(a) * 2', persisted: true } },
      { name: 'c', type: { type: 'Integer' }, computed: { expression: 'A + 1', persisted: false } },
      { name: 'd', type: { type: 'String', length: 5 }, nullable: false, sqlite: { onConflictNotNull: 'abort' } },
    ],
    constraints: [
      { kind: 'unique', name: 'u', columns: ['a', 'd'], nullsNotDistinct: true },
      { kind: 'unique', columns: ['d'], sqlite: { onConflict: 'ignore', collations: ['nocase'] } },
      { kind: 'check', expression: '( a>0 )', notValid: true, noInherit: true },
      {
        kind: 'foreignKey',
        name: 'fk',
        columns: ['a'],
        references: { table: 'parent', schema: null, columns: ['id'] },
        onDelete: 'CASCADE',
        onUpdate: 'NO ACTION',
        initially: 'DEFERRED',
        useAlter: true,
        match: 'SIMPLE',
      },
      {
        kind: 'foreignKey',
        columns: ['a', 'd'],
        references: { table: 'constrained', columns: ['a', 'd'] },
        deferrable: false,
        initially: 'IMMEDIATE',
        notValid: true,
      },
    ],
    renamedFrom: 'before',
    mysql: { engine: 'InnoDB' },
  },
];

describe('canonical forms', () => {
  it.each(declared)('of table $name are the same as those of what SQLite makes of it', async (table) => {
    const connection = await openMemory();
    await migrate(connection, [{ kind: 'createTable', table }]);
    const reflected = canonicalise(await reflect(connection));
    expect(reflected.tables).toEqual(canonicalise({ tables: [table] }).tables);
    expect(diff(reflected, canonicalise({ tables: [table] }))).toEqual([]);
    await connection.close();
  });

  it('are canonical', () => {
    const once = canonicalise({ tables: declared });
    expect(canonicalise(once)).toEqual(once);
  });

  it('remember what was declared', () => {
    const [table] = canonicalise({ tables: declared }).tables;
    expect(table && originOf(table)).toBe(declared[0]);
    expect(table?.columns.map(originOf)).toEqual(declared[0]?.columns);
  });

  it('leave out what SQLite has not', () => {
    const schema: Schema = {
      tables: [{ name: 't', schema: 'main', columns: [{ name: 'a', type: { type: 'Integer' }, comment: 'x' }] }],
      objects: [
        { kind: 'sequence', name: 's' },
        { kind: 'schema', name: 'n' },
      ],
    };
    expect(canonicalise(schema)).toEqual({
      tables: [{ name: 't', columns: [{ name: 'a', type: { type: 'custom', sql: 'INTEGER' } }] }],
    });
  });

  it('refuse a table in a schema of its own', () => {
    const schema: Schema = { tables: [{ name: 't', schema: 'sales', columns: [id] }] };
    expect(() => canonicalise(schema)).toThrow(UnsupportedOperation);
    expect(() => canonicalise(schema)).toThrow('table sales.t is in one');
  });

  it('find a primary key that may hold NULL different from one that may not, and the rowid never', async () => {
    const connection = await openMemory(
      'CREATE TABLE parent (id integer primary key, code varchar(5))',
      'CREATE TABLE other (id TEXT PRIMARY KEY)',
    );
    const other: Table = {
      name: 'other',
      columns: [{ name: 'id', type: { type: 'Text' }, nullable: false }],
      constraints: [key],
    };
    const reflected = canonicalise(await reflect(connection));
    const wanted = canonicalise({ tables: [declared[0] as Table, other] });
    expect(diff(reflected, wanted).map((one) => [one.kind, 'table' in one && one.table])).toEqual([
      ['alterColumn', 'other'],
    ]);
    await connection.close();
  });
});
