import { decimalTypes, integerTypes, stringTypes } from './default-text.ts';

const numberTypes: ReadonlySet<string> = new Set([...integerTypes, ...decimalTypes]);
const strings = new Set([...stringTypes, 'citext']);
const timestamps = ['timestamp without time zone', 'timestamp with time zone'];
const times = ['time without time zone', 'time with time zone'];

/** Groups of types within which the server converts on assignment, in every direction. */
const families: readonly ReadonlySet<string>[] = [
  numberTypes,
  strings,
  new Set(['date', ...timestamps]),
  new Set(['json', 'jsonb']),
  new Set(['inet', 'cidr']),
  new Set(['macaddr', 'macaddr8']),
  new Set(['bit', 'bit varying']),
  new Set(times),
];

/** Casts of one direction that the server applies on assignment. */
const assigned: Readonly<Record<string, readonly string[]>> = {
  'timestamp without time zone': times.slice(0, 1),
  'timestamp with time zone': times,
  'time without time zone': ['interval'],
  interval: times.slice(0, 1),
  integer: ['money', 'oid'],
  bigint: ['money', 'oid'],
  smallint: ['oid'],
  numeric: ['money'],
  money: ['numeric'],
};

/** Casts that have to be written. */
const written: Readonly<Record<string, readonly string[]>> = {
  boolean: ['integer'],
  integer: ['boolean', 'bit'],
  bigint: ['bit'],
  bit: ['integer', 'bigint'],
  jsonb: ['boolean', ...numberTypes],
  int4range: ['int4multirange'],
  int8range: ['int8multirange'],
  numrange: ['nummultirange'],
  tsrange: ['tsmultirange'],
  tstzrange: ['tstzmultirange'],
  daterange: ['datemultirange'],
};

/** The other types of the server itself, between which there is no cast. */
const others = ['uuid', 'bytea', 'xml', 'tsvector', 'tsquery', 'jsonpath', 'pg_lsn', 'point', 'line', 'lseg', 'box'];
const builtIn = new Set([
  ...families.flatMap((family) => [...family]),
  ...Object.entries(assigned).flatMap(([from, to]) => [from, ...to]),
  ...Object.values(written).flat(),
  ...others,
]);

/** Whether values are filled up with blanks, which other types do not read and a cast to text takes away. */
export const isPadded = (spelling: string): boolean => spelling === 'character' || spelling === 'bpchar';

export const isStringType = (spelling: string): boolean => strings.has(spelling);

/** How values of one type become another: by themselves, by a cast, or by casts through a type in between. */
export type CastPath = 'assignment' | readonly string[];

/**
 * The way from one type to another, both in the catalog's spelling without modifiers. Where the server has no cast, the
 * values go through their text. https://www.postgresql.org/docs/current/catalog-pg-cast.html
 */
export function castPath(from: string, to: string): CastPath {
  if (from === to || strings.has(to)) return 'assignment';
  if (families.some((family) => family.has(from) && family.has(to))) return 'assignment';
  if (assigned[from]?.includes(to)) return 'assignment';
  if (isPadded(from)) return ['text'];
  if (written[from]?.includes(to) || strings.has(from) || !builtIn.has(from) || !builtIn.has(to)) return [];
  const via = ['integer', 'numeric'].find((type) => isDirect(from, type) && isDirect(type, to));
  return [via ?? 'text'];
}

const isDirect = (from: string, to: string): boolean =>
  from === to ||
  families.some((family) => family.has(from) && family.has(to)) ||
  assigned[from]?.includes(to) === true ||
  written[from]?.includes(to) === true;
