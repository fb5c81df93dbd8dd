import type { ServerDefault } from '../../schema/expression.ts';
import { isFunctionCall, isText } from '../../schema/expression.ts';
import type { SqlType } from '../../schema/type.ts';
import { normaliseExpression } from './expression.ts';
import { quoteLiteral } from './quote.ts';
import { isKeyword, readTokens, sourceOf, unquote, withoutParentheses } from './tokens.ts';
import type { Affinity } from './types.ts';

/** What DEFAULT takes without parentheses. https://www.sqlite.org/syntax/column-constraint.html */
const bareWords = ['NULL', 'TRUE', 'FALSE', 'CURRENT_TIME', 'CURRENT_DATE', 'CURRENT_TIMESTAMP'];

/** A default as it stands behind DEFAULT. */
export function defaultSql(value: ServerDefault): string {
  const text = defaultText(value);
  const tokens = readTokens(text);
  const [first, second] = tokens;
  if (tokens.length === 1 && (first?.kind === 'string' || first?.kind === 'number' || isKeyword(first, ...bareWords))) {
    return text;
  }
  if (tokens.length === 2 && /^[-+]$/.test(first?.text ?? '') && second?.kind === 'number') return text;
  return `(${sourceOf(text, withoutParentheses(tokens))})`;
}

function defaultText(value: ServerDefault): string {
  if (isText(value)) return value.text;
  if (!isFunctionCall(value)) return quoteLiteral(value);
  const { function: name, arguments: values = [] } = value;
  if (name === 'now' && values.length === 0) return 'CURRENT_TIMESTAMP';
  return `${name}(${values.map(quoteLiteral).join(', ')})`;
}

/** SQLite fills a constant in for the rows that are there; it does not do so for anything that it would have to work out. */
export function isConstantDefault(value: ServerDefault): boolean {
  const sql = defaultSql(value);
  return !sql.startsWith('(') && !/^CURRENT_/i.test(sql);
}

export const isNullDefault = (value: ServerDefault): boolean =>
  isText(value) && /^NULL$/i.test(sourceOf(value.text, withoutParentheses(readTokens(value.text))));

/** A default as the catalog has it, in the models' vocabulary; undefined for NULL, which is no default. */
export function parseDefault(sql: string, type: SqlType): ServerDefault | undefined {
  const tokens = withoutParentheses(readTokens(sql));
  const [first] = tokens;
  const text = sourceOf(sql, tokens);
  if (first === undefined || (tokens.length === 1 && isKeyword(first, 'NULL'))) return undefined;
  if (tokens.length > 1) return parseNumber(tokens.map((token) => token.text).join('')) ?? { text };
  if (first.kind === 'string') return first.text.startsWith("'") ? unquote(first) : { text };
  if (first.kind === 'identifier') return unquote(first);
  if (first.kind === 'number') {
    return type.type === 'Boolean' && /^[01]$/.test(text) ? text === '1' : (parseNumber(text) ?? { text });
  }
  if (isKeyword(first, 'CURRENT_TIMESTAMP')) return { function: 'now' };
  if (isKeyword(first, 'CURRENT_DATE', 'CURRENT_TIME')) return { text: text.toUpperCase() };
  if (isKeyword(first, 'TRUE', 'FALSE')) return type.type === 'Boolean' ? isKeyword(first, 'TRUE') : { text };
  return text;
}

/** Only a number that is written back as it was read. */
function parseNumber(text: string): number | undefined {
  const value = Number(text);
  return /^[-+]?[\d.]/.test(text) && String(value) === text ? value : undefined;
}

/** A default as it is compared: the SQL of the value that a column of this affinity would store, or of the expression. */
export function canonicalDefault(value: ServerDefault, affinity: Affinity): string {
  const sql = defaultText(value);
  const tokens = withoutParentheses(readTokens(sql));
  const [first] = tokens;
  if (tokens.length === 1 && isKeyword(first, 'TRUE', 'FALSE')) return isKeyword(first, 'TRUE') ? '1' : '0';
  const plain = tokens.map((token) => token.text).join('');
  const isNumber = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i.test(plain);
  if (isNumber) return affinity === 'TEXT' ? quoteLiteral(plain.replace(/^\+/, '')) : canonicalNumber(plain, affinity);
  if (tokens.length === 1 && first?.kind === 'string' && first.text.startsWith("'")) {
    return canonicalString(unquote(first), affinity);
  }
  return normaliseExpression(sql, new Set());
}

function canonicalString(text: string, affinity: Affinity): string {
  const isNumber = /^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?\s*$/i.test(text);
  return isNumber && affinity !== 'TEXT' && affinity !== 'BLOB'
    ? canonicalNumber(text.trim(), affinity)
    : quoteLiteral(text);
}

/** Columns that hold numbers do not tell `1.0` from `1`; numbers that JavaScript cannot hold stay as they are written. */
function canonicalNumber(text: string, affinity: Affinity): string {
  const value = Number(text);
  const exact = Number.isSafeInteger(value) || text.replace(/\D/g, '').length <= 15;
  return affinity === 'BLOB' || !exact ? text : String(value);
}
