import { describe, expect, it } from 'vitest';
import { canonicalType } from '../../../src/dialects/postgres/canonical-column.ts';
import { postgresql } from '../../../src/dialects/postgres/dialect.ts';
import { canonicalSpelling } from '../../../src/dialects/postgres/type-spelling.ts';
import { formatType, parseType } from '../../../src/dialects/postgres/types.ts';
import type { SqlType } from '../../../src/schema/type.ts';
import { withDatabase } from '../../support/databases.ts';
import { describeOn } from '../../support/server.ts';
import { postgresServers } from './servers.ts';

const server = postgresql.offlineServer;

/** Every type that needs no extension, and what the catalog calls it. */
const types: readonly (readonly [SqlType, string])[] = [
  [{ type: 'SmallInteger' }, 'smallint'],
  [{ type: 'Integer' }, 'integer'],
  [{ type: 'BigInteger' }, 'bigint'],
  [{ type: 'Float' }, 'double precision'],
  [{ type: 'Float', precision: 24 }, 'real'],
  [{ type: 'Float', precision: 25 }, 'double precision'],
  [{ type: 'Double' }, 'double precision'],
  [{ type: 'Numeric' }, 'numeric'],
  [{ type: 'Numeric', precision: 8 }, 'numeric(8,0)'],
  [{ type: 'Numeric', precision: 8, scale: 3 }, 'numeric(8,3)'],
  [{ type: 'Boolean', name: 'flag', createConstraint: true }, 'boolean'],
  [{ type: 'String' }, 'character varying'],
  [{ type: 'String', length: 320 }, 'character varying(320)'],
  [{ type: 'Unicode', length: 5 }, 'character varying(5)'],
  [{ type: 'Char' }, 'character(1)'],
  [{ type: 'Char', length: 8 }, 'character(8)'],
  [{ type: 'Text' }, 'text'],
  [{ type: 'Text', length: 1000 }, 'text'],
  [{ type: 'UnicodeText' }, 'text'],
  [{ type: 'Date' }, 'date'],
  [{ type: 'DateTime' }, 'timestamp without time zone'],
  [{ type: 'DateTime', timezone: true, precision: 3 }, 'timestamp(3) with time zone'],
  [{ type: 'Time' }, 'time without time zone'],
  [{ type: 'Time', timezone: true, precision: 0 }, 'time(0) with time zone'],
  [{ type: 'Interval' }, 'interval'],
  [{ type: 'Interval', precision: 3 }, 'interval(3)'],
  [{ type: 'Interval', fields: 'YEAR TO MONTH' }, 'interval year to month'],
  [{ type: 'Interval', fields: 'day to second', precision: 2 }, 'interval day to second(2)'],
  [{ type: 'LargeBinary' }, 'bytea'],
  [{ type: 'LargeBinary', length: 16 }, 'bytea'],
  [{ type: 'Uuid' }, 'uuid'],
  [{ type: 'Uuid', native: false }, 'character(36)'],
  [{ type: 'JSON' }, 'json'],
  [{ type: 'JSONB' }, 'jsonb'],
  [{ type: 'Array', item: { type: 'Integer' } }, 'integer[]'],
  [{ type: 'Array', item: { type: 'Integer' }, dimensions: 3 }, 'integer[]'],
  [{ type: 'Array', item: { type: 'Array', item: { type: 'String', length: 5 } } }, 'character varying(5)[]'],
  [{ type: 'Array', item: { type: 'DateTime', timezone: true, precision: 2 } }, 'timestamp(2) with time zone[]'],
  [{ type: 'Enum', values: ['a', 'longest'], native: false }, 'character varying(7)'],
  [{ type: 'Enum', values: ['a'], native: false, length: 9 }, 'character varying(9)'],
  [{ type: 'postgresql.Bit' }, 'bit(1)'],
  [{ type: 'postgresql.Bit', length: 4 }, 'bit(4)'],
  [{ type: 'postgresql.BitVarying' }, 'bit varying'],
  [{ type: 'postgresql.BitVarying', length: 4 }, 'bit varying(4)'],
  ...(
    [
      ...['Inet', 'Cidr', 'Macaddr', 'Macaddr8', 'TsVector', 'TsQuery', 'Money', 'Xml', 'Oid', 'RegClass', 'Name'],
      ...['JsonPath', 'Bytea', 'Point', 'Line', 'Box', 'Path', 'Polygon', 'Circle', 'Int4Range', 'Int8Range'],
      ...['NumRange', 'TsRange', 'TsTzRange', 'DateRange', 'Int4MultiRange', 'Int8MultiRange', 'NumMultiRange'],
      ...['TsMultiRange', 'TsTzMultiRange', 'DateMultiRange'],
    ] as const
  ).map((name): readonly [SqlType, string] => [{ type: `postgresql.${name}` }, name.toLowerCase()]),
  [{ type: 'postgresql.PgLsn' }, 'pg_lsn'],
  [{ type: 'postgresql.LineSegment' }, 'lseg'],
  [{ type: 'custom', sql: 'VARCHAR( 10 )' }, 'character varying(10)'],
  [{ type: 'custom', sql: 'int4[]' }, 'integer[]'],
  [{ type: 'custom', sql: 'int array' }, 'integer[]'],
  [{ type: 'custom', sql: 'float(10)' }, 'real'],
  [{ type: 'custom', sql: 'decimal(5)' }, 'numeric(5,0)'],
  [{ type: 'custom', sql: 'timestamptz(1)' }, 'timestamp(1) with time zone'],
  [{ type: 'custom', sql: 'TIME (2)' }, 'time(2) without time zone'],
  [{ type: 'custom', sql: 'char' }, 'character(1)'],
  [{ type: 'custom', sql: 'bpchar' }, 'bpchar'],
  [{ type: 'custom', sql: 'varbit(3)' }, 'bit varying(3)'],
  [{ type: 'custom', sql: '"char"' }, '"char"'],
  [{ type: 'Text', variants: { postgresql: { type: 'postgresql.Inet' } } }, 'inet'],
];

