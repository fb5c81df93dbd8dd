import { mysqlRules, significant, type Token, tokenize } from '../ansi/lexer.ts';
import { quoteIdentifier, quoteString, unquoteString } from './quote.ts';
import { isReserved } from './reserved-words.ts';

/** The tokens of a piece of SQL without white space and comments. */
export const readTokens = (sql: string): readonly Token[] => significant(tokenize(sql, mysqlRules));

export const isWord = (token: Token | undefined, ...words: readonly string[]): boolean =>
  token?.kind === 'word' && (words.length === 0 || words.includes(token.text.toLowerCase()));

/** What a word or a name in backticks stands for. */
export const nameOfToken = ({ kind, text }: Token): string =>
  kind === 'identifier' ? text.slice(1, -1).replaceAll('``', '`') : text;

/** Without parentheses that enclose all of it. */
export function withoutParentheses(tokens: readonly Token[]): readonly Token[] {
  let bare = tokens;
  while (isEnclosed(bare)) bare = bare.slice(1, -1);
  return bare;
}

function isEnclosed(tokens: readonly Token[]): boolean {
  if (tokens.length < 3 || tokens[0]?.text !== '(' || isWord(tokens[1], 'select')) return false;
  let depth = 0;
  return tokens.every(({ text, kind }, at) => {
    if (kind !== 'punctuation') return depth > 0;
    if (text === '(') depth += 1;
    if (text === ')') depth -= 1;
    if (text === ',' && depth === 1) return false;
    return depth > 0 || at === tokens.length - 1;
  });
}

/** Character sets whose introducer says nothing that the text itself does not: their strings reach us as Unicode. */
const readableCharsets = new Set(['_utf8mb4', '_utf8mb3', '_utf8', '_latin1', '_ascii']);

export const isReadableIntroducer = (word: string): boolean => readableCharsets.has(word.toLowerCase());

const nowSpellings = ['now', 'current_timestamp', 'localtime', 'localtimestamp'];

/** Words that call a function without parentheses, and one spelling for those that have several. */
const functionNames: Readonly<Record<string, string>> = {
  ...Object.fromEntries(nowSpellings.map((name) => [name, 'current_timestamp'])),
  current_date: 'curdate',
  curdate: 'curdate',
  current_time: 'curtime',
  curtime: 'curtime',
  ucase: 'upper',
  lcase: 'lower',
  character_length: 'char_length',
};

const bareFunctions = new Set([...nowSpellings.filter((name) => name !== 'now'), 'current_date', 'current_time']);

const operators: Readonly<Record<string, string>> = { '!=': '<>', '&&': 'and', '||': 'or' };

/** Units of time and the types of literals: words that mean themselves although a column may be called so. */
const units = new Set('microsecond second minute hour day week month quarter year date time timestamp'.split(' '));

/**
 * One spelling for all that the server reads as the same without asking it: white space, comments, the case of words, the
 * ways to quote, outer parentheses, introducers that add nothing, functions of several names. Still valid SQL; names of
 * `columns` are quoted as the table has them.
 */
export function normaliseExpression(expression: string, columns: readonly string[]): string {
  const known = new Map(columns.map((name) => [name.toLowerCase(), name]));
  const tokens = withoutParentheses(withoutIntroducers(readTokens(expression)));
  return join(tokens.map((token, at) => normaliseToken(token, tokens, at, known)));
}

const withoutIntroducers = (tokens: readonly Token[]): readonly Token[] =>
  tokens.filter(
    (token, at) => !(isWord(token) && isReadableIntroducer(token.text) && tokens[at + 1]?.kind === 'string'),
  );

