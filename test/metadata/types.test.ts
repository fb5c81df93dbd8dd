import * as sa from 'athanor';
import { column } from 'athanor';
import { describe, expect, it } from 'vitest';
import { UserRole } from '../../fixtures/models/kitchen-sink.ts';
import { type SqlType, typeOn } from '../../src/schema/type.ts';
import { positionalParameters } from '../../src/schema/type-signature.ts';

/** What a type is as data. */
const dataOf = (type: sa.TypeLike): SqlType => column(type).type;

const cases: readonly (readonly [sa.TypeLike, SqlType])[] = [
  [sa.Integer, { type: 'Integer' }],
  [sa.Integer(), { type: 'Integer' }],
  [sa.Float(24), { type: 'Float', precision: 24 }],
  [sa.Numeric(10, 2), { type: 'Numeric', precision: 10, scale: 2 }],
  [sa.Numeric(10), { type: 'Numeric', precision: 10 }],
  [sa.Boolean({ name: 'flag', createConstraint: true }), { type: 'Boolean', name: 'flag', createConstraint: true }],
  [sa.String(320, { collation: 'C' }), { type: 'String', length: 320, collation: 'C' }],
  [sa.Text, { type: 'Text' }],
  [sa.DateTime({ timezone: true, precision: 3 }), { type: 'DateTime', timezone: true, precision: 3 }],
  [sa.Interval({ fields: 'DAY' }), { type: 'Interval', fields: 'DAY' }],
  [sa.LargeBinary(16), { type: 'LargeBinary', length: 16 }],
  [sa.Uuid({ native: false }), { type: 'Uuid', native: false }],
  [
    sa.Enum(['a', 'b'], { name: 'ab', renamedFrom: { b: 'c' } }),
    { type: 'Enum', values: ['a', 'b'], name: 'ab', renamedFrom: { b: 'c' } },
  ],
  [sa.Enum(UserRole), { type: 'Enum', values: ['admin', 'user', 'moderator'] }],
  [sa.JSON, { type: 'JSON' }],
  [sa.JSONB(), { type: 'JSONB' }],
  [sa.Array(sa.Integer, { dimensions: 2 }), { type: 'Array', item: { type: 'Integer' }, dimensions: 2 }],
  [sa.custom('geometry(Point,4326)'), { type: 'custom', sql: 'geometry(Point,4326)' }],
  [sa.postgresql.Inet, { type: 'postgresql.Inet' }],
  [sa.postgresql.Bit(3), { type: 'postgresql.Bit', length: 3 }],
  [
    sa.mysql.TinyInteger({ displayWidth: 1, unsigned: true }),
    { type: 'mysql.TinyInteger', displayWidth: 1, unsigned: true },
  ],
  [sa.mysql.Decimal(10, 2, { unsigned: true }), { type: 'mysql.Decimal', precision: 10, scale: 2, unsigned: true }],
  [sa.mysql.Set(['a', 'b'], { charset: 'latin1' }), { type: 'mysql.Set', values: ['a', 'b'], charset: 'latin1' }],
  [sa.mysql.DateTime({ fsp: 6 }), { type: 'mysql.DateTime', fsp: 6 }],
  [sa.mysql.Point({ srid: 4326 }), { type: 'mysql.Point', srid: 4326 }],
  [sa.sqlite.Any, { type: 'sqlite.Any' }],
  [
    sa.withVariant(sa.BigInteger, { sqlite: sa.Integer, mysql: sa.mysql.BigInteger({ unsigned: true }) }),
    {
      type: 'BigInteger',
      variants: { sqlite: { type: 'Integer' }, mysql: { type: 'mysql.BigInteger', unsigned: true } },
    },
  ],
];

