import { mysqlRules, type Token, tokenize } from '../ansi/lexer.ts';
import { isReadableIntroducer } from './expression.ts';
import { quoteString, unescapes, unquoteString } from './quote.ts';

/**
 * MySQL 8.0 to 9.7: `information_schema` prints an expression with its bytes taken for Latin-1 letters, and then with every
 * backslash, quote and control character escaped once more: `_utf8mb4\'Ã©\'` is `_utf8mb4'é'`. The bytes of a string are in the
 * character set that its introducer names. Nothing is lost, unlike in `SHOW CREATE TABLE`, which prints `?` for letters
 * beyond the basic plane.
 */
export function decodeStoredExpression(printed: string): string {
  const bytes = printed.replaceAll(/\\([\s\S])/g, (_, letter: string) => unescapes[letter] ?? letter);
  const tokens = tokenize(bytes, mysqlRules);
  return tokens.map((token, at) => decodeToken(token, tokens[at - 1], tokens[at + 1])).join('');
}

function decodeToken(token: Token, last: Token | undefined, next: Token | undefined): string {
  if (token.kind === 'string') {
    return last?.kind === 'word' && last.text.startsWith('_')
      ? decodeString(token.text, last.text.toLowerCase())
      : fromUtf8(token.text);
  }
  const isIntroducer = token.kind === 'word' && next?.kind === 'string' && token.text.startsWith('_');
  return isIntroducer ? '' : fromUtf8(token.text);
}

const fromUtf8 = (bytes: string): string =>
  isSingleByte(bytes) ? Buffer.from(bytes, 'latin1').toString('utf8') : bytes;

const isSingleByte = (text: string): boolean => /^[\0-\u00ff]*$/.test(text);

/** With its introducer, unless that says nothing more: letters that are no Unicode are written as bytes. */
function decodeString(literal: string, introducer: string): string {
  const isAscii = /^[\0-\u007f]*$/.test(literal);
  if (isReadableIntroducer(introducer)) {
    if (isAscii) return literal;
    if (introducer === '_latin1') return quoteString(windows1252.decode(Buffer.from(unquoteString(literal), 'latin1')));
    return fromUtf8(literal);
  }
  return isAscii
    ? `${introducer}${literal}`
    : `${introducer} x'${Buffer.from(unquoteString(literal), 'latin1').toString('hex')}'`;
}

/** What MySQL calls latin1. */
const windows1252 = new TextDecoder('windows-1252');
