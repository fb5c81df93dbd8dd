import { UnsupportedOperation } from '../../errors.ts';
import type { Column } from '../../schema/column.ts';
import { type TableName, tableLabel } from '../../schema/table-name.ts';
import { type DialectName, type EnumType, type SqlType, typeOn } from '../../schema/type.ts';
import { nameOfToken, readTokens } from './expression.ts';
import { quoteString, unquoteString } from './quote.ts';

/** In what two servers that take the same types spell them differently. */
export interface TypeRules {
  readonly dialect: DialectName;
  /** `INT(11)`: MariaDB prints it always; MySQL since 8.0.19 only with ZEROFILL. */
  readonly displayWidths: boolean;
  /** The server's own type for a UUID, where it has one. */
  readonly uuid: string | undefined;
  /** Types that no other server has, or that others spell otherwise, by their names. */
  readonly ownSpellings: Readonly<Record<string, string>>;
  /** How the reference system of a shape is written. */
  readonly srid: (srid: number) => string;
}

/** The parameters of any type, as far as it has them. */
interface Parameters {
  readonly type: string;
  readonly length?: number;
  readonly precision?: number;
  readonly scale?: number;
  readonly fsp?: number;
  readonly srid?: number;
  readonly displayWidth?: number;
  readonly unsigned?: boolean;
  readonly zerofill?: boolean;
  readonly native?: boolean;
  readonly values?: readonly string[];
  readonly sql?: string;
}

type Spelling = (type: Parameters, rules: TypeRules) => string;

const sized =
  (name: string, implied?: number): Spelling =>
  ({ length = implied }) =>
    length === undefined ? name : `${name}(${length})`;

const signs = ({ unsigned, zerofill }: Parameters): string =>
  `${unsigned === true || zerofill === true ? ' unsigned' : ''}${zerofill === true ? ' zerofill' : ''}`;

/** The widths that the server gives an integer that has none: signed, unsigned. */
const widths: Readonly<Record<string, readonly [number, number]>> = {
  tinyint: [4, 3],
  smallint: [6, 5],
  mediumint: [9, 8],
  int: [11, 10],
  bigint: [20, 20],
};

const integer =
  (name: string): Spelling =>
  (type, rules) => {
    const [signed, unsigned] = widths[name] ?? [11, 10];
    const isPlain = type.unsigned !== true && type.zerofill !== true;
    const width = type.displayWidth ?? (isPlain ? signed : unsigned);
    const isBoolean = name === 'tinyint' && width === 1 && isPlain;
    const shown = rules.displayWidths || type.zerofill === true || isBoolean ? `(${width})` : '';
    return `${name}${shown}${signs(type)}`;
  };

const decimal: Spelling = (type) => `decimal(${type.precision ?? 10},${type.scale ?? 0})${signs(type)}`;

/** `FLOAT(25)` and more is a double; `FLOAT(7, 2)` says how it is shown. */
const float =
  (name: 'float' | 'double'): Spelling =>
  (type) => {
    const { precision, scale } = type;
    if (scale !== undefined) return `${name}(${precision ?? 10},${scale})${signs(type)}`;
    return `${name === 'float' && (precision ?? 0) > 24 ? 'double' : name}${signs(type)}`;
  };

const fraction =
  (name: string): Spelling =>
  ({ precision, fsp = precision }) =>
    fsp === undefined || fsp === 0 ? name : `${name}(${fsp})`;

const list =
  (name: 'enum' | 'set'): Spelling =>
  ({ values = [] }) =>
    `${name}(${values.map(quoteString).join(',')})`;

const shape =
  (name: string): Spelling =>
  ({ type, srid }, rules) => {
    const spelling = rules.ownSpellings[type] ?? name;
    return srid === undefined ? spelling : `${spelling} ${rules.srid(srid)}`;
  };

const varchar: Spelling = (type) => {
  if (type.length === undefined) {
    throw new UnsupportedOperation('a string has to have a length here', {
      hint: 'give it one, as in sa.String(255), or use sa.Text',
    });
  }
  return `varchar(${type.length})`;
};

/** With its hyphens, as programs write it. */
const uuid: Spelling = ({ native }, rules) => (native === false ? undefined : rules.uuid) ?? 'char(36)';

const enumeration: Spelling = (type) =>
  type.native === false ? `varchar(${enumLength(type as EnumType)})` : list('enum')(type, noRules);