function normaliseToken(
  token: Token,
  tokens: readonly Token[],
  at: number,
  columns: ReadonlyMap<string, string>,
): string {
  switch (token.kind) {
    case 'string':
      return normaliseString(token.text);
    case 'number':
      return token.text.toLowerCase();
    case 'operator':
      return operators[token.text] ?? token.text;
    case 'identifier':
      return quoteIdentifier(columnName(nameOfToken(token), columns) ?? nameOfToken(token));
    case 'word':
      return normaliseWord(token, tokens, at, columns);
    default:
      return token.text;
  }
}

const columnName = (name: string, columns: ReadonlyMap<string, string>): string | undefined =>
  columns.get(name.toLowerCase());

function normaliseWord(
  token: Token,
  tokens: readonly Token[],
  at: number,
  columns: ReadonlyMap<string, string>,
): string {
  const word = token.text.toLowerCase();
  const isCall = tokens[at + 1]?.text === '(';
  const column = isCall ? undefined : columnName(word, columns);
  if (column !== undefined && !(units.has(word) && isUnit(tokens, at))) return quoteIdentifier(column);
  if (isCall && Object.hasOwn(functionNames, word)) return functionNames[word] as string;
  return !isCall && bareFunctions.has(word) ? `${functionNames[word]}()` : word;
}

/** `interval 1 day`, `extract(year from …)`, `date '2020-01-01'`, `as date`. */
const isUnit = (tokens: readonly Token[], at: number): boolean =>
  isWord(tokens[at + 1], 'from') ||
  tokens[at + 1]?.kind === 'string' ||
  isWord(tokens[at - 1], 'as') ||
  tokens.slice(Math.max(0, at - 12), at).some((token) => isWord(token, 'interval'));

function normaliseString(literal: string): string {
  if (/^x'/i.test(literal)) return `0x${literal.slice(2, -1).toLowerCase()}`;
  if (/^b'/i.test(literal)) return literal.toLowerCase();
  return quoteString(unquoteString(literal));
}

/** Tokens with one blank between them, but none inside of parentheses, before commas, and between a function and its arguments. */
function join(pieces: readonly string[]): string {
  return pieces.reduce((text, piece, at) => {
    const last = pieces[at - 1] ?? '';
    const close = piece === ')' || piece === ',' || piece === '.' || last === '(' || last === '.' || last === '';
    const call = piece === '(' && /^[\w$]+$/.test(last) && !keywords.has(last);
    return close || call ? text + piece : `${text} ${piece}`;
  }, '');
}

const keywords = new Set(
  'and or xor not in like between is when then else case regexp rlike div mod as interval'.split(' '),
);

/** Whether an expression names a column. */
export const mentionsColumn = (expression: string, column: string): boolean =>
  readTokens(expression).some(
    (token, at, tokens) =>
      (token.kind === 'identifier' || (token.kind === 'word' && tokens[at + 1]?.text !== '(')) &&
      nameOfToken(token).toLowerCase() === column.toLowerCase(),
  );

/** An expression over columns that go by other names; names that are not in the map stay. The keys are in small letters. */
export function renameInExpression(expression: string, names: ReadonlyMap<string, string>): string {
  let end = 0;
  const tokens = readTokens(expression);
  const pieces = tokens.map((token, at) => {
    const between = expression.slice(end, token.at);
    end = token.at + token.text.length;
    const isName = token.kind === 'identifier' || (token.kind === 'word' && tokens[at + 1]?.text !== '(');
    const name = isName ? names.get(nameOfToken(token).toLowerCase()) : undefined;
    const isColumn =
      name !== undefined && !(token.kind === 'word' && units.has(token.text.toLowerCase()) && isUnit(tokens, at));
    return between + (isColumn ? quoteIdentifier(name) : token.text);
  });
  return pieces.join('') + expression.slice(end);
}

/** An expression with the columns in backticks that are called by a reserved word: what other databases read as it is. */
export function quoteReservedColumns(expression: string, columns: readonly string[]): string {
  const names = new Map(columns.filter(isReserved).map((name) => [name.toLowerCase(), name]));
  return names.size === 0 ? expression : renameInExpression(expression, names);
}
