import type { Token } from '../ansi/lexer.ts';
import { foldName, quoteIdentifier } from './quote.ts';
import { readTokens, unquote } from './tokens.ts';

const synonyms: Readonly<Record<string, string>> = { '==': '=', '<>': '!=' };

/** A name that means the same with quotes and without, but for words that a statement needs quotes for. */
const plainName = /^[a-z_][a-z0-9_$]*$/;

/**
 * One spelling of a query or of the statements of a trigger: white space, comments, the case of words and the ways to quote
 * a name do not count. For comparing only.
 */
export const normaliseStatement = (sql: string): string => withoutEnd(readTokens(sql)).map(normaliseToken).join(' ');

const withoutEnd = (tokens: readonly Token[]): readonly Token[] =>
  tokens.at(-1)?.text === ';' ? withoutEnd(tokens.slice(0, -1)) : tokens;

function normaliseToken(token: Token): string {
  if (token.kind === 'string') return /^x/i.test(token.text) ? token.text.toLowerCase() : token.text;
  if (token.kind === 'operator') return synonyms[token.text] ?? token.text;
  if (token.kind !== 'identifier') return foldName(token.text);
  const name = foldName(unquote(token));
  return plainName.test(name) ? name : quoteIdentifier(name);
}
