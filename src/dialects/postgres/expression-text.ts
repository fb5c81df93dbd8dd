import { postgresqlRules, significant, type Token, tokenize } from '../ansi/lexer.ts';
import { quoteString } from './quoting.ts';

/** A token of an expression with its spelling made uniform: words in lower case, strings in plain quotes. */
export interface Word {
  readonly kind: Token['kind'];
  readonly text: string;
}

/**
 * An expression in a spelling that does not depend on white space, comments, capitals, outer parentheses, and the quoting
 * of strings. Two expressions with the same spelling are the same; two with different ones may be.
 */
export const canonicalExpression = (sql: string): string => spell(foldValueLists(withoutParentheses(wordsOf(sql))));

export const spell = (words: readonly Word[]): string => words.map(({ text }) => text).join(' ');

export const wordsOf = (sql: string): readonly Word[] =>
  significant(tokenize(sql, postgresqlRules)).map(({ kind, text }) => {
    if (kind === 'word') return { kind, text: text.toLowerCase() };
    if (kind !== 'string') return { kind, text };
    const value = stringValue(text);
    return { kind, text: value === undefined ? text : quoteString(value) };
  });

/** Without the parentheses that enclose the whole. */
export function withoutParentheses(words: readonly Word[]): readonly Word[] {
  return words[0]?.text === '(' && closingAt(words, 0) === words.length - 1
    ? withoutParentheses(words.slice(1, -1))
    : words;
}

/** The text of an expression without the parentheses that enclose the whole, otherwise as it is. */
export function stripParentheses(sql: string): string {
  const words = significant(tokenize(sql, postgresqlRules));
  const [first, last] = [words[0], words.at(-1)];
  if (first?.text !== '(' || last === undefined || closingAt(words, 0) !== words.length - 1) return sql;
  return stripParentheses(sql.slice(first.at + 1, last.at).trim());
}

/** Where the parenthesis or bracket that opens at `from` is closed. */
function closingAt(words: readonly Word[], from: number): number {
  let depth = 0;
  for (let at = from; at < words.length; at += 1) {
    const { kind, text } = words[at] as Word;
    if (kind !== 'punctuation') continue;
    if (text === '(' || text === '[') depth += 1;
    else if (text === ')' || text === ']') depth -= 1;
    if (depth === 0) return at;
  }
  return -1;
}

const simpleEscapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };
const escape = /\\(?:([0-7]{1,3})|x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([\s\S]))/g;

/** What a string literal stands for; undefined where it takes more than its text to know (`U&'…'`, `B'…'`, bytes). */
export function stringValue(literal: string): string | undefined {
  if (literal.startsWith("'")) return literal.slice(1, -1).replaceAll("''", "'");
  if (literal.startsWith('$')) {
    const tag = literal.slice(0, literal.indexOf('$', 1) + 1);
    return literal.slice(tag.length, -tag.length);
  }
  if (!/^[eE]'/.test(literal) || /\\(?:[0-7]|x)/.test(literal.replaceAll('\\\\', ''))) return undefined;
  return literal
    .slice(2, -1)
    .replaceAll("''", "'")
    .replace(escape, (_all, _octal, _byte, short?: string, long?: string, other?: string) =>
      other === undefined
        ? String.fromCodePoint(Number.parseInt(short ?? long ?? '0', 16))
        : (simpleEscapes[other] ?? other),
    );
}

/**
 * PostgreSQL (15, and all versions tried): `v IN ('a', 'b')` over a varchar is printed with a cast around the list, and
 * what is read back from that with a cast around each value. The second form stands for both. It is the one expression
 * known whose printed form does not print as itself again.
 */
export function foldValueLists(words: readonly Word[]): readonly Word[] {
  const folded: Word[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const list = readValueList(words, at);
    if (list === undefined) {
      folded.push(words[at] as Word);
      continue;
    }
    folded.push(...list.words);
    at = list.last;
  }
  return folded;
}

const listStart = ['(', 'array', '['];
const varcharCast = ['::', 'character', 'varying'];
const listEnd = [']', ')', '::', 'text', '[', ']'];
const punctuation = (text: string): Word => ({ kind: 'punctuation', text });
const textCast: readonly Word[] = [punctuation(')'), punctuation('::'), { kind: 'word', text: 'text' }];

function readValueList(
  words: readonly Word[],
  from: number,
): { readonly words: readonly Word[]; readonly last: number } | undefined {
  if (!follows(words, from, listStart)) return undefined;
  const list: Word[] = [];
  let at = from + listStart.length;
  for (;;) {
    const value = words[at];
    if (value?.kind !== 'string' || !follows(words, at + 1, varcharCast)) return undefined;
    list.push(punctuation('('), value, ...words.slice(at + 1, at + 4), ...textCast);
    at += 4;
    if (words[at]?.text !== ',') break;
    list.push(punctuation(','));
    at += 1;
  }
  if (!follows(words, at, listEnd)) return undefined;
  const opening = words.slice(from + 1, from + listStart.length);
  return { words: [...opening, ...list, punctuation(']')], last: at + listEnd.length - 1 };
}

const follows = (words: readonly Word[], from: number, texts: readonly string[]): boolean =>
  texts.every((text, at) => words[from + at]?.text === text);

/** The columns of a table that an expression may mention, by name: bare words in lower case, quoted ones as they are. */
export function mentions(sql: string): ReadonlySet<string> {
  const names = wordsOf(sql).flatMap(({ kind, text }) => {
    if (kind === 'word') return [text];
    return kind === 'identifier' ? [text.slice(1, -1).replaceAll('""', '"')] : [];
  });
  return new Set(names);
}
