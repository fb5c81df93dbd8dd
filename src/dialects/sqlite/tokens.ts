import { significant, sqliteRules, type Token, tokenize } from '../ansi/lexer.ts';

/** The tokens of a piece of SQL without white space and comments. */
export const readTokens = (sql: string): readonly Token[] => significant(tokenize(sql, sqliteRules));

export const isName = ({ kind }: Token): boolean => kind === 'word' || kind === 'identifier';

/** What a word, a quoted name or a string stands for. */
export function unquote({ kind, text }: Token): string {
  if (kind === 'word') return text;
  if (text.startsWith('[')) return text.slice(1, -1);
  const quote = text.charAt(0);
  return text.slice(1, -1).replaceAll(quote + quote, quote);
}

/** A word as a keyword is written; nothing for what is no word. */
export const keywordOf = ({ kind, text }: Token): string => (kind === 'word' ? text.toUpperCase() : '');

export const isKeyword = (token: Token | undefined, ...keywords: readonly string[]): boolean =>
  token?.kind === 'word' && keywords.includes(keywordOf(token));

/** How far parentheses are open before each token. */
export function depths(tokens: readonly Token[]): readonly number[] {
  let depth = 0;
  return tokens.map(({ kind, text }) => {
    if (kind !== 'punctuation') return depth;
    if (text === ')') depth -= 1;
    const here = depth;
    if (text === '(') depth += 1;
    return here;
  });
}

/** The text of a row of tokens as it was written, from the first to the last; a comment around it is not part of it. */
export function sourceOf(sql: string, tokens: readonly Token[]): string {
  const first = tokens[0];
  const last = tokens.at(-1);
  return first === undefined || last === undefined ? '' : sql.slice(first.at, last.at + last.text.length);
}

/** Cuts a row of tokens at the commas that no parenthesis encloses. */
export function splitAtCommas(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const levels = depths(tokens);
  const parts: Token[][] = [[]];
  tokens.forEach((token, at) => {
    if (token.text === ',' && levels[at] === 0) parts.push([]);
    else parts.at(-1)?.push(token);
  });
  return parts;
}

/** Without parentheses that enclose all of it. A row value, a list and a query keep theirs. */
export function withoutParentheses(tokens: readonly Token[]): readonly Token[] {
  let bare = tokens;
  while (isEnclosed(bare)) bare = bare.slice(1, -1);
  return bare;
}

function isEnclosed(tokens: readonly Token[]): boolean {
  if (tokens.length < 3 || tokens[0]?.text !== '(' || tokens.at(-1)?.text !== ')') return false;
  if (isKeyword(tokens[1], 'SELECT', 'VALUES', 'WITH')) return false;
  const levels = depths(tokens);
  if (levels.slice(1, -1).some((level) => level === 0)) return false;
  return splitAtCommas(tokens.slice(1, -1)).length === 1;
}
