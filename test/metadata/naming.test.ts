import * as sa from 'athanor';
import { column, ForeignKey } from 'athanor';
import { describe, expect, it } from 'vitest';

const key = column('id', sa.Integer, { primaryKey: true });
const data = ['data', 'data2', 'data3'].map((name) => column(name, sa.Integer));
const unique = sa.UniqueConstraint('data', 'data2', 'data3');
const upper = { table: 'user', columns: ['data', 'Data2', 'Data3'].map((name) => column(name, sa.Integer)) };
const toParent = column('parent_id', sa.Integer, ForeignKey('parent.id'));
const longKey = ['UserData', 'UserData2', 'UserData3'].map((name) => column(name, sa.Integer));

interface Case {
  readonly convention: sa.NamingConvention;
  readonly table?: string;
  readonly schema?: string;
  readonly columns?: readonly sa.Column[];
  readonly parts?: readonly sa.TableArgument[];
  /** The longest name that the database takes. */
  readonly max?: number;
  readonly name: string | undefined;
}

/** The names in a table of these parts, beside tables that foreign keys can point at. */
function namesIn(sketch: Case): readonly (string | undefined)[] {
  const { convention, table = 'user', schema, columns = data, parts = [] } = sketch;
  const metadata = new sa.MetaData({ namingConvention: convention });
  const limits = { maxIdentifierLength: sketch.max, identifierLengthUnit: 'characters' } as const;
  sa.Table('parent', metadata, key);
  sa.Table('user', metadata, key, ...['data', 'Data2', 'Data3'].map((name) => column(name, sa.Integer)), {
    schema: 'foo',
  });
  sa.Table(table, metadata, ...columns, ...parts, ...(schema === undefined ? [] : [{ schema }]));
  const made = sa.toSchema(metadata, limits).tables.at(-1);
  return [...(made?.constraints ?? []), ...(made?.indexes ?? [])].map(({ name }) => name);
}

/** The names of the CHECKs that stand for the types of columns. */
function checksIn(convention: sa.NamingConvention, type: sa.TypeLike): readonly unknown[] {
  const metadata = new sa.MetaData({ namingConvention: convention });
  sa.Table('user', metadata, column('x', type));
  return sa
    .toSchema(metadata)
    .tables.flatMap(({ columns }) =>
      columns.map((each) => (each.type as { readonly constraintName?: string }).constraintName),
    );
}

const uqName = 'uq_%(table_name)s_%(column_0_name)s';
const uqNames = 'uq_%(table_name)s_%(column_0_N_name)s';
const ckName = 'ck_%(table_name)s_%(constraint_name)s';
const ckColumn = 'ck_%(table_name)s_%(column_0_name)s';
const fkName = 'fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s';

