import { describe, expect, it } from 'vitest';
import type { Dialect, Server } from '../../../src/dialects/dialect.ts';
import { mariadb } from '../../../src/dialects/mariadb/dialect.ts';
import { mysql } from '../../../src/dialects/mysql/dialect.ts';
import { diff } from '../../../src/diff/diff.ts';
import { originOf } from '../../../src/schema/canonical.ts';
import type { Column } from '../../../src/schema/column.ts';
import type { Constraint } from '../../../src/schema/constraint.ts';
import type { Schema } from '../../../src/schema/schema.ts';
import type { Table } from '../../../src/schema/table.ts';
import type { Index } from '../../../src/schema/table-index.ts';
import type { SqlType } from '../../../src/schema/type.ts';

const serverOf = ({ offlineServer }: Dialect): Server => ({ ...offlineServer, defaultSchema: 'app' });

const both: readonly Dialect[] = [mysql, mariadb];

const schemaOf = (table: Partial<Table>): Schema => ({
  tables: [{ name: 't', columns: [{ name: 'a', type: { type: 'Integer' } }], ...table }],
});

const isSame = (dialect: Dialect, left: Schema, right: Schema): boolean => {
  const canonical = (schema: Schema) => dialect.canonicalise(schema, serverOf(dialect));
  return diff(canonical(left), canonical(right)).length === 0;
};

type Pair<T> = readonly [left: T, right: T, only?: Dialect];

const column = (type: SqlType, rest: Partial<Column> = {}): Schema =>
  schemaOf({ columns: [{ name: 'a', type, ...rest }] });
const integer = (rest: Partial<Column>): Schema => column({ type: 'Integer' }, rest);
const string = (rest: Partial<Column>): Schema => column({ type: 'String', length: 20 }, rest);
const at = (rest: Partial<Column>, precision?: number): Schema =>
  column({ type: 'DateTime', ...(precision === undefined ? {} : { precision }) }, rest);
const constraints = (...list: readonly Constraint[]): Schema => schemaOf({ constraints: list });
const indexes = (...list: readonly Index[]): Schema => schemaOf({ indexes: list });
const check = (expression: string): Schema => constraints({ kind: 'check', name: 'ck', expression });
const foreignKey: Constraint = {
  kind: 'foreignKey',
  name: 'fk',
  columns: ['a'],
  references: { table: 'p', columns: ['id'] },
};