const noRules = {} as TypeRules;

/** How long a string has to be to hold every value. */
export const enumLength = ({ values, length }: Pick<EnumType, 'values' | 'length'>): number =>
  length ?? Math.max(1, ...values.map((value) => [...value].length));

/** The portable types as SQLAlchemy spells them, and those of the family by their names. */
const spellings: Readonly<Record<string, Spelling>> = {
  SmallInteger: integer('smallint'),
  Integer: integer('int'),
  BigInteger: integer('bigint'),
  Float: float('float'),
  Double: float('double'),
  Numeric: decimal,
  Boolean: () => 'tinyint(1)',
  String: varchar,
  Unicode: varchar,
  Char: sized('char', 1),
  Text: sized('text'),
  UnicodeText: sized('text'),
  Date: () => 'date',
  DateTime: fraction('datetime'),
  Time: fraction('time'),
  // A span of time is kept as the time since 1970, as SQLAlchemy does.
  Interval: fraction('datetime'),
  LargeBinary: sized('blob'),
  Uuid: uuid,
  Enum: enumeration,
  JSON: () => 'json',
  JSONB: () => 'json',
  Array: () => 'json',
  'mysql.TinyInteger': integer('tinyint'),
  'mysql.SmallInteger': integer('smallint'),
  'mysql.MediumInteger': integer('mediumint'),
  'mysql.Integer': integer('int'),
  'mysql.BigInteger': integer('bigint'),
  'mysql.Float': float('float'),
  'mysql.Double': float('double'),
  'mysql.Decimal': decimal,
  'mysql.Char': sized('char', 1),
  'mysql.String': varchar,
  'mysql.Text': sized('text'),
  'mysql.TinyText': () => 'tinytext',
  'mysql.MediumText': () => 'mediumtext',
  'mysql.LongText': () => 'longtext',
  'mysql.Set': list('set'),
  'mysql.Binary': sized('binary', 1),
  'mysql.VarBinary': sized('varbinary'),
  'mysql.Blob': sized('blob'),
  'mysql.TinyBlob': () => 'tinyblob',
  'mysql.MediumBlob': () => 'mediumblob',
  'mysql.LongBlob': () => 'longblob',
  'mysql.Bit': sized('bit', 1),
  'mysql.Year': ({ type }, rules) => rules.ownSpellings[type] ?? 'year',
  'mysql.DateTime': fraction('datetime'),
  'mysql.Timestamp': fraction('timestamp'),
  'mysql.Time': fraction('time'),
  'mysql.Geometry': shape('geometry'),
  'mysql.Point': shape('point'),
  'mysql.LineString': shape('linestring'),
  'mysql.Polygon': shape('polygon'),
  'mysql.MultiPoint': shape('multipoint'),
  'mysql.MultiLineString': shape('multilinestring'),
  'mysql.MultiPolygon': shape('multipolygon'),
  'mysql.GeometryCollection': shape('geometrycollection'),
  'mysql.Vector': sized('vector', 2048),
};

/**
 * How the server spells a type; the length of a text is still to be resolved (`sizeText`).
 *
 * @throws UnsupportedOperation for a type of another database, and for a string without length
 */
export function formatType(declared: SqlType, rules: TypeRules): string {
  const type = typeOn(rules.dialect, declared) as Parameters;
  if (type.type === 'custom') {
    const spelling = canonicalSpelling(type.sql ?? '');
    const parsed = parseType(spelling, rules);
    return parsed.type === 'custom' ? spelling : formatType(parsed, rules);
  }
  const spelling = spellings[type.type]?.(type, rules) ?? rules.ownSpellings[type.type];
  if (spelling !== undefined) return spelling;
  throw new UnsupportedOperation(`${rules.dialect} has no type ${type.type}`, {
    hint: `say what to use there: sa.withVariant(type, { ${rules.dialect}: sa.Text })`,
  });
}

/** The type of a column; an error says which column it is about. @throws UnsupportedOperation */
export function formatColumnType(column: Pick<Column, 'name' | 'type'>, table: TableName, rules: TypeRules): string {
  try {
    return formatType(column.type, rules);
  } catch (error) {
    if (!(error instanceof UnsupportedOperation)) throw error;
    const { message, hint } = error;
    throw new UnsupportedOperation(`column ${tableLabel(table)}.${column.name}: ${message}`, { hint });
  }
}

