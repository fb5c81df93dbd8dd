import { mysqlRules, type Token, tokenize } from '../../ansi/lexer.ts';
import { readTokens } from '../expression.ts';

/** SQL for comparing: its tokens with one blank between them, without comments and the semicolon at its end. */
export function canonicalText(sql: string): string {
  const texts = readTokens(sql).map(({ text }) => text);
  while (texts.at(-1) === ';') texts.pop();
  return texts.join(' ');
}

/** SQL as it is put into a statement: without blanks around it and the semicolon at its end. */
export const statementText = (sql: string): string => sql.trim().replace(/(?:\s*;)+$/, '');

/** Where a token of SQL starts and ends, for reading what a server prints. */
export interface PrintedToken extends Token {
  readonly end: number;
}

/** The tokens that mean something, with the places where they end. */
export const printedTokens = (sql: string): readonly PrintedToken[] =>
  tokenize(sql, mysqlRules)
    .filter(({ kind }) => kind !== 'space' && kind !== 'comment')
    .map((token) => ({ ...token, end: token.at + token.text.length }));