const same: Readonly<Record<string, Pair<Schema>>> = {
  'an integer and its display width': [
    column({ type: 'Integer' }),
    column({ type: 'mysql.Integer', displayWidth: 11 }),
  ],
  'any display width': [column({ type: 'Integer' }), column({ type: 'mysql.Integer', displayWidth: 5 }), mysql],
  'a boolean and a tiny integer of width 1': [
    column({ type: 'Boolean' }),
    column({ type: 'mysql.TinyInteger', displayWidth: 1 }),
  ],
  'spellings by hand': [
    column({ type: 'custom', sql: 'NUMERIC( 10 , 2 ) UNSIGNED' }),
    column({ type: 'mysql.Decimal', precision: 10, scale: 2, unsigned: true }),
  ],
  'an enum spelled by hand': [
    column({ type: 'custom', sql: `ENUM('a , b', "c''d")` }),
    column({ type: 'Enum', values: ['a , b', "c''d"], name: 'mood' }),
  ],
  'decimals without a scale': [column({ type: 'Numeric' }), column({ type: 'Numeric', precision: 10, scale: 0 })],
  'a text of a length and the type that holds it': [column({ type: 'Text', length: 300 }), column({ type: 'Text' })],
  'a float of many digits and a double': [column({ type: 'Float', precision: 53 }), column({ type: 'Double' })],
  'times of a zone and without, of which there is one': [
    column({ type: 'DateTime', timezone: true }),
    column({ type: 'DateTime' }),
  ],
  'JSONB, an array, and JSON': [column({ type: 'JSONB' }), column({ type: 'Array', item: { type: 'Integer' } })],
  'a collation of the type and of the column': [
    column({ type: 'String', length: 9, collation: 'utf8mb4_bin' }),
    column({ type: 'String', length: 9 }, { collation: 'utf8mb4_bin' }),
  ],
  'a character set and its default collation': [
    string({ mysql: { charset: 'latin1' } }),
    string({ collation: 'latin1_swedish_ci' }),
  ],
  'utf8 and utf8mb3': [string({ collation: 'utf8_bin' }), string({ collation: 'utf8mb3_bin' })],
  "the table's collation and none": [
    schemaOf({
      columns: [{ name: 'a', type: { type: 'Text' }, collation: 'latin1_bin' }],
      mysql: { collate: 'latin1_bin' },
    }),
    schemaOf({ columns: [{ name: 'a', type: { type: 'Text' } }], mysql: { charset: 'latin1', collate: 'latin1_bin' } }),
  ],
  'a short name of a collation': [
    string({ collation: 'uca1400_as_cs' }),
    string({ collation: 'utf8mb4_uca1400_as_cs' }),
    mariadb,
  ],
  'the usual engine and row format': [
    schemaOf({ mysql: { engine: 'innodb', rowFormat: 'DYNAMIC', autoIncrement: 7 } }),
    schemaOf({}),
  ],
  'identity and counting': [
    integer({ identity: { always: true }, nullable: false }),
    integer({ autoincrement: true, nullable: false }),
  ],
  'a default as a number, a string and SQL': [integer({ serverDefault: 1 }), integer({ serverDefault: '1' })],
  'a default in parentheses': [integer({ serverDefault: { text: '(1)' } }), integer({ serverDefault: 1 })],
  'NULL as default and none': [string({ serverDefault: { text: 'NULL' } }), string({})],
  'a string as literal and as SQL': [
    string({ serverDefault: { text: `'it''s \\\\'` } }),
    string({ serverDefault: "it's \\" }),
  ],
  'an introducer that adds nothing': [
    string({ serverDefault: { text: "_utf8mb4'x'" } }),
    string({ serverDefault: 'x' }),
  ],
  'a number as default of a string': [string({ serverDefault: 5 }), string({ serverDefault: '5' })],
  'a decimal with more and fewer digits': [
    column({ type: 'Numeric', precision: 10, scale: 2 }, { serverDefault: 1 }),
    column({ type: 'Numeric', precision: 10, scale: 2 }, { serverDefault: '1.00' }),
  ],
  'a rounded decimal': [
    column({ type: 'Numeric', precision: 10, scale: 2 }, { serverDefault: '-1.005' }),
    column({ type: 'Numeric', precision: 10, scale: 2 }, { serverDefault: '-1.01' }),
  ],
  'true and 1': [
    column({ type: 'Boolean' }, { serverDefault: true }),
    column({ type: 'Boolean' }, { serverDefault: { text: 'TRUE' } }),
  ],
  'a day and its midnight': [
    at({ serverDefault: '2020-01-01' }, 2),
    at({ serverDefault: '2020-01-01 00:00:00.00' }, 2),
  ],
  'ways to say now': [at({ serverDefault: { function: 'now' } }), at({ serverDefault: { text: 'CURRENT_TIMESTAMP' } })],
  'now with the digits of the column': [
    at({ serverDefault: { function: 'now' } }, 3),
    at({ serverDefault: { text: 'now(3)' } }, 3),
  ],
  'bytes as a string and in hexadecimal': [
    column({ type: 'mysql.Binary', length: 3 }, { serverDefault: 'a' }),
    column({ type: 'mysql.Binary', length: 3 }, { serverDefault: { text: '0x610000' } }),
  ],
  'bits as a number and as bits': [
    column({ type: 'mysql.Bit', length: 4 }, { serverDefault: 5 }),
    column({ type: 'mysql.Bit', length: 4 }, { serverDefault: { text: "b'0101'" } }),
  ],
  'an empty comment and none': [integer({ comment: '' }), integer({})],
  'a comment as far as it is kept': [integer({ comment: 'x😀' }), integer({ comment: 'x?' })],
  'case, space, quotes and parentheses in expressions': [check('  A  >\n 0 /* x */ '), check('(`a` > 0)')],
  'operators and functions of several names': [check('a != 1 && ucase(a) = "x"'), check("a <> 1 and upper(a) = 'x'")],
  'RESTRICT, NO ACTION and nothing': [
    constraints({
      ...foreignKey,
      onDelete: 'RESTRICT',
      onUpdate: 'NO ACTION',
      match: 'FULL',
      deferrable: true,
    } as Constraint),
    constraints(foreignKey),
  ],
  'a foreign key to the database that is connected to': [
    constraints({ ...foreignKey, references: { table: 'p', schema: 'app', columns: ['id'] } } as Constraint),
    constraints({ ...foreignKey, references: { table: 'p', schema: null, columns: ['id'] } } as Constraint),
  ],
  'the index that a foreign key makes': [
    schemaOf({ constraints: [foreignKey], indexes: [{ name: 'fk', columns: ['a'] }] }),
    schemaOf({ constraints: [foreignKey] }),
  ],
  'the index that a foreign key without a name makes': [
    schemaOf({ constraints: [{ ...foreignKey, name: 't_ibfk_1' }], indexes: [{ name: 'a', columns: ['a'] }] }),
    schemaOf({ constraints: [{ ...foreignKey, name: 't_ibfk_1' }] }),
  ],
  'a name of the primary key': [
    constraints({ kind: 'primaryKey', name: 'pk', columns: ['a'] }),
    constraints({ kind: 'primaryKey', columns: ['a'] }),
  ],
  'a unique index and a unique constraint': [
    indexes({ name: 'u', columns: ['a'], unique: true }),
    constraints({ kind: 'unique', name: 'u', columns: ['a'] }),
  ],
  'the usual method and order of an index': [
    indexes({
      name: 'i',
      columns: [{ column: 'a', order: 'asc', operatorClass: 'int4_ops' }],
      using: 'btree',
      include: ['a'],
    }),
    indexes({ name: 'i', columns: ['a'] }),
  ],
  'a prefix of the whole column': [
    schemaOf({
      columns: [{ name: 'a', type: { type: 'String', length: 9 } }],
      indexes: [{ name: 'i', columns: [{ column: 'a', length: 9 }] }],
    }),
    schemaOf({
      columns: [{ name: 'a', type: { type: 'String', length: 9 } }],
      indexes: [{ name: 'i', columns: ['a'] }],
    }),
  ],
  'the name of the database and none': [schemaOf({ schema: 'app' }), schemaOf({})],
  'options of other databases': [schemaOf({ postgresql: { unlogged: true }, sqlite: { strict: true } }), schemaOf({})],
  'NOT NULL on a generated column': [
    integer({ computed: { expression: '1' }, nullable: false }),
    integer({ computed: { expression: '1' } }),
    mariadb,
  ],
  "a UUID and the server's own type": [column({ type: 'Uuid' }), column({ type: 'custom', sql: 'UUID' }), mariadb],
  'a UUID and its text': [column({ type: 'Uuid' }), column({ type: 'Char', length: 36 }), mysql],
};

