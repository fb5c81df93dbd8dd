import { describe, expect, it } from 'vitest';
import type { Server } from '../../../src/dialects/dialect.ts';
import { canonicalise } from '../../../src/dialects/postgres/canonicalise.ts';
import { postgresql } from '../../../src/dialects/postgres/dialect.ts';
import { originOf } from '../../../src/schema/canonical.ts';
import type { Column } from '../../../src/schema/column.ts';
import type { Constraint } from '../../../src/schema/constraint.ts';
import type { Table } from '../../../src/schema/table.ts';
import type { Index } from '../../../src/schema/table-index.ts';

const server = postgresql.offlineServer;
const older: Server = { ...server, version: [15, 0, 0] };

const one = (table: Table, on: Server = server): Table | undefined => canonicalise({ tables: [table] }, on).tables[0];

type Declared = Omit<Column, 'name'>;
const column = (declared: Declared, on: Server = server): unknown =>
  one({ name: 't', columns: [{ name: 'c', ...declared }] }, on)?.columns[0];

const text = { type: 'Text' } as const;
const integer = { type: 'Integer' } as const;
const boolean = { type: 'Boolean' } as const;
const mood = { type: 'Enum', values: ['ok'], name: 'mood' } as const;

const sameColumns: readonly (readonly [string, Declared, Declared])[] = [
  ['a quoted number', { type: integer, serverDefault: '0' }, { type: integer, serverDefault: 0 }],
  [
    'a number with a cast',
    { type: integer, serverDefault: { text: "'-1'::integer" } },
    { type: integer, serverDefault: -1 },
  ],
  ['a number in parentheses', { type: integer, serverDefault: { text: '((7))' } }, { type: integer, serverDefault: 7 }],
  [
    'a big integer from a small one',
    { type: { type: 'BigInteger' }, serverDefault: { text: "'5'::bigint" } },
    { type: { type: 'BigInteger' }, serverDefault: 5 },
  ],
  [
    'a number with zeros behind',
    { type: { type: 'Numeric', precision: 5, scale: 2 }, serverDefault: '1.50' },
    { type: { type: 'Numeric', precision: 5, scale: 2 }, serverDefault: 1.5 },
  ],
  [
    'a truth as the server prints it',
    { type: boolean, serverDefault: { text: 'true' } },
    { type: boolean, serverDefault: 't' },
  ],
  ['a truth as a number', { type: boolean, serverDefault: 0 }, { type: boolean, serverDefault: false }],
  [
    'a string with its cast',
    { type: text, serverDefault: { text: "'it''s'::text" } },
    { type: text, serverDefault: "it's" },
  ],
  [
    'a varchar with its cast',
    { type: { type: 'String', length: 9 }, serverDefault: { text: "'a'::character varying" } },
    { type: { type: 'String', length: 9 }, serverDefault: 'a' },
  ],
  [
    'a string with a backslash',
    { type: text, serverDefault: { text: "E'a\\\\b'::text" } },
    { type: text, serverDefault: 'a\\b' },
  ],
  ['a number on a string', { type: text, serverDefault: 0 }, { type: text, serverDefault: '0' }],
  [
    'a document',
    { type: { type: 'JSONB' }, serverDefault: { text: "'{}'::jsonb" } },
    { type: { type: 'JSONB' }, serverDefault: '{}' },
  ],
  [
    'an enum value with its cast',
    { type: mood, serverDefault: { text: "'ok'::app.mood" } },
    { type: mood, serverDefault: 'ok' },
  ],
  [
    'an array of an enum',
    { type: { type: 'Array', item: mood }, serverDefault: { text: "'{}'::mood[]" } },
    { type: { type: 'Array', item: mood }, serverDefault: '{}' },
  ],
  [
    'now as a function',
    { type: { type: 'DateTime' }, serverDefault: { function: 'now' } },
    { type: { type: 'DateTime' }, serverDefault: { text: 'NOW()' } },
  ],
  [
    'now as a keyword',
    { type: { type: 'DateTime' }, serverDefault: { function: 'now' } },
    { type: { type: 'DateTime' }, serverDefault: { text: 'current_timestamp' } },
  ],
  ['a default of null', { type: text, serverDefault: { text: 'NULL::character varying' } }, { type: text }],
  [
    'the next number of a sequence',
    { type: integer, serverDefault: { function: 'nextval', arguments: ['public', 's'] } },
    { type: integer, serverDefault: { text: "nextval('s'::regclass)" } },
  ],
  [
    'white space and capitals',
    { type: text, serverDefault: { text: 'UPPER( CURRENT_USER )' } },
    { type: text, serverDefault: { text: 'upper(current_user)' } },
  ],
  ['a collation of the type', { type: { type: 'Text', collation: 'C' } }, { type: text, collation: 'C' }],
  ['the default collation', { type: text, collation: 'default' }, { type: text }],
  ['what is nullable anyway', { type: text, nullable: true }, { type: text }],
  ['an empty comment', { type: text, comment: '' }, { type: text }],
  ['a rename hint', { type: text, renamedFrom: 'b' }, { type: text }],
  ['options of other databases', { type: text, mysql: { charset: 'utf8' }, sqlite: { strict: true } }, { type: text }],
  [
    'an identity that counts as by itself',
    { type: integer, identity: { start: 1, increment: 1, minValue: 1, maxValue: 2147483647, cache: 1, cycle: false } },
    { type: integer, nullable: false, identity: {} },
  ],
  [
    'a small identity',
    { type: { type: 'SmallInteger' }, identity: { maxValue: 32767 } },
    { type: { type: 'SmallInteger' }, identity: { always: false } },
  ],
  [
    'an identity that counts down',
    { type: integer, identity: { increment: -1, start: -1, maxValue: -1, minValue: -2147483648 } },
    { type: integer, identity: { increment: -1 } },
  ],
  ['a serial', { type: integer, autoincrement: true, nullable: false }, { type: integer, autoincrement: true }],
  ['a variant', { type: { type: 'String', variants: { postgresql: text } } }, { type: text }],
  ['an enum in the default schema', { type: { ...mood, schema: 'public' } }, { type: mood }],
  ['a hint of an enum', { type: { ...mood, renamedFrom: { ok: 'fine' } } }, { type: mood }],
  [
    'what a generated column is by itself',
    { type: integer, computed: { expression: 'a + 1' } },
    { type: integer, computed: { expression: '((A+1))', persisted: false } },
  ],
];

