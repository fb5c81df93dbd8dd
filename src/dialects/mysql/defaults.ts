import { type FunctionCall, isFunctionCall, isText, type ServerDefault } from '../../schema/expression.ts';
import type { SqlType } from '../../schema/type.ts';
import { isReadableIntroducer, isWord, normaliseExpression, readTokens, withoutParentheses } from './expression.ts';
import { quoteIdentifier, quoteLiteral, unquoteString } from './quote.ts';

/** A constant, as far as it can be read without asking the server. */
type Constant =
  | { readonly kind: 'text' | 'number' | 'bits'; readonly text: string }
  | { readonly kind: 'bytes'; readonly hex: string }
  | { readonly kind: 'null' };

/** The constant that a piece of SQL is, parentheses around it or not; undefined for anything that is worked out. */
export function readConstant(sql: string): Constant | undefined {
  const [first, second, third] = withoutParentheses(readTokens(sql));
  if (first === undefined || third !== undefined) return undefined;
  if (second !== undefined) {
    if (isWord(first) && second.kind === 'string' && isReadableIntroducer(first.text)) return readConstant(second.text);
    const isSigned = second.kind === 'number' && !/^0[xb]/i.test(second.text) && /^[-+]$/.test(first.text);
    return isSigned ? { kind: 'number', text: first.text.replace('+', '') + second.text } : undefined;
  }
  if (isWord(first, 'null')) return { kind: 'null' };
  if (isWord(first, 'true', 'false')) return { kind: 'number', text: isWord(first, 'true') ? '1' : '0' };
  if (first.kind === 'number') return readNumber(first.text);
  if (first.kind !== 'string') return undefined;
  if (/^x/i.test(first.text)) return { kind: 'bytes', hex: first.text.slice(2, -1).toLowerCase() };
  if (/^b/i.test(first.text)) return { kind: 'bits', text: first.text.slice(2, -1) };
  return /^['"]/.test(first.text) ? { kind: 'text', text: unquoteString(first.text) } : undefined;
}

function readNumber(text: string): Constant {
  if (/^0x/i.test(text)) return { kind: 'bytes', hex: text.slice(2).toLowerCase() };
  return /^0b/i.test(text) ? { kind: 'bits', text: text.slice(2) } : { kind: 'number', text };
}

/** What the name of a type says of the values in it. */
export type Family =
  | 'integer'
  | 'decimal'
  | 'float'
  | 'text'
  | 'bytes'
  | 'bits'
  | 'date'
  | 'datetime'
  | 'time'
  | 'other';

/** By the spelling of the server's. */
export function familyOf(spelling: string): Family {
  if (/^(?:tinyint|smallint|mediumint|int|bigint|year)\b/.test(spelling)) return 'integer';
  if (/^decimal\b/.test(spelling)) return 'decimal';
  if (/^(?:float|double)\b/.test(spelling)) return 'float';
  if (isTextual(spelling)) return 'text';
  if (/^(?:var)?binary\b|^(?:tiny|medium|long)?blob\b/.test(spelling)) return 'bytes';
  if (/^bit\b/.test(spelling)) return 'bits';
  if (/^(?:datetime|timestamp)\b/.test(spelling)) return 'datetime';
  return /^date$/.test(spelling) ? 'date' : /^time\b/.test(spelling) ? 'time' : 'other';
}

/** Types whose values are in a character set. */
export const isTextual = (spelling: string): boolean =>
  /^(?:char|varchar|enum|set)\b|^(?:tiny|medium|long)?text\b/.test(spelling);

/** MySQL takes for these a default only as an expression. https://dev.mysql.com/doc/refman/9.4/en/data-type-defaults.html */
export const isLargeObject = (spelling: string): boolean =>
  /^(?:tiny|medium|long)?(?:text|blob)\b|^json\b|^(?:geometry|point|linestring|polygon|multi\w+|geom\w*collection)\b/.test(
    spelling,
  );

const fractionOf = (spelling: string): number => Number(/\((\d)\)$/.exec(spelling)?.[1] ?? 0);

/** `now` for a column of a type: with its digits of a second, and of what a date or a time needs of it. */
function currentTime(spelling: string): string {
  const family = familyOf(spelling);
  const digits = fractionOf(spelling);
  if (family === 'date') return 'curdate()';
  const name = family === 'time' ? 'curtime' : 'current_timestamp';
  return `${name}(${digits > 0 ? digits : ''})`;
}

/** A default that calls a function, as SQL. `nextval` has the name of its sequence as argument. */
export function functionSql({ function: name, arguments: values = [] }: FunctionCall, spelling: string): string {
  if (name === 'now' && values.length === 0) return currentTime(spelling);
  if (name === 'nextval') return `nextval(${values.map((part) => quoteIdentifier(String(part))).join('.')})`;
  return `${name}(${values.map(quoteLiteral).join(', ')})`;
}

const isNow = (sql: string): boolean => /^current_timestamp\(\d?\)$/.test(normaliseExpression(sql, []));

/** What stands behind ON UPDATE, where there can only be the current time. */
export function onUpdateSql(value: ServerDefault, spelling: string): string {
  const sql = isFunctionCall(value) ? functionSql(value, spelling) : isText(value) ? value.text : quoteLiteral(value);
  return isNow(sql) ? nowSql(sql) : sql;
}

const nowSql = (sql: string): string => normaliseExpression(sql, []).toUpperCase().replace('()', '');

/**
 * A default as it stands behind DEFAULT. `bare` says whether the type takes a constant without parentheses; anything that
 * is worked out stands in parentheses, but for the current time with as many digits as the column has (MySQL, 1067).
 */
export function defaultSql(value: ServerDefault, spelling: string, bare: boolean): string {
  const sql = isText(value) ? value.text : isFunctionCall(value) ? functionSql(value, spelling) : quoteLiteral(value);
  const isConstant = readConstant(sql) !== undefined;
  if (isConstant && bare) return constantSql(sql, spelling);
  if (isOwnNow(sql, spelling)) return nowSql(sql);
  return /^\(.*\)$/s.test(sql.trim()) && withoutParentheses(readTokens(sql)).length < readTokens(sql).length
    ? sql.trim()
    : `(${sql})`;
}

/** A constant without parentheses, which would make an expression of it. */
function constantSql(sql: string, spelling: string): string {
  const constant = readConstant(sql);
  switch (constant?.kind) {
    case 'text':
      return quoteLiteral(constant.text);
    case 'number':
      return familyOf(spelling) === 'text' ? quoteLiteral(constant.text) : constant.text;
    case 'bytes':
      return `x'${constant.hex}'`;
    case 'bits':
      return `b'${constant.text}'`;
    default:
      return 'NULL';
  }
}

/** A default that the catalog has as SQL, in the models' vocabulary; undefined for NULL, which is no default. */
export function parseDefault(sql: string, type: SqlType, spelling: string): ServerDefault | undefined {
  const constant = readConstant(sql);
  if (constant === undefined) return isOwnNow(sql, spelling) ? { function: 'now' } : { text: sql };
  if (constant.kind !== 'null' && familyOf(spelling) === 'bytes') return { text: `x'${bytesOf(constant)}'` };
  switch (constant.kind) {
    case 'null':
      return undefined;
    case 'bytes':
      return { text: `x'${constant.hex}'` };
    case 'bits':
      return { text: `b'${constant.text}'` };
    default:
      return parseConstant(constant.text, type, spelling);
  }
}

/** The time with the digits that the column has anyway. */
export const isOwnNow = (sql: string, spelling: string): boolean =>
  familyOf(spelling) === 'datetime' && normaliseExpression(sql, []) === currentTime(spelling);

function parseConstant(text: string, type: SqlType, spelling: string): ServerDefault {
  if (type.type === 'Boolean' && (text === '0' || text === '1')) return text === '1';
  const family = familyOf(spelling);
  const isNumber = family === 'integer' || family === 'decimal' || family === 'float';
  return isNumber && String(Number(text)) === text ? Number(text) : text;
}

/**
 * A default as it is compared: a constant as the value that a column of this type stores, anything else as SQL. Undefined
 * for NULL.
 */
export function canonicalDefault(
  value: ServerDefault,
  spelling: string,
  columns: readonly string[],
): ServerDefault | undefined {
  const sql = isText(value) ? value.text : isFunctionCall(value) ? functionSql(value, spelling) : quoteLiteral(value);
  const constant = readConstant(sql);
  if (constant === undefined) return { text: normaliseExpression(sql, columns) };
  if (constant.kind === 'null') return undefined;
  const family = familyOf(spelling);
  if (family === 'bytes') return { text: `0x${padBytes(bytesOf(constant), spelling)}` };
  if (family === 'bits') return { text: `b'${bitsOf(constant)}'` };
  if (constant.kind === 'bytes') return Buffer.from(constant.hex, 'hex').toString('utf8');
  return storedText(constant.text, family, spelling);
}

const bytesOf = (constant: Exclude<Constant, { kind: 'null' }>): string =>
  constant.kind === 'bytes' ? constant.hex : Buffer.from(constant.text, 'utf8').toString('hex');

function padBytes(hex: string, spelling: string): string {
  const length = Number(/^binary\((\d+)\)$/.exec(spelling)?.[1] ?? 0);
  return hex.padEnd(length * 2, '0');
}

function bitsOf(constant: Exclude<Constant, { kind: 'null' }>): string {
  const bits =
    constant.kind === 'bits'
      ? constant.text
      : constant.kind === 'bytes'
        ? BigInt(`0x${constant.hex || '0'}`).toString(2)
        : /^\d+$/.test(constant.text)
          ? BigInt(constant.text).toString(2)
          : constant.text;
  return bits.replace(/^0+(?=\d)/, '');
}

/** A constant as a column of the type stores it; as it is where that takes more than a rule of thumb. */
function storedText(text: string, family: Family, spelling: string): string {
  switch (family) {
    case 'integer':
      return /^[-+]?\d+(?:\.0*)?$/.test(text.trim()) ? String(BigInt(text.trim().replace(/\.0*$/, ''))) : text;
    case 'decimal':
      return storedDecimal(text.trim(), Number(/,(\d+)\)/.exec(spelling)?.[1] ?? 0));
    case 'float':
      return text.trim() !== '' && Number.isFinite(Number(text)) ? String(Number(text)) : text;
    case 'datetime':
      return storedTime(text, /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d:\d\d)(?:\.(\d*))?)?$/, fractionOf(spelling));
    case 'time':
      return storedTime(text, /^()(\d\d:\d\d(?::\d\d)?)(?:\.(\d*))?$/, fractionOf(spelling));
    default:
      return text;
  }
}

/** With as many digits behind the point as the column has, rounded half away from zero. */
function storedDecimal(text: string, scale: number): string {
  const match = /^([-+]?)(\d*)\.?(\d*)$/.exec(text);
  if (match === null || text.replace(/\D/g, '') === '') return text;
  const [, sign = '', whole = '', fraction = ''] = match;
  const kept = BigInt(`${whole || '0'}${fraction.slice(0, scale).padEnd(scale, '0')}`);
  const rounded = (kept + ((fraction[scale] ?? '0') >= '5' ? 1n : 0n)).toString().padStart(scale + 1, '0');
  const number = scale === 0 ? rounded : `${rounded.slice(0, -scale)}.${rounded.slice(-scale)}`;
  return sign === '-' && /[1-9]/.test(number) ? `-${number}` : number;
}

function storedTime(text: string, pattern: RegExp, digits: number): string {
  const match = pattern.exec(text.trim());
  if (match === null) return text;
  const [, date = '', time = '00:00:00', fraction = ''] = match;
  if (fraction.length > digits) return text;
  const full = `${time}${time.length === 5 ? ':00' : ''}${digits === 0 ? '' : `.${fraction.padEnd(digits, '0')}`}`;
  return `${date}${date === '' ? '' : ' '}${full}`;
}