const different: Readonly<Record<string, Pair<Schema>>> = {
  'a boolean and a tiny integer': [column({ type: 'Boolean' }), column({ type: 'mysql.TinyInteger' })],
  'signed and unsigned': [column({ type: 'Integer' }), column({ type: 'mysql.Integer', unsigned: true })],
  'digits of a second': [column({ type: 'DateTime' }), column({ type: 'DateTime', precision: 6 })],
  lengths: [column({ type: 'String', length: 9 }), column({ type: 'String', length: 10 })],
  'a length and none': [column({ type: 'Numeric', precision: 12 }), column({ type: 'Numeric' })],
  'the order of an enum': [column({ type: 'Enum', values: ['a', 'b'] }), column({ type: 'Enum', values: ['b', 'a'] })],
  'a collation and none': [string({ collation: 'utf8mb4_bin' }), string({})],
  'collations of a table': [schemaOf({ mysql: { charset: 'latin1' } }), schemaOf({})],
  'an empty string and none': [string({ serverDefault: '' }), string({})],
  'the string NULL and none': [string({ serverDefault: 'NULL' }), string({})],
  'a string that looks like a function': [
    string({ serverDefault: 'now()' }),
    string({ serverDefault: { text: 'now()' } }),
  ],
  'counting and not': [integer({ autoincrement: true, nullable: false }), integer({ nullable: false })],
  'stored and virtual': [
    integer({ computed: { expression: '1', persisted: true } }),
    integer({ computed: { expression: '1' } }),
  ],
  'visible and invisible': [integer({ mysql: { invisible: true } }), integer({})],
  'letters of a string in an expression': [check("a = 'X'"), check("a = 'x'")],
  'parentheses that count': [check('(a + 1) * 2 > 0'), check('a + 1 * 2 > 0')],
  'an index called like its column, with a named foreign key': [
    schemaOf({ constraints: [foreignKey], indexes: [{ name: 'a', columns: ['a'] }] }),
    schemaOf({ constraints: [foreignKey] }),
  ],
  'ascending and descending': [
    indexes({ name: 'i', columns: [{ column: 'a', order: 'desc' }] }),
    indexes({ name: 'i', columns: ['a'] }),
  ],
  'a prefix and the whole': [
    indexes({ name: 'i', columns: [{ column: 'a', length: 3 }] }),
    indexes({ name: 'i', columns: ['a'] }),
  ],
  'full-text and not': [
    indexes({ name: 'i', columns: ['a'], using: 'fulltext' }),
    indexes({ name: 'i', columns: ['a'] }),
  ],
  'the columns of a unique constraint in another order': [
    constraints({ kind: 'unique', name: 'u', columns: ['a', 'b'] }),
    constraints({ kind: 'unique', name: 'u', columns: ['b', 'a'] }),
  ],
  'enforced and not': [
    constraints({ kind: 'check', name: 'ck', expression: 'a > 0', notEnforced: true }),
    check('a > 0'),
    mysql,
  ],
  comments: [schemaOf({ comment: 'x' }), schemaOf({})],
};