const differentColumns: readonly (readonly [string, Declared, Declared])[] = [
  ['null and not', { type: text }, { type: text, nullable: false }],
  [
    'a literal and a function of that name',
    { type: text, serverDefault: 'current_user' },
    { type: text, serverDefault: { text: 'current_user' } },
  ],
  ['strings in other capitals', { type: text, serverDefault: 'A' }, { type: text, serverDefault: 'a' }],
  [
    'quoted identifiers in other capitals',
    { type: text, serverDefault: { text: '"F"()' } },
    { type: text, serverDefault: { text: '"f"()' } },
  ],
  ['an integer and a bigger one', { type: integer, serverDefault: 1 }, { type: integer, serverDefault: 10 }],
  ['lengths', { type: { type: 'String' } }, { type: { type: 'String', length: 10 } }],
  ['serial and identity', { type: integer, autoincrement: true }, { type: integer, identity: {} }],
  [
    'an identity that is always generated',
    { type: integer, identity: { always: true } },
    { type: integer, identity: {} },
  ],
  ['the values of an enum', { type: mood }, { type: { ...mood, values: ['ok', 'sad'] } }],
  [
    'stored and virtual',
    { type: integer, computed: { expression: 'a', persisted: true } },
    { type: integer, computed: { expression: 'a' } },
  ],
  [
    'a date and a moment',
    { type: { type: 'DateTime' }, serverDefault: { text: "'2020-01-01'::date" } },
    { type: { type: 'DateTime' }, serverDefault: '2020-01-01' },
  ],
];

describe('a column is the same with', () => {
  it.each(sameColumns)('%s', (_name, a, b) => expect(column(a)).toEqual(column(b)));
});

describe('a column differs by', () => {
  it.each(differentColumns)('%s', (_name, a, b) => expect(column(a)).not.toEqual(column(b)));
});

it('a generated column is stored by itself before version 18', () => {
  const computed = { expression: 'a' };
  expect(column({ type: integer, computed }, older)).toEqual(
    column({ type: integer, computed: { ...computed, persisted: true } }, older),
  );
});

const constraint = (declared: Constraint, schema?: string): unknown =>
  one({ name: 't', ...(schema === undefined ? {} : { schema }), columns: [], constraints: [declared] })
    ?.constraints?.[0];

const key: Constraint = { kind: 'foreignKey', columns: ['a'], references: { table: 'u', columns: ['id'] } };
const sameConstraints: readonly (readonly [string, Constraint, Constraint])[] = [
  [
    'what a foreign key does by itself',
    {
      ...key,
      onDelete: 'NO ACTION',
      onUpdate: 'NO ACTION',
      match: 'SIMPLE',
      deferrable: false,
      initially: 'IMMEDIATE',
      useAlter: true,
      notValid: false,
    },
    key,
  ],
  [
    'a key that is deferred, hence deferrable',
    { ...key, initially: 'DEFERRED' },
    { ...key, initially: 'DEFERRED', deferrable: true },
  ],
  ['a target in the default schema', { ...key, references: { ...key.references, schema: 'public' } }, key],
  [
    'a check in other spelling',
    { kind: 'check', expression: '( A>1  AND b )' },
    { kind: 'check', expression: 'a > 1 and B' },
  ],
  [
    'the list of values that prints otherwise the second time',
    {
      kind: 'check',
      expression: "((v)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))",
    },
    {
      kind: 'check',
      expression: "((v)::text = ANY (ARRAY[('a'::character varying)::text, ('b'::character varying)::text]))",
    },
  ],
  [
    'a name that the server cuts',
    { kind: 'check', name: 'é'.repeat(40), expression: 'a' },
    { kind: 'check', name: 'é'.repeat(31), expression: 'a' },
  ],
  ['distinct nulls', { kind: 'unique', columns: ['a'], nullsNotDistinct: false }, { kind: 'unique', columns: ['a'] }],
];

