import { UnsupportedOperation } from '../../errors.ts';
import type { EnumType, SqlType, TypeParameter } from '../../schema/type.ts';
import { typeOn } from '../../schema/type.ts';
import { quoteTable } from './quoting.ts';

/** Types without parameters, as `format_type` spells them. */
const plainTypes: Readonly<Record<string, string>> = {
  SmallInteger: 'smallint',
  Integer: 'integer',
  BigInteger: 'bigint',
  Double: 'double precision',
  Date: 'date',
  JSON: 'json',
  JSONB: 'jsonb',
  Boolean: 'boolean',
  Text: 'text',
  UnicodeText: 'text',
  LargeBinary: 'bytea',
  'postgresql.Citext': 'citext',
  'postgresql.Inet': 'inet',
  'postgresql.Cidr': 'cidr',
  'postgresql.Macaddr': 'macaddr',
  'postgresql.Macaddr8': 'macaddr8',
  'postgresql.TsVector': 'tsvector',
  'postgresql.TsQuery': 'tsquery',
  'postgresql.Hstore': 'hstore',
  'postgresql.Money': 'money',
  'postgresql.Xml': 'xml',
  'postgresql.Oid': 'oid',
  'postgresql.RegClass': 'regclass',
  'postgresql.Name': 'name',
  'postgresql.JsonPath': 'jsonpath',
  'postgresql.PgLsn': 'pg_lsn',
  'postgresql.Bytea': 'bytea',
  'postgresql.Ltree': 'ltree',
  'postgresql.LQuery': 'lquery',
  'postgresql.LTxtQuery': 'ltxtquery',
  'postgresql.Point': 'point',
  'postgresql.Line': 'line',
  'postgresql.LineSegment': 'lseg',
  'postgresql.Box': 'box',
  'postgresql.Path': 'path',
  'postgresql.Polygon': 'polygon',
  'postgresql.Circle': 'circle',
  'postgresql.Int4Range': 'int4range',
  'postgresql.Int8Range': 'int8range',
  'postgresql.NumRange': 'numrange',
  'postgresql.TsRange': 'tsrange',
  'postgresql.TsTzRange': 'tstzrange',
  'postgresql.DateRange': 'daterange',
  'postgresql.Int4MultiRange': 'int4multirange',
  'postgresql.Int8MultiRange': 'int8multirange',
  'postgresql.NumMultiRange': 'nummultirange',
  'postgresql.TsMultiRange': 'tsmultirange',
  'postgresql.TsTzMultiRange': 'tstzmultirange',
  'postgresql.DateMultiRange': 'datemultirange',
};

const bySpelling = new Map(Object.entries(plainTypes).map(([name, spelling]) => [spelling, name]));
for (const name of ['Text', 'LargeBinary']) bySpelling.set(plainTypes[name] ?? '', name);

/** A type in the spelling that the catalog prints (`format_type`), which DDL accepts as well. */
export function formatType(given: SqlType): string {
  const type = typeOn('postgresql', given);
  const plain = Object.hasOwn(plainTypes, type.type) ? plainTypes[type.type] : undefined;
  if (plain !== undefined) return plain;
  switch (type.type) {
    case 'custom':
      return type.sql;
    case 'String':
    case 'Unicode':
      return withLength('character varying', type.length);
    case 'Char':
      return withLength('character', type.length ?? 1);
    case 'Float':
      return type.precision !== undefined && type.precision <= 24 ? 'real' : 'double precision';
    case 'Numeric':
      return type.precision === undefined ? 'numeric' : `numeric(${type.precision},${type.scale ?? 0})`;
    case 'DateTime':
      return `${withLength('timestamp', type.precision)} ${zone(type.timezone)}`;
    case 'Time':
      return `${withLength('time', type.precision)} ${zone(type.timezone)}`;
    case 'Interval':
      return withLength(
        type.fields === undefined ? 'interval' : `interval ${type.fields.toLowerCase()}`,
        type.precision,
      );
    case 'Uuid':
      return type.native === false ? 'character(36)' : 'uuid';
    case 'Enum':
      return isNativeEnum(type) ? quoteTable(enumName(type)) : withLength('character varying', enumLength(type));
    case 'Array':
      return `${formatType(type.item)}${'[]'.repeat(type.dimensions ?? 1)}`;
    case 'postgresql.Bit':
      return withLength('bit', numberOf(type.length) ?? 1);
    case 'postgresql.BitVarying':
      return withLength('bit varying', numberOf(type.length));
    case 'postgresql.Vector':
      return withLength('vector', numberOf(type.length));
    default:
      throw new UnsupportedOperation(`postgresql has no type ${type.type}`, {
        hint: `give the column a type for it: sa.withVariant(…, { postgresql: … })`,
      });
  }
}