for (const postgres of postgresServers) {
  describeOn(postgres, () => {
    it('every type is what the catalog calls it, and is read back as itself', async () => {
      await withDatabase(postgres, async ({ connection, dialect }) => {
        const columns = types.map(([type], at) => `c${at} ${formatType(type)}`);
        await connection.execute(`CREATE TABLE t (${columns.join(', ')})`);
        const printed = await connection.query<{ type: string }>(
          `SELECT format_type(atttypid, atttypmod) AS type FROM pg_attribute
            WHERE attrelid = 't'::regclass AND attnum > 0 ORDER BY attnum`,
        );
        expect(printed.map(({ type }) => type)).toEqual(types.map(([, spelling]) => spelling));
        const reflected = (await dialect.reflect(connection, {})).tables[0]?.columns ?? [];
        const spellings = reflected.map(({ type }) => canonicalType(type, server));
        expect(spellings).toEqual(types.map(([, sql]) => ({ type: 'custom', sql })));
      });
    });
  });
}

describe('a type', () => {
  it.each(types)('%j is spelled as the catalog does', (type, spelling) => {
    expect(canonicalSpelling(formatType(type))).toBe(spelling);
  });

  it('of another database has no spelling here', () => {
    expect(() => formatType({ type: 'mysql.TinyInteger' })).toThrow('postgresql has no type mysql.TinyInteger');
  });

  it('that the vocabulary lacks is kept as it is', () => {
    expect(parseType('geometry(Point,4326)')).toEqual({ type: 'custom', sql: 'geometry(Point,4326)' });
    expect(parseType('app."Odd type"[]')).toEqual({
      type: 'Array',
      item: { type: 'custom', sql: 'app."Odd type"' },
    });
  });
});