const aliases: readonly (readonly [RegExp, string])[] = [
  [/^(?:boolean|bool)$/, 'tinyint(1)'],
  [/^(?:integer|int4)\b/, 'int'],
  [/^int1\b/, 'tinyint'],
  [/^int2\b/, 'smallint'],
  [/^(?:int3|middleint)\b/, 'mediumint'],
  [/^int8\b/, 'bigint'],
  [/^(?:numeric|dec|fixed)\b/, 'decimal'],
  [/^(?:double precision|real|float8)\b/, 'double'],
  [/^float4\b/, 'float'],
  [/^(?:character varying|char varying|varcharacter)\b/, 'varchar'],
  [/^character\b/, 'char'],
  [/^long(?: varchar)?$/, 'mediumtext'],
  [/^long varbinary$/, 'mediumblob'],
];

/** A type's spelling in small letters and with the white space that the server prints. */
function canonicalSpelling(sql: string): string {
  const pieces = readTokens(sql).map(({ kind, text }) =>
    kind === 'string' ? quoteString(unquoteString(text)) : text.toLowerCase(),
  );
  const spelling = pieces.reduce((text, piece, at) => {
    const isTight = '(,)'.includes(piece) || at === 0 || '(,'.includes(pieces[at - 1] ?? '');
    return isTight ? text + piece : `${text} ${piece}`;
  }, '');
  return aliases.reduce((text, [alias, name]) => text.replace(alias, name), spelling);
}

const plainTypes: Readonly<Record<string, SqlType>> = {
  float: { type: 'Float' },
  double: { type: 'Double' },
  date: { type: 'Date' },
  json: { type: 'JSON' },
  text: { type: 'Text' },
  tinytext: { type: 'mysql.TinyText' },
  mediumtext: { type: 'mysql.MediumText' },
  longtext: { type: 'mysql.LongText' },
  blob: { type: 'LargeBinary' },
  tinyblob: { type: 'mysql.TinyBlob' },
  mediumblob: { type: 'mysql.MediumBlob' },
  longblob: { type: 'mysql.LongBlob' },
  year: { type: 'mysql.Year' },
  geometry: { type: 'mysql.Geometry' },
  point: { type: 'mysql.Point' },
  linestring: { type: 'mysql.LineString' },
  polygon: { type: 'mysql.Polygon' },
  multipoint: { type: 'mysql.MultiPoint' },
  multilinestring: { type: 'mysql.MultiLineString' },
  multipolygon: { type: 'mysql.MultiPolygon' },
  geometrycollection: { type: 'mysql.GeometryCollection' },
  geomcollection: { type: 'mysql.GeometryCollection' },
};

const sizedTypes: Readonly<Record<string, 'String' | 'Char' | 'Text' | 'LargeBinary' | `mysql.${string}`>> = {
  varchar: 'String',
  char: 'Char',
  text: 'Text',
  blob: 'LargeBinary',
  binary: 'mysql.Binary',
  varbinary: 'mysql.VarBinary',
  bit: 'mysql.Bit',
  vector: 'mysql.Vector',
};

const integers: Readonly<Record<string, readonly [plain: SqlType['type'] | undefined, own: `mysql.${string}`]>> = {
  tinyint: [undefined, 'mysql.TinyInteger'],
  smallint: ['SmallInteger', 'mysql.SmallInteger'],
  mediumint: [undefined, 'mysql.MediumInteger'],
  int: ['Integer', 'mysql.Integer'],
  bigint: ['BigInteger', 'mysql.BigInteger'],
};

