import { SourceProblem } from '../revisions/scanner.ts';

/** A piece of Python source. `newline` ends a logical line: within brackets there is none. */
export interface PythonToken {
  readonly kind: 'name' | 'number' | 'string' | 'operator' | 'newline';
  readonly text: string;
  /** Counted in characters from the start of the text. */
  readonly offset: number;
  /** How many brackets are open before it. */
  readonly depth: number;
}

const blank = /(?:[ \t\f]+|\\\r?\n|\\\r)+/y;
const comment = /#[^\r\n]*/y;
const lineEnd = /\r\n|\r|\n/y;
const stringStart = /[a-zA-Z]{0,3}(?:'''|"""|'|")/y;
const name = /[\p{ID_Start}_][\p{ID_Continue}]*/uy;
const number = /(?:\d|\.\d)[\w.]*/y;
const operator = /->|:=|\*\*=?|\/\/=?|<<=?|>>=?|[-+*/%&|^@=<>!]=?|\.\.\.|[()[\]{},:;.~]/y;

/**
 * Cuts Python source into tokens. The lines of a block begin with their indentation; comments and blank lines are left out.
 *
 * @throws SourceProblem where a string is not closed
 */
export function* pythonTokens(text: string): Generator<PythonToken> {
  let depth = 0;
  let isLineOpen = false;
  for (let at = 0; at < text.length; ) {
    const skipped = endOf(blank, text, at) ?? endOf(comment, text, at);
    if (skipped !== undefined) {
      at = skipped;
      continue;
    }
    const next = tokenAt(text, at);
    const closes = next.kind === 'operator' && ')]}'.includes(next.text);
    if (closes) depth = Math.max(0, depth - 1);
    if (next.kind !== 'newline' || (isLineOpen && depth === 0)) yield { ...next, depth };
    if (next.kind === 'operator' && '([{'.includes(next.text)) depth += 1;
    isLineOpen = next.kind !== 'newline' || (isLineOpen && depth > 0);
    at = next.offset + next.text.length;
  }
}

function tokenAt(text: string, at: number): Omit<PythonToken, 'depth'> {
  const token = (kind: PythonToken['kind'], end: number) => ({ kind, text: text.slice(at, end), offset: at });
  const opening = endOf(stringStart, text, at);
  if (opening !== undefined) return token('string', endOfString(text, at, opening));
  const kinds = [
    ['newline', lineEnd],
    ['name', name],
    ['number', number],
    ['operator', operator],
  ] as const;
  for (const [kind, pattern] of kinds) {
    const end = endOf(pattern, text, at);
    if (end !== undefined) return token(kind, end);
  }
  // Anything else is no part of a header: `$` or `?` of a template that was never filled in.
  return token('operator', at + ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1));
}

function endOfString(text: string, start: number, opening: number): number {
  const quote = /'''$|"""$|.$/.exec(text.slice(start, opening))?.[0] ?? "'";
  for (let at = opening; at < text.length; at += 1) {
    if (text.charAt(at) === '\\') at += text.startsWith('\r\n', at + 1) ? 2 : 1;
    else if (text.startsWith(quote, at)) return at + quote.length;
    else if (quote.length === 1 && /[\r\n]/.test(text.charAt(at))) break;
  }
  throw new SourceProblem('a string is not closed', start);
}

function endOf(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

const escapes: Readonly<Record<string, string>> = {
  '\n': '',
  '\r': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

const escape = /\\(?:\r\n|([0-7]{1,3})|x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([\s\S]))/gu;

/**
 * What a string literal says.
 *
 * @throws SourceProblem where that is known only to Python: bytes, computed strings, characters by name
 */
export function stringValue({ text, offset }: PythonToken): string {
  const [, prefix = '', quote = ''] = /^([a-zA-Z]*)('''|"""|'|")/.exec(text) ?? [];
  const kind = prefix.toLowerCase();
  const content = text.slice(prefix.length + quote.length, text.length - quote.length);
  if (kind.includes('b')) throw new SourceProblem('these are bytes, where a string is expected', offset);
  if (/[ft]/.test(kind) && /[{}]/.test(content)) throw new SourceProblem('this string is computed', offset);
  const lines = content.replaceAll(/\r\n?/g, '\n');
  if (kind.includes('r')) return lines;
  return lines.replaceAll(escape, (whole, octal, hex, short, long, other: string | undefined) => {
    if (other === 'N') throw new SourceProblem('this string names a character (\\N{…})', offset);
    if (other !== undefined) return escapes[other] ?? whole;
    const point = octal === undefined ? Number.parseInt(hex ?? short ?? long ?? '', 16) : Number.parseInt(octal, 8);
    if (point > 0x10ffff) throw new SourceProblem('there is no such character', offset);
    return Number.isNaN(point) ? '' : String.fromCodePoint(point);
  });
}