describe('a type', () => {
  it.each(cases)('is readonly data: %#', (given, expected) => {
    const data = dataOf(given);
    expect(data).toEqual(expected);
    expect(JSON.parse(JSON.stringify(data))).toEqual(expected);
    expect(Object.isFrozen(data)).toBe(true);
  });

  it('of each family is called what it is called in sa', () => {
    const families = { postgresql: sa.postgresql, mysql: sa.mysql, sqlite: sa.sqlite };
    for (const [family, types] of Object.entries(families)) {
      for (const [name, make] of Object.entries<(...parameters: never[]) => SqlType>(types)) {
        const data = name === 'Set' ? sa.mysql.Set([]) : make();
        expect(data.type).toBe(`${family}.${name}`);
      }
    }
  });

  it('takes its positional parameters in the order in which revisions write them', () => {
    const namespaces: Readonly<Record<string, object>> = {
      postgresql: sa.postgresql,
      mysql: sa.mysql,
      sqlite: sa.sqlite,
    };
    const builderOf = (type: string): ((...parameters: unknown[]) => SqlType) => {
      const [family = '', name = ''] = type.split('.');
      const found = Object.entries(name === '' ? sa : (namespaces[family] ?? {})).find(
        ([key]) => key === (name || family),
      );
      return found?.[1] as (...parameters: unknown[]) => SqlType;
    };
    const samples: Readonly<Record<string, unknown>> = { values: ['x'], item: { type: 'Text' }, sql: 'box' };
    for (const [, { type }] of cases) {
      const names = positionalParameters(type);
      const values = names.map((name, at) => samples[name] ?? at + 3);
      const expected = Object.fromEntries(names.map((name, at) => [name, values[at]]));
      expect(builderOf(type)(...values, ...(type === 'custom' ? [] : [{}]))).toEqual({ type, ...expected });
    }
  });

  it('has another form on some databases', () => {
    const type = dataOf(
      sa.withVariant(sa.Text, { mysql: sa.mysql.LongText, sqlite: sa.withVariant(sa.Char, { sqlite: sa.Integer }) }),
    );
    expect(typeOn('postgresql', type)).toEqual({ type: 'Text' });
    expect(typeOn('mysql', type)).toEqual({ type: 'mysql.LongText' });
    expect(typeOn('mariadb', type)).toEqual({ type: 'mysql.LongText' });
    expect(typeOn('sqlite', type)).toEqual({ type: 'Integer' });
  });
});

describe('a type decorator', () => {
  class Shout extends sa.TypeDecorator<string> {
    impl = sa.withVariant(sa.String(10), { mysql: sa.Text });
    override processBindParam(value: string): string {
      return value.toUpperCase();
    }
    override processResultValue(value: unknown, dialect: sa.DialectName): string {
      return `${value}! (${dialect})`;
    }
  }
  const table = sa.Table(
    't',
    new sa.MetaData(),
    column('a', Shout, { nullable: false }),
    column('b', new Shout()),
    column('c', sa.Text),
  );

  it('gives its column the type below it, given as a class or as an object', () => {
    const type = { type: 'String', length: 10, variants: { mysql: { type: 'Text' } } };
    expect([table.c.a.type, table.c.b.type]).toEqual([type, type]);
  });

  it('changes values on their way in and out, and leaves null and other columns alone', () => {
    expect(sa.encodeRow(table, { a: 'hey', b: null, c: 'c' })).toEqual({ a: 'HEY', b: null, c: 'c' });
    expect(sa.decodeRow(table, { a: 'HEY', b: null })).toEqual({ a: 'HEY! (postgresql)', b: null });
    expect(sa.decodeRow(table, { b: 'x' }, 'sqlite')).toEqual({ b: 'x! (sqlite)' });
  });
});

describe('the names of types', () => {
  const typesOf = (...types: readonly sa.TypeLike[]): readonly SqlType[] => {
    const metadata = new sa.MetaData();
    sa.Table('t', metadata, ...types.map((type, at) => column(`c${at}`, type)), { schema: 's' });
    return sa.toSchema(metadata).tables.flatMap(({ columns }) => columns.map(({ type }) => type));
  };

  it('are made for enums that have none, as PostgreSQL needs one', () => {
    const values = ['x'] as const;
    expect(
      typesOf(
        sa.Enum(values),
        sa.Enum(values, { name: 'n', schema: 'other' }),
        sa.Enum(values, { native: false }),
        sa.Array(sa.Enum(values)),
        sa.withVariant(sa.Text, { postgresql: sa.Enum(values) }),
      ),
    ).toEqual([
      { type: 'Enum', values, name: 't_c0', schema: 's' },
      { type: 'Enum', values, name: 'n', schema: 'other' },
      { type: 'Enum', values, native: false },
      { type: 'Array', item: { type: 'Enum', values, name: 't_c3', schema: 's' } },
      { type: 'Text', variants: { postgresql: { type: 'Enum', values, name: 't_c4', schema: 's' } } },
    ]);
  });
});

describe('expressions', () => {
  it('are data', () => {
    expect(sa.text('a + b')).toEqual({ text: 'a + b' });
    expect(sa.func.now()).toEqual({ function: 'now' });
    expect(sa.func.nextval('numbers')).toEqual({ function: 'nextval', arguments: ['numbers'] });
    expect(sa.func.my_own?.(1, 'a', null)).toEqual({ function: 'my_own', arguments: [1, 'a', null] });
  });
});