/** SQLAlchemy's own cases: its tests, and what it was seen to answer. */
const cases: Readonly<Record<string, Case>> = {
  'the first column': { convention: { uq: uqName }, parts: [unique], name: 'uq_user_data' },
  'all columns, put together': {
    convention: { uq: 'uq_%(table_name)s_%(column_0N_name)s' },
    parts: [unique],
    name: 'uq_user_datadata2data3',
  },
  'all columns, apart': { convention: { uq: uqNames }, parts: [unique], name: 'uq_user_data_data2_data3' },
  'the label of a column': {
    convention: { uq: 'uq_%(table_name)s_%(column_0_label)s' },
    parts: [unique],
    name: 'uq_user_user_data',
  },
  'the key of a column': {
    convention: { uq: 'uq_%(table_name)s_%(column_0_key)s' },
    parts: [unique],
    name: 'uq_user_data',
  },
  'the second column': {
    convention: { uq: 'uq_%(table_name)s_%(column_1_name)s' },
    parts: [unique],
    name: 'uq_user_data2',
  },
  'a label in a schema, with blanks and a dot': {
    convention: { ix: 'ix_%(column_0_label)s' },
    table: 'T x',
    schema: 's.q',
    columns: [column('C y', sa.Integer, { index: true })],
    name: 'ix_s_q_T x_C y',
  },
  'a primary key of two columns': {
    convention: { pk: 'pk_%(column_0_N_name)s' },
    columns: [column('x', sa.Integer, { primaryKey: true }), column('y', sa.Integer, { primaryKey: true })],
    name: 'pk_x_y',
  },
  'the labels of a primary key': {
    convention: { pk: 'pk_%(column_0_N_label)s' },
    table: 't1',
    columns: [column('x', sa.Integer, { primaryKey: true }), column('y', sa.Integer, { primaryKey: true })],
    name: 'pk_t1_x_t1_y',
  },
  'a foreign key': {
    convention: { fk: fkName },
    table: 'child',
    columns: [toParent],
    name: 'fk_child_parent_id_parent',
  },
  'a foreign key with what it points at': {
    convention: { fk: `${fkName}_%(referred_column_0_name)s` },
    table: 'address',
    columns: [column('user_id', sa.Integer, ForeignKey('foo.user.id'))],
    name: 'fk_address_user_id_user_id',
  },
  'a column that is not there': {
    convention: { fk: 'fk_%(table_name)s_%(column_1_name)s' },
    table: 'a',
    columns: [toParent],
    name: 'fk_a_',
  },
  'a check with a name': {
    convention: { ck: ckName },
    parts: [sa.CheckConstraint('data > 5', { name: 'mycheck' })],
    name: 'ck_user_mycheck',
  },
  'a check without columns to name': {
    convention: { ck: ckColumn },
    parts: [sa.CheckConstraint('data > 5')],
    name: 'ck_user_',
  },
  'a check on a column': {
    convention: { ck: ckName },
    columns: [column('data', sa.Integer, sa.CheckConstraint('data > 5', { name: 'positive' }))],
    name: 'ck_user_positive',
  },
  'a name that was given and no place for it': {
    convention: { uq: uqName },
    parts: [sa.UniqueConstraint('data', { name: 'explicit' })],
    name: 'explicit',
  },
  'a name that was given and a place for it': {
    convention: { ix: 'ix_%(constraint_name)s_zz' },
    parts: [sa.Index('expl_ix', 'data')],
    name: 'ix_expl_ix_zz',
  },
  'a name that is final': {
    convention: { uq: 'uq_%(constraint_name)s' },
    parts: [sa.UniqueConstraint('data', { name: sa.conv('my_special_key') })],
    name: 'my_special_key',
  },
  'no convention for the kind': { convention: {}, parts: [unique], name: undefined },
  'a percent sign': { convention: { uq: 'uq%%_%(table_name)s' }, parts: [unique], name: 'uq%_user' },
  'a token of your own': {
    convention: {
      fk: 'fk_%(guid)s',
      guid: ({ columns, references }, table) => `${table.name}-${columns}-${references?.table}`,
    },
    columns: [toParent],
    name: 'fk_user-parent_id-parent',
  },
  'an index on a column and an expression': {
    convention: { ix: 'ix_%(column_0_label)s' },
    parts: [sa.Index(undefined, sa.text('lower(x)'), sa.desc('data2'))],
    name: 'ix_user_data2',
  },
  'a long unique constraint': {
    ...upper,
    convention: { uq: 'uq_%(table_name)s_%(column_0N_name)s' },
    parts: [sa.UniqueConstraint('data', 'Data2', 'Data3')],
    max: 15,
    name: 'uq_user_2769',
  },
  'a long foreign key': {
    convention: {
      fk: 'fk_%(table_name)s_%(column_0N_name)s_%(referred_table_name)s_%(referred_column_0N_name)s',
    },
    table: 'address',
    columns: longKey,
    parts: [
      sa.ForeignKeyConstraint(
        ['UserData', 'UserData2', 'UserData3'],
        ['foo.user.data', 'foo.user.Data2', 'foo.user.Data3'],
      ),
    ],
    max: 15,
    name: 'fk_addr_f9ff',
  },
  'a long index': {
    ...upper,
    convention: { ix: 'ix_%(table_name)s_%(column_0N_name)s' },
    parts: [sa.Index(undefined, 'data', 'Data2', 'Data3')],
    max: 15,
    name: 'ix_user_2de9',
  },
  'a name of many columns on PostgreSQL': {
    convention: { uq: uqNames },
    table: 'long_names',
    columns: ['information_channel_code', 'billing_convention_name', 'product_identifier'].map((name) =>
      column(name, sa.Integer),
    ),
    parts: [sa.UniqueConstraint('information_channel_code', 'billing_convention_name', 'product_identifier')],
    max: 63,
    name: 'uq_long_names_information_channel_code_billing_conventi_a79e',
  },
};