describe('a constraint is the same with', () => {
  it.each(sameConstraints)('%s', (_name, a, b) => expect(constraint(a)).toEqual(constraint(b)));

  it('a target that says the schema of its own table', () => {
    const own = { ...key, references: { ...key.references, schema: 'app' } };
    expect(constraint(own, 'app')).toEqual(constraint(key, 'app'));
  });

  it('a target in the default schema, seen from another', () => {
    const target = (schema: string | null): Constraint => ({ ...key, references: { ...key.references, schema } });
    expect(constraint(target('public'), 'app')).toEqual(constraint(target(null), 'app'));
    expect(constraint(target(null), 'app')).not.toEqual(constraint(key, 'app'));
  });
});

const index = (declared: Index): unknown =>
  one({ name: 't', columns: [{ name: 'a', type: text, collation: 'C' }], indexes: [declared] })?.indexes?.[0];

const sameIndexes: readonly (readonly [string, Index, Index])[] = [
  [
    'what an index is by itself',
    {
      columns: [{ column: 'a', order: 'asc', nulls: 'last', collation: 'C', length: 5 }],
      unique: false,
      using: 'BTREE',
      include: [],
      mysql: { parser: 'x' },
    },
    { columns: ['a'] },
  ],
  [
    'descending with nulls first',
    { columns: [{ column: 'a', order: 'desc', nulls: 'first' }] },
    { columns: [{ column: 'a', order: 'desc' }] },
  ],
  ['an expression that is a column', { columns: [{ expression: '(a)' }] }, { columns: ['a'] }],
  [
    'a predicate in other spelling',
    { columns: ['a'], where: '(A IS NOT NULL)' },
    { columns: ['a'], where: 'a is not null' },
  ],
  [
    'storage parameters as text',
    { columns: ['a'], postgresql: { with: { FILLFACTOR: 70 }, tablespace: 'pg_default' } },
    { columns: ['a'], postgresql: { with: { fillfactor: '70' } } },
  ],
];

describe('an index is the same with', () => {
  it.each(sameIndexes)('%s', (_name, a, b) => expect(index(a)).toEqual(index(b)));
});

it('a string with a list of its values as its check is an enum, however that is spelled', () => {
  const status = { name: 'status', type: { type: 'String', length: 6 } } as const;
  const spelled = one({
    name: 't',
    columns: [status],
    constraints: [
      {
        kind: 'check',
        name: 't_status_check',
        expression:
          "((status)::text = ANY ((ARRAY['active'::character varying, 'banned'::character varying])::text[]))",
      },
    ],
  });
  const declared = one({
    name: 't',
    columns: [
      { name: 'status', type: { type: 'Enum', values: ['active', 'banned'], native: false, createConstraint: true } },
    ],
  });
  expect(spelled).toEqual(declared);
});

it('canonical parts remember what was declared, and are canonical already', () => {
  const table: Table = {
    name: 'T'.repeat(70),
    schema: 'public',
    columns: [...sameColumns, ...differentColumns].map(([, declared], at) => ({ name: `c${at}`, ...declared })),
    constraints: sameConstraints.map(([, declared], at) => ({ ...declared, name: `k${at}` })),
    indexes: sameIndexes.map(([, declared], at) => ({ ...declared, name: `i${at}` })),
    postgresql: { unlogged: false, with: { fillfactor: 70 }, partitionBy: 'RANGE(c0)' },
    comment: 'x',
  };
  const objects = [
    { kind: 'sequence', name: 's', schema: 'public', increment: 1, dataType: 'int' },
    { kind: 'schema', name: 'public' },
    { kind: 'enum', name: 'e', values: [] },
  ] as const;
  const once = canonicalise({ tables: [table], objects }, server);
  expect(canonicalise(once, server)).toEqual(once);
  expect(once.objects).toEqual([
    { kind: 'sequence', name: 's', dataType: 'integer' },
    { kind: 'enum', name: 'e', values: [] },
  ]);
  const [canonical] = once.tables;
  expect(canonical && originOf(canonical)).toBe(table);
  expect(canonical?.columns.map(originOf)).toEqual(table.columns);
});