describe.each(both)('$name', (dialect) => {
  const applicable = (pairs: Readonly<Record<string, Pair<Schema>>>) =>
    Object.entries(pairs).filter(([, [, , only]]) => only === undefined || only === dialect);

  it.each(applicable(same))('takes for the same: %s', (_name, [left, right]) => {
    expect(isSame(dialect, left, right)).toBe(true);
    expect(isSame(dialect, right, left)).toBe(true);
  });

  it.each(applicable(different))('tells apart: %s', (_name, [left, right]) => {
    expect(isSame(dialect, left, right)).toBe(false);
  });

  it.each([...applicable(same), ...applicable(different)])('changes nothing the second time: %s', (_name, [left]) => {
    const once = dialect.canonicalise(left, serverOf(dialect));
    expect(dialect.canonicalise(once, serverOf(dialect))).toEqual(once);
    expect(originOf(once)).toBe(left);
  });

  it('drops namespaces and enum types, which it does not have', () => {
    const schema: Schema = {
      tables: [],
      objects: [
        { kind: 'schema', name: 'x' },
        { kind: 'enum', name: 'e', values: [] },
      ],
    };
    expect(dialect.canonicalise(schema, serverOf(dialect))).toEqual({ tables: [] });
  });

  it('folds names of tables where the server does', () => {
    const server = { ...serverOf(dialect), settings: { ...serverOf(dialect).settings, lower_case_table_names: '1' } };
    const schema: Schema = {
      tables: [
        {
          name: 'Users',
          columns: [],
          constraints: [{ ...foreignKey, references: { table: 'Teams', columns: ['id'] } } as Constraint],
        },
      ],
    };
    const [table] = dialect.canonicalise(schema, server).tables;
    expect(table).toMatchObject({ name: 'users', constraints: [{ references: { table: 'teams' } }] });
  });

  it.each([
    [{ type: 'String' }, /t\.a: a string has to have a length/],
    [{ type: 'postgresql.Inet' }, /t\.a: \w+ has no type postgresql\.Inet/],
  ] as const)('refuses the type %j, and names the column', (type, message) => {
    expect(() => dialect.canonicalise(column(type), serverOf(dialect))).toThrow(message);
    const withVariant = { ...type, variants: { mysql: { type: 'Text' } } } as SqlType;
    expect(dialect.canonicalise(column(withVariant), serverOf(dialect)).tables[0]?.columns[0]?.type).toEqual({
      type: 'custom',
      sql: 'text',
    });
  });

  it.each([
    [{ name: 'i', columns: ['a'], where: 'a > 0' }, /partial/],
    [{ name: 'i', columns: ['a'], using: 'gin' }, /method gin/],
    [{ name: 'i', columns: ['a'], nullsNotDistinct: true }, /nulls for equal/],
  ] as const)('refuses the index %j', (index, message) => {
    const compile = () =>
      dialect.compile([{ kind: 'createIndex', table: 't', index }], schemaOf({}), serverOf(dialect));
    expect(compile).toThrow(message);
  });
});