describe('naming conventions', () => {
  it.each(Object.entries(cases))('name %s as SQLAlchemy does', (_, sketch) => {
    expect(namesIn(sketch)).toEqual([sketch.name]);
  });

  it('name the CHECK of a type as SQLAlchemy does', () => {
    const boolean = { createConstraint: true };
    expect(checksIn({ ck: ckName }, sa.Boolean({ name: 'foo', ...boolean }))).toEqual(['ck_user_foo']);
    expect(checksIn({ ck: ckColumn }, sa.Boolean(boolean))).toEqual(['ck_user_x']);
    expect(checksIn({ ck: ckColumn }, sa.Enum(['a'], { name: 'en', native: false, ...boolean }))).toEqual(['en']);
    expect(checksIn({}, sa.Boolean(boolean))).toEqual([undefined]);
    expect(checksIn({ ck: ckName }, sa.Boolean)).toEqual([undefined]);
  });

  it('name only indexes unless they are told otherwise', () => {
    const metadata = new sa.MetaData();
    sa.Table('t', metadata, key, column('a', sa.Integer, { index: true }), column('b', sa.Integer, { unique: true }));
    const [table] = sa.toSchema(metadata).tables;
    expect(table?.constraints?.map(({ name }) => name)).toEqual([undefined, undefined]);
    expect(table?.indexes?.map(({ name }) => name)).toEqual(['ix_t_a']);
  });

  it('go through the names of a table in one order', () => {
    const convention = { pk: 'pk_%(table_name)s', uq: uqName, ck: ckName, fk: fkName, ix: 'ix_%(column_0_label)s' };
    const columns = [
      key,
      toParent,
      column('a', sa.Integer, { unique: true }),
      column('b', sa.Integer, { index: true }),
    ];
    const parts = [sa.CheckConstraint('a > b', { name: 'order' }), sa.Index('given', 'a')];
    expect(namesIn({ convention, table: 't', columns, parts, name: undefined })).toEqual([
      'pk_t',
      'uq_t_a',
      'fk_t_parent_id_parent',
      'ck_t_order',
      'ix_t_b',
      'given',
    ]);
  });
});

describe('a name that is too long', () => {
  const limits = (maxIdentifierLength: number, identifierLengthUnit: 'bytes' | 'characters' = 'characters') => ({
    maxIdentifierLength,
    identifierLengthUnit,
  });

  it.each([
    ['z'.repeat(70), 63, `${'z'.repeat(55)}_387e`],
    ['z'.repeat(70), 64, `${'z'.repeat(56)}_387e`],
    [`uq_t_${'a'.repeat(70)}`, 63, `uq_t_${'a'.repeat(50)}_39ac`],
    ['short', 63, 'short'],
    ['z'.repeat(63), 63, 'z'.repeat(63)],
  ])('is cut with a hash: %s at %i', (name, max, cut) => {
    expect(sa.truncateName(name, limits(max))).toBe(cut);
  });

  it('is counted in bytes where the server counts bytes, and no character is cut in two', () => {
    expect(sa.truncateName('ä'.repeat(40), limits(63, 'characters'))).toBe('ä'.repeat(40));
    const cut = sa.truncateName('ä'.repeat(40), limits(64, 'bytes'));
    expect(cut).toMatch(/^ä{28}_[0-9a-f]{4}$/);
    expect(sa.truncateName(`x${'ä'.repeat(40)}`, limits(64, 'bytes'))).toMatch(/^xä{27}_[0-9a-f]{4}$/);
  });

  it('is refused where somebody chose it', () => {
    const part = sa.UniqueConstraint('data', { name: 'z'.repeat(70) });
    expect(() => namesIn({ convention: { uq: uqName }, parts: [part], max: 63, name: undefined })).toThrow(
      `the name '${'z'.repeat(70)}' in table 'user' has 70 characters; the database takes at most 63`,
    );
    const final = sa.UniqueConstraint('data', { name: sa.conv('z'.repeat(70)) });
    expect(namesIn({ convention: {}, parts: [final], max: 63, name: undefined })).toEqual([`${'z'.repeat(55)}_387e`]);
  });
});

describe('a naming convention that cannot work', () => {
  const message = (sketch: Omit<Case, 'name'>): string => {
    try {
      namesIn({ ...sketch, name: undefined });
    } catch (error) {
      return `${(error as sa.InvalidNamingConvention).code}: ${(error as Error).message}`;
    }
    return 'nothing was thrown';
  };

  it.each([
    ['wants a name that is not given', { ck: ckName }, [sa.CheckConstraint('data > 5')], '%(constraint_name)s'],
    [
      'asks a check what it refers to',
      { ck: 'ck_%(referred_table_name)s' },
      [sa.CheckConstraint('1 = 1')],
      '%(referred_table_name)s',
    ],
    ['has a token that does not exist', { uq: 'uq_%(schema_name)s' }, [unique], '%(schema_name)s'],
    [
      'asks for the label of what is referred to',
      { uq: 'uq_%(referred_column_0_label)s' },
      [unique],
      '%(referred_column_0_label)s',
    ],
    [
      'names an index after a column that it does not have',
      { ix: 'ix_%(column_0_label)s' },
      [sa.Index(undefined, sa.text('1'))],
      '%(column_0_label)s',
    ],
  ])('is refused where it %s', (_, convention, parts, token) => {
    expect(message({ convention, parts })).toContain(`invalid_naming_convention: the naming convention`);
    expect(message({ convention, parts })).toContain(token);
    expect(message({ convention, parts })).toContain("table 'user'");
  });

  it('is refused where it leaves an index without a name', () => {
    const columns = [column('a', sa.Integer, { index: true })];
    expect(message({ convention: { pk: 'pk' }, columns })).toBe(
      "invalid_naming_convention: an index of table 'user' (a) has no name",
    );
  });
});