/** The type behind a spelling of the server's: one that `formatType` spells the same way, or else the spelling itself. */
export function parseType(spelling: string, rules: TypeRules): SqlType {
  if (spelling === rules.uuid) return { type: 'Uuid' };
  const own = Object.entries(rules.ownSpellings).find(([, text]) => text === spelling);
  if (own !== undefined) return { type: own[0] } as SqlType;
  const match = /^(\w+)(?:\(([^()]*)\))?((?: unsigned| zerofill| signed)*)(?: srid (\d+))?$/s.exec(spelling);
  if (match === null || /^(?:enum|set)\(/.test(spelling))
    return parseList(spelling) ?? { type: 'custom', sql: spelling };
  const [, name = '', parameters = '', attributes = '', srid] = match;
  const sign = {
    ...(/unsigned|zerofill/.test(attributes) ? { unsigned: true } : {}),
    ...(attributes.includes('zerofill') ? { zerofill: true } : {}),
  };
  const numbers = parameters === '' ? [] : parameters.split(',').map(Number);
  return (
    parseInteger(name, numbers[0], sign, rules) ??
    parseNumber(name, numbers, sign) ??
    parseTime(name, numbers[0]) ??
    parseSized(name, numbers[0], srid) ?? { type: 'custom', sql: spelling }
  );
}

type Sign = { readonly unsigned?: boolean; readonly zerofill?: boolean };

function parseInteger(name: string, width: number | undefined, sign: Sign, rules: TypeRules): SqlType | undefined {
  const [plain, own] = integers[name] ?? [];
  if (own === undefined) return undefined;
  const isPlain = sign.unsigned !== true;
  if (name === 'tinyint' && width === 1 && isPlain) return { type: 'Boolean' };
  const [signed, unsigned] = widths[name] ?? [11, 10];
  const isUsual = width === undefined || width === (isPlain ? signed : unsigned);
  const isShown = rules.displayWidths || sign.zerofill === true;
  const displayWidth = isUsual || !isShown ? {} : { displayWidth: width };
  if (plain !== undefined && isPlain && !('displayWidth' in displayWidth)) return { type: plain } as SqlType;
  return { type: own, ...displayWidth, ...sign };
}

function parseNumber(name: string, numbers: readonly number[], sign: Sign): SqlType | undefined {
  const [precision, scale] = numbers;
  const isSigned = sign.unsigned !== true;
  if (name === 'decimal') {
    const size = { precision: precision ?? 10, scale: scale ?? 0 };
    return isSigned ? { type: 'Numeric', ...size } : { type: 'mysql.Decimal', ...size, ...sign };
  }
  if (name !== 'float' && name !== 'double') return undefined;
  if (scale === undefined && isSigned) return { type: name === 'double' || (precision ?? 0) > 24 ? 'Double' : 'Float' };
  const size = precision === undefined || scale === undefined ? {} : { precision, scale };
  return { type: name === 'float' ? 'mysql.Float' : 'mysql.Double', ...size, ...sign };
}

function parseTime(name: string, fsp: number | undefined): SqlType | undefined {
  const digits = fsp === undefined || fsp === 0 ? undefined : fsp;
  if (name === 'timestamp') return { type: 'mysql.Timestamp', ...(digits === undefined ? {} : { fsp: digits }) };
  if (name !== 'datetime' && name !== 'time') return undefined;
  return { type: name === 'datetime' ? 'DateTime' : 'Time', ...(digits === undefined ? {} : { precision: digits }) };
}

function parseSized(name: string, length: number | undefined, srid: string | undefined): SqlType | undefined {
  const kind = sizedTypes[name];
  if (kind !== undefined && length !== undefined) return { type: kind, length } as SqlType;
  if (kind !== undefined && ['char', 'binary', 'bit'].includes(name)) return { type: kind, length: 1 } as SqlType;
  const plain = plainTypes[name];
  if (plain === undefined || (length !== undefined && name !== 'year')) return undefined;
  return srid === undefined ? plain : ({ ...plain, srid: Number(srid) } as SqlType);
}

/** `enum('a','b')`; inside, quotes are doubled and, alone among what the catalog prints, backslashes as well. */
function parseList(spelling: string): SqlType | undefined {
  const [name, , ...rest] = readTokens(spelling);
  if (name === undefined || rest.at(-1)?.text !== ')') return undefined;
  const values = rest.filter(({ kind }) => kind === 'string').map(({ text }) => unquoteString(text));
  const kind = nameOfToken(name).toLowerCase();
  if (kind === 'enum') return { type: 'Enum', values };
  return kind === 'set' ? { type: 'mysql.Set', values } : undefined;
}

/** The smallest type that holds a text or bytes of a length, which is what the server makes of `text(n)`. */
export function sizeText(spelling: string, bytesPerCharacter: number): string {
  const match = /^(text|blob)\((\d+)\)$/.exec(spelling);
  if (match === null) return spelling;
  const [, name = '', length] = match;
  const bytes = Number(length) * (name === 'text' ? bytesPerCharacter : 1);
  return `${bytes < 256 ? 'tiny' : bytes < 65536 ? '' : bytes < 16777216 ? 'medium' : 'long'}${name}`;
}
