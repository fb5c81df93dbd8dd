import { UnsupportedOperation } from '../../errors.ts';
import { type SqlType, typeOn } from '../../schema/type.ts';
import { quoteIdentifier } from './quote.ts';
import { isName, readTokens, unquote } from './tokens.ts';

interface Parameters {
  readonly length?: number;
  readonly precision?: number;
  readonly scale?: number;
}

type Spelling = (type: Parameters) => string;

const sized =
  (name: string): Spelling =>
  ({ length }) =>
    length === undefined ? name : `${name}(${length})`;

const numeric: Spelling = ({ precision, scale }) =>
  precision === undefined ? 'NUMERIC' : `NUMERIC(${scale === undefined ? precision : `${precision}, ${scale}`})`;

/** As SQLAlchemy spells them, so that a database made by it compares equal. */
const spellings: Readonly<Record<string, Spelling>> = {
  SmallInteger: () => 'SMALLINT',
  Integer: () => 'INTEGER',
  BigInteger: () => 'BIGINT',
  Float: () => 'FLOAT',
  Double: () => 'DOUBLE',
  Numeric: numeric,
  Boolean: () => 'BOOLEAN',
  String: sized('VARCHAR'),
  Unicode: sized('VARCHAR'),
  Char: sized('CHAR'),
  Text: sized('TEXT'),
  UnicodeText: sized('TEXT'),
  Date: () => 'DATE',
  DateTime: () => 'DATETIME',
  Time: () => 'TIME',
  Interval: () => 'DATETIME',
  LargeBinary: () => 'BLOB',
  Uuid: () => 'CHAR(36)',
  JSON: () => 'JSON',
  JSONB: () => 'JSON',
  Array: () => 'JSON',
};

/** A STRICT table knows six types and no others. https://www.sqlite.org/stricttables.html */
const strictSpellings: Readonly<Record<string, string>> = {
  SmallInteger: 'INTEGER',
  Integer: 'INTEGER',
  BigInteger: 'INTEGER',
  Boolean: 'INTEGER',
  Float: 'REAL',
  Double: 'REAL',
  Numeric: 'REAL',
  LargeBinary: 'BLOB',
};

/**
 * How SQLite spells a type, in an ordinary or in a STRICT table.
 *
 * @throws UnsupportedOperation for a type of another database
 */
export function formatType(declared: SqlType, strict: boolean): string {
  const type = typeOn('sqlite', declared);
  if (type.type === 'custom') return formatCustom((type as { readonly sql: string }).sql);
  if (type.type.startsWith('sqlite.')) return type.type.slice('sqlite.'.length).toUpperCase();
  if (type.type === 'Enum') return strict ? 'TEXT' : `VARCHAR(${enumLength(type as EnumShape)})`;
  const spelling = spellings[type.type];
  if (spelling === undefined) {
    throw new UnsupportedOperation(`SQLite has no type ${type.type}`, {
      hint: 'say what to use there: sa.withVariant(type, { sqlite: sa.Text })',
    });
  }
  return strict ? (strictSpellings[type.type] ?? 'TEXT') : spelling(type as Parameters);
}

interface EnumShape {
  readonly values: readonly string[];
  readonly length?: number;
}

export const enumLength = ({ values, length }: EnumShape): number =>
  length ?? Math.max(1, ...values.map((value) => [...value].length));

/** A type as it was written, quoted where SQLite could not read it back otherwise. */
function formatCustom(sql: string): string {
  return sql === '' || /^[A-Za-z_]\w*( [A-Za-z_]\w*)*\s*(\(\s*[-+]?[\w.]+\s*(,\s*[-+]?[\w.]+\s*)?\))?$/.test(sql)
    ? sql
    : quoteIdentifier(sql);
}

/** A type's spelling in capitals and with canonical white space; SQLite does not tell the case of types apart. */
export function canonicalSpelling(sql: string): string {
  const known = canonicalSpellings.get(sql);
  if (known !== undefined) return known;
  const spelling = readTokens(sql)
    .map((token) => (isName(token) ? unquote(token) : token.text).toUpperCase())
    .join(' ')
    .replace(/ ?\( ?/, '(')
    .replace(/ ([,)])/g, '$1');
  canonicalSpellings.set(sql, spelling);
  return spelling;
}

