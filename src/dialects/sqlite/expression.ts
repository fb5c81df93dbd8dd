import type { Token } from '../ansi/lexer.ts';
import { foldName, quoteIdentifier, quoteLiteral } from './quote.ts';
import { isKeyword, isName, readTokens, sourceOf, unquote, withoutParentheses } from './tokens.ts';

/** Words that never name a column unless they are quoted. */
const reserved = new Set(
  'and as between case cast collate distinct else end escape exists from glob in is isnull like not notnull null or over select then when where'.split(
    ' ',
  ),
);

type Role = 'column' | 'string' | 'function' | 'other';

/** What the token at a place of an expression over a table's columns is. `columns` are folded. */
function roleOf(tokens: readonly Token[], at: number, columns: ReadonlySet<string>): Role {
  const token = tokens[at];
  if (token === undefined || !isName(token)) return 'other';
  if (isKeyword(tokens[at - 1], 'COLLATE')) return 'function';
  const next = tokens[at + 1]?.text;
  if (next === '(') return columns.has(foldName(unquote(token))) && token.kind === 'identifier' ? 'column' : 'function';
  if (next === '.') return 'other';
  const known = columns.has(foldName(unquote(token)));
  if (token.kind === 'word') return known && !reserved.has(foldName(token.text)) ? 'column' : 'other';
  if (known || !token.text.startsWith('"') || tokens[at - 1]?.text === '.') return 'column';
  return isRowid(unquote(token)) ? 'column' : 'string';
}

const isRowid = (name: string): boolean => ['rowid', '_rowid_', 'oid'].includes(foldName(name));

export const foldedNames = (names: readonly string[]): ReadonlySet<string> => new Set(names.map(foldName));

/** Rewrites tokens of an expression one by one and keeps what is between them. */
function rewrite(expression: string, change: (token: Token, at: number, tokens: readonly Token[]) => string): string {
  const tokens = readTokens(expression);
  let end = 0;
  const pieces = tokens.map((token, at) => {
    const between = expression.slice(end, token.at);
    end = token.at + token.text.length;
    return between + change(token, at, tokens);
  });
  return pieces.join('') + expression.slice(end);
}

/** An expression with columns under other names, all at once. The keys are folded. */
export function renameColumns(expression: string, names: ReadonlyMap<string, string>): string {
  if (names.size === 0) return expression;
  const columns = new Set(names.keys());
  return rewrite(expression, (token, at, tokens) => {
    const name = roleOf(tokens, at, columns) === 'column' ? names.get(foldName(unquote(token))) : undefined;
    return name === undefined ? token.text : quoteIdentifier(name);
  });
}

/**
 * SQLite takes a name in double quotes for a string where no column is called so, unless it was built without that
 * (`SQLITE_DBCONFIG_DQS_DDL`, https://www.sqlite.org/quirks.html#dblquote). Here such a name becomes the string it is.
 */
export function plainStrings(expression: string, columns: ReadonlySet<string>): string {
  if (!expression.includes('"')) return expression;
  return rewrite(expression, (token, at, tokens) =>
    roleOf(tokens, at, columns) === 'string' ? quoteLiteral(unquote(token)) : token.text,
  );
}

/** Whether an expression names a column of the table. */
export function mentionsColumn(expression: string, column: string): boolean {
  const wanted = new Set([foldName(column)]);
  const tokens = readTokens(expression);
  return tokens.some(
    (token, at) => roleOf(tokens, at, wanted) === 'column' && foldName(unquote(token)) === foldName(column),
  );
}

/** Whether a statement holds a name anywhere, as a word or quoted. */
export const mentionsName = (sql: string, name: string): boolean =>
  readTokens(sql).some(
    (token) => (isName(token) || token.kind === 'string') && foldName(unquote(token)) === foldName(name),
  );

/** An expression without the comments and white space around it and without parentheses that enclose all of it. */
export const bareExpression = (expression: string): string =>
  sourceOf(expression, withoutParentheses(readTokens(expression)));

const synonyms: Readonly<Record<string, string>> = { '==': '=', '<>': '!=' };

/**
 * One spelling for all that SQLite's reader takes for the same: white space, comments, the case of keywords and names, the
 * ways to quote a name, outer parentheses and operators that have two spellings. For comparing only.
 */
export function normaliseExpression(expression: string, columns: ReadonlySet<string>): string {
  const tokens = withoutParentheses(readTokens(expression));
  return tokens.map((token, at) => normaliseToken(token, roleOf(tokens, at, columns))).join(' ');
}

function normaliseToken(token: Token, role: Role): string {
  if (role === 'column') return quoteIdentifier(foldName(unquote(token)));
  if (role === 'string') return quoteLiteral(unquote(token));
  if (role === 'function') return foldName(unquote(token));
  if (token.kind === 'string') return /^x/i.test(token.text) ? token.text.toLowerCase() : token.text;
  if (token.kind === 'operator') return synonyms[token.text] ?? token.text;
  return token.kind === 'identifier' ? quoteIdentifier(foldName(unquote(token))) : foldName(token.text);
}