const withLength = (name: string, length: number | undefined): string =>
  length === undefined ? name : `${name}(${length})`;

const zone = (timezone: boolean | undefined): string => (timezone === true ? 'with time zone' : 'without time zone');

const numberOf = (parameter: TypeParameter | undefined): number | undefined =>
  typeof parameter === 'number' ? parameter : undefined;

/** An enum that is a type of its own here, rather than a string. */
export const isNativeEnum = (type: EnumType): boolean => type.native !== false && type.name !== undefined;

/** How an enum type is called; the schema is absent in the default schema. */
export const enumName = ({ name = '', schema }: EnumType): { readonly name: string; readonly schema?: string } =>
  schema === undefined ? { name } : { name, schema };

/** The length of the string that stands for an enum which is no type of its own. */
export const enumLength = (type: EnumType): number =>
  type.length ?? Math.max(1, ...type.values.map((value) => [...value].length));

/** The native enum that a column's type is or has as its elements. */
export function enumOf(given: SqlType): EnumType | undefined {
  const type = typeOn('postgresql', given);
  if (type.type === 'Array') return enumOf(type.item);
  return type.type === 'Enum' && isNativeEnum(type) ? type : undefined;
}

const parsed = new Map<string, SqlType>();

/** What the catalog prints, in the models' vocabulary. What that lacks is a custom type. */
export function parseType(spelling: string): SqlType {
  const known = parsed.get(spelling);
  if (known !== undefined) return known;
  const type = readType(spelling);
  parsed.set(spelling, type);
  return type;
}

const parameterised = /^([a-z][a-z ]*?)(?:\((\d+)(?:,(-?\d+))?\))?( with time zone| without time zone)?$/;
const interval = /^interval(?: (year|month|day|hour|minute|second|[a-z]+ to [a-z]+))?(?:\((\d)\))?$/;

function readType(spelling: string): SqlType {
  if (spelling.endsWith('[]')) return { type: 'Array', item: parseType(spelling.slice(0, -2)) };
  const plain = bySpelling.get(spelling);
  if (plain !== undefined) return { type: plain } as SqlType;
  const fields = interval.exec(spelling);
  if (fields !== null) {
    return { type: 'Interval', ...optional('fields', fields[1]), ...optional('precision', number(fields[2])) };
  }
  const [, name, first, second, timezone] = parameterised.exec(spelling) ?? [];
  return fromName(name ?? '', number(first), number(second), timezone) ?? { type: 'custom', sql: spelling };
}

function fromName(name: string, first?: number, second?: number, timezone?: string): SqlType | undefined {
  const length = optional('length', first);
  switch (name) {
    case 'character varying':
      return { type: 'String', ...length };
    case 'character':
      return { type: 'Char', ...length };
    case 'numeric':
      return { type: 'Numeric', ...optional('precision', first), ...optional('scale', second) };
    case 'real':
      return { type: 'Float', precision: 24 };
    case 'uuid':
      return { type: 'Uuid' };
    case 'timestamp':
    case 'time':
      return {
        type: name === 'time' ? 'Time' : 'DateTime',
        ...(timezone === ' with time zone' ? { timezone: true } : {}),
        ...optional('precision', first),
      };
    case 'bit':
      return { type: 'postgresql.Bit', ...(first === 1 ? {} : length) };
    case 'bit varying':
      return { type: 'postgresql.BitVarying', ...length };
    case 'vector':
      return { type: 'postgresql.Vector', ...length };
    default:
      return undefined;
  }
}

const number = (text: string | undefined): number | undefined => (text === undefined ? undefined : Number(text));

const optional = <K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } =>
  (value === undefined ? {} : { [key]: value }) as { [P in K]?: V };