/** A database has thousands of columns and a handful of types. */
const canonicalSpellings = new Map<string, string>();

/** Words that standard SQL and other databases take for the same type, and that SQLite gives the same affinity. */
const synonyms: Readonly<Record<string, string>> = {
  INT: 'INTEGER',
  DECIMAL: 'NUMERIC',
  BOOL: 'BOOLEAN',
  CHARACTER: 'CHAR',
  NCHAR: 'CHAR',
  'CHARACTER VARYING': 'VARCHAR',
  NVARCHAR: 'VARCHAR',
  'DOUBLE PRECISION': 'DOUBLE',
};

/** The spelling by which types are compared. `INT` is `INTEGER` but where it decides what the rowid is. */
export function comparedSpelling(sql: string): string {
  const spelling = canonicalSpelling(sql);
  const name = /^[^(]*/.exec(spelling)?.[0] ?? '';
  return (synonyms[name] ?? name) + spelling.slice(name.length);
}

const simple: Readonly<Record<string, SqlType>> = {
  SMALLINT: { type: 'SmallInteger' },
  INTEGER: { type: 'Integer' },
  BIGINT: { type: 'BigInteger' },
  FLOAT: { type: 'Float' },
  DOUBLE: { type: 'Double' },
  NUMERIC: { type: 'Numeric' },
  BOOLEAN: { type: 'Boolean' },
  VARCHAR: { type: 'String' },
  CHAR: { type: 'Char' },
  TEXT: { type: 'Text' },
  DATE: { type: 'Date' },
  DATETIME: { type: 'DateTime' },
  TIME: { type: 'Time' },
  BLOB: { type: 'LargeBinary' },
  JSON: { type: 'JSON' },
  REAL: { type: 'sqlite.Real' },
  ANY: { type: 'sqlite.Any' },
};

const strictTypes: Readonly<Record<string, SqlType>> = {
  INTEGER: { type: 'Integer' },
  REAL: { type: 'Double' },
  TEXT: { type: 'Text' },
  BLOB: { type: 'LargeBinary' },
  ANY: { type: 'sqlite.Any' },
};

const sizedTypes: Readonly<Record<string, 'String' | 'Char' | 'Text'>> = {
  VARCHAR: 'String',
  CHAR: 'Char',
  TEXT: 'Text',
};

/** The type behind a declared spelling: one that `formatType` spells the same way, or else the spelling itself. */
export function parseType(sql: string, strict: boolean): SqlType {
  const spelling = canonicalSpelling(sql);
  const plain = (strict ? strictTypes : simple)[spelling];
  if (plain !== undefined) return plain;
  const match = strict ? null : /^(\w+)\((\d+)(?:, ?(\d+))?\)$/.exec(spelling);
  const [, name = '', first, second] = match ?? [];
  const kind = sizedTypes[name];
  if (kind !== undefined && second === undefined) return { type: kind, length: Number(first) };
  if (name === 'NUMERIC') {
    return { type: 'Numeric', precision: Number(first), ...(second === undefined ? {} : { scale: Number(second) }) };
  }
  return { type: 'custom', sql };
}

export type Affinity = 'INTEGER' | 'TEXT' | 'BLOB' | 'REAL' | 'NUMERIC';

/** What SQLite turns values into, by the words in a declared type. https://www.sqlite.org/datatype3.html#determination_of_column_affinity */
export function affinityOf(spelling: string): Affinity {
  if (/INT/i.test(spelling)) return 'INTEGER';
  if (/CHAR|CLOB|TEXT/i.test(spelling)) return 'TEXT';
  if (spelling === '' || /BLOB/i.test(spelling)) return 'BLOB';
  return /REAL|FLOA|DOUB/i.test(spelling) ? 'REAL' : 'NUMERIC';
}
