import { postgresqlRules, significant, type Token, tokenize } from '../../ansi/lexer.ts';
import type { Server } from '../../dialect.ts';
import { clipIdentifier } from '../quoting.ts';
import { canonicalSpelling } from '../type-spelling.ts';

/** A name as it is when it was read: bare words in lower case, quoted ones without their quotes. */
export const foldName = ({ kind, text }: Pick<Token, 'kind' | 'text'>): string =>
  clipIdentifier(kind === 'identifier' ? text.slice(1, -1).replaceAll('""', '"') : text.toLowerCase());

/** A name as short as it can be said: in quotes only where it would be another without them. */
export const spellName = (name: string): string =>
  /^[a-z_][a-z0-9_$]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;

/** The tokens of SQL that mean something. */
export const tokensOf = (sql: string): readonly Token[] => significant(tokenize(sql, postgresqlRules));

/** Whether a token is this keyword. */
export const isWord = (token: Token | undefined, ...words: readonly string[]): boolean =>
  token?.kind === 'word' && words.includes(token.text.toLowerCase());

/**
 * The dotted name that tokens begin with, without a schema that goes without saying, and how many tokens it takes. The
 * server knows its own types and functions without their schema, too.
 */
export function readPath(
  tokens: readonly Token[],
  { defaultSchema }: Server,
): { readonly path: readonly string[]; readonly length: number } {
  const path: string[] = [];
  let length = 0;
  for (;;) {
    const token = tokens[length];
    if (token === undefined || (token.kind !== 'word' && token.kind !== 'identifier')) break;
    path.push(foldName(token));
    length += 1;
    if (tokens[length]?.text !== '.') break;
    length += 1;
  }
  const implied = path.length > 1 && (path[0] === defaultSchema || path[0] === 'pg_catalog');
  return { path: implied ? path.slice(1) : path, length };
}

/** A name with or without its schema, in the one spelling that stands for all. */
export function canonicalPath(sql: string, server: Server): string {
  const tokens = tokensOf(sql);
  const { path, length } = readPath(tokens, server);
  return length === tokens.length && length > 0 ? path.map(spellName).join('.') : sql.trim();
}

/** A type as hand or catalog wrote it, in the one spelling that stands for all: without a schema that goes without saying. */
export function canonicalTypeName(sql: string, server: Server): string {
  if (!/[."]/.test(sql)) return canonicalSpelling(sql);
  const tokens = tokensOf(sql);
  const { path, length } = readPath(tokens, server);
  const next = tokens[length];
  const rest = next === undefined ? '' : sql.slice(next.at).trim();
  const name = path.map(spellName).join('.');
  if (name === '' || rest.startsWith('%')) return sql.trim();
  // a quoted name is not the alias that it looks like: "char" is a type of its own
  const plain = path.length === 1 && tokens.at(length - 1)?.kind === 'word';
  if (plain) return canonicalSpelling(`${name}${spaced(rest)}`);
  const own = path.length === 1 && aliases.has(path[0] ?? '') ? `"${path[0]}"` : name;
  return `${own}${rest.replaceAll(/\s+/g, '').replace(/(?:\[\d*\])+$/, '[]')}`;
}

const spaced = (rest: string): string => (/^[a-z]/i.test(rest) ? ` ${rest}` : rest);

/** What reads as another type where it stands without quotes. */
const aliases: ReadonlySet<string> = new Set([
  'char',
  'int',
  'dec',
  'float',
  'decimal',
  'timestamp',
  'time',
  'varchar',
]);

/** How many tokens a type takes where tokens begin with one; 0 where they do not. */
export function typeLength(tokens: readonly Token[]): number {
  let at = nameLength(tokens);
  if (at === 0) return 0;
  if (tokens[at]?.text === '(') at = closing(tokens, at) + 1;
  if (isWord(tokens[at], 'with', 'without') && isWord(tokens[at + 1], 'time') && isWord(tokens[at + 2], 'zone'))
    at += 3;
  if (tokens[at]?.text === '%' && isWord(tokens[at + 1], 'type', 'rowtype')) at += 2;
  if (isWord(tokens[at], 'array')) at += 1;
  while (tokens[at]?.text === '[') {
    const end = closing(tokens, at);
    if (end < at) break;
    at = end + 1;
  }
  return at;
}

function nameLength(tokens: readonly Token[]): number {
  const [first, second, third] = tokens;
  if (first?.kind !== 'word' && first?.kind !== 'identifier') return 0;
  if (isWord(first, 'setof')) return 1 + nameLength(tokens.slice(1));
  if (isWord(first, 'double') && isWord(second, 'precision')) return 2;
  if (isWord(first, 'national') && isWord(second, 'character', 'char')) return isWord(third, 'varying') ? 3 : 2;
  if (isWord(first, 'character', 'char', 'bit') && isWord(second, 'varying')) return 2;
  if (isWord(first, 'interval')) {
    let at = 1;
    while (isWord(tokens[at], 'year', 'month', 'day', 'hour', 'minute', 'second', 'to')) at += 1;
    return at;
  }
  let at = 1;
  while (tokens[at]?.text === '.' && ['word', 'identifier'].includes(tokens[at + 1]?.kind ?? '')) at += 2;
  return at;
}

/** Where the parenthesis or bracket that opens at `from` is closed; before `from` where it is not. */
export function closing(tokens: readonly Token[], from: number): number {
  let depth = 0;
  for (let at = from; at < tokens.length; at += 1) {
    const { kind, text } = tokens[at] as Token;
    if (kind !== 'punctuation') continue;
    if (text === '(' || text === '[') depth += 1;
    else if (text === ')' || text === ']') depth -= 1;
    if (depth === 0) return at;
  }
  return -1;
}

/** The parts of a list that commas separate, each with its own tokens. */
export function splitList(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const parts: Token[][] = [];
  let current: Token[] = [];
  let depth = 0;
  for (const token of tokens) {
    if (token.kind === 'punctuation') {
      if (token.text === '(' || token.text === '[') depth += 1;
      if (token.text === ')' || token.text === ']') depth -= 1;
      if (token.text === ',' && depth === 0) {
        parts.push(current);
        current = [];
        continue;
      }
    }
    current.push(token);
  }
  return current.length === 0 ? parts : [...parts, current];
}

/** The text from the first of some tokens to the last, as it was written. */
export function textOf(sql: string, tokens: readonly Token[]): string {
  const [first, last] = [tokens[0], tokens.at(-1)];
  return first === undefined || last === undefined ? '' : sql.slice(first.at, last.at + last.text.length);
}
