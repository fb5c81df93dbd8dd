import { isSignificant, type LexicalRules, scan } from './lexer.ts';

/** How a statement reads to a program that looks for its end. */
export interface Ending {
  /** A semicolon stands in it, outside of quotes and comments. */
  readonly holdsSemicolon: boolean;
  /** It ends with a comment that the end of the line ends. */
  readonly endsInLineComment: boolean;
}

/** Looks at what a command line has to be careful of in a statement. */
export function endingOf(sql: string, rules: LexicalRules): Ending {
  let holdsSemicolon = false;
  let endsInLineComment = false;
  for (const token of scan(sql, rules)) {
    if (token.text === ';' && token.kind === 'punctuation') holdsSemicolon = true;
    if (isSignificant(token)) endsInLineComment = false;
    else if (token.kind === 'comment') endsInLineComment = !token.text.startsWith('/*');
  }
  return { holdsSemicolon, endsInLineComment };
}

/** The statement with its semicolon, behind a comment on a line of its own. */
export const withSemicolon = (sql: string, rules: LexicalRules): string =>
  endingOf(sql, rules).endsInLineComment ? `${sql}\n;` : sql.trimEnd().endsWith(';') ? sql : `${sql};`;
