/** Other names of types, as `format_type` prints them. */
const aliases: Readonly<Record<string, string>> = {
  int: 'integer',
  int2: 'smallint',
  int4: 'integer',
  int8: 'bigint',
  bool: 'boolean',
  varchar: 'character varying',
  'char varying': 'character varying',
  'national character varying': 'character varying',
  'national char varying': 'character varying',
  char: 'character',
  'national character': 'character',
  nchar: 'character',
  decimal: 'numeric',
  dec: 'numeric',
  float4: 'real',
  float8: 'double precision',
  float: 'double precision',
  varbit: 'bit varying',
  timestamptz: 'timestamp with time zone',
  timetz: 'time with time zone',
  timestamp: 'timestamp without time zone',
  time: 'time without time zone',
};

const shape = /^([^(]*?)\s*(?:\(([^()]*)\))?\s*(with time zone|without time zone)?((?:\s*\[\s*\d*\s*\])*)$/;

/**
 * A type written by hand in the catalog's spelling, as far as its text allows: aliases, capitals and spaces. A name in
 * double quotes is left as it is.
 */
export function canonicalSpelling(sql: string): string {
  const known = spellings.get(sql);
  if (known !== undefined) return known;
  const spelling = readSpelling(sql);
  spellings.set(sql, spelling);
  return spelling;
}

/** A database has thousands of columns and a handful of types. */
const spellings = new Map<string, string>();

function readSpelling(sql: string): string {
  if (sql.includes('"')) return sql.trim();
  const text = sql
    .trim()
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/ array(?: \[\d+\])?$/, '[]');
  const [, name = text, modifier, zone, dimensions = ''] = shape.exec(text) ?? [];
  const base = baseSpelling(zone === undefined ? name : `${name} ${zone}`, modifier?.replace(/\s/g, ''));
  return dimensions === '' ? base : `${base}[]`;
}

function baseSpelling(name: string, modifier: string | undefined): string {
  if (modifier === undefined && name === 'bit') return 'bit(1)';
  if (name === 'float' && modifier !== undefined) return Number(modifier) <= 24 ? 'real' : 'double precision';
  const full = Object.hasOwn(aliases, name)
    ? (aliases[name] ?? name)
    : name === 'bpchar' && modifier !== undefined
      ? 'character'
      : name;
  if (modifier === undefined) return full === 'character' ? 'character(1)' : full;
  if (full === 'numeric') return `numeric(${modifier.includes(',') ? modifier : `${modifier},0`})`;
  const zoned = /^(timestamp|time) (.*)$/.exec(full);
  return zoned === null ? `${full}(${modifier})` : `${zoned[1]}(${modifier}) ${zoned[2]}`;
}
