import { postgresqlRules, significant, tokenize } from '../ansi/lexer.ts';
import { foldValueLists, spell, type Word, wordsOf } from './expression-text.ts';

/** A query or the text of a rule, without white space around it and the semicolon at its end. */
export function queryText(sql: string): string {
  const last = significant(tokenize(sql, postgresqlRules)).findLast(({ text }) => text !== ';');
  return last === undefined ? '' : sql.slice(0, last.at + last.text.length).trim();
}

/** A query in a spelling that does not depend on white space, comments, capitals, and the quoting of strings. */
export const canonicalQuery = (sql: string): string => spell(foldCastLists(foldValueLists(wordsOf(queryText(sql)))));

const castToVarchar = ['::', 'character', 'varying'];
const castToTexts = ['::', 'text', '[', ']'];

/**
 * PostgreSQL (15 and 18): what `v IN ('a', 'b')` over a varchar prints as, where parentheses are spared, is read and printed
 * again with a cast in each value: `foldValueLists` has the same for texts with all parentheses.
 */
function foldCastLists(words: readonly Word[]): readonly Word[] {
  const folded: Word[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const list = readCastList(words, at);
    if (list === undefined) {
      folded.push(words[at] as Word);
      continue;
    }
    folded.push(...list.words);
    at = list.last;
  }
  return folded;
}

function readCastList(
  words: readonly Word[],
  from: number,
): { readonly words: readonly Word[]; readonly last: number } | undefined {
  if (words[from]?.text !== 'array' || words[from + 1]?.text !== '[') return undefined;
  const list = words.slice(from, from + 2);
  for (let at = from + 2; ; at += 1) {
    const value = words[at];
    if (value?.kind !== 'string' || !follows(words, at + 1, castToVarchar)) return undefined;
    list.push(value, ...words.slice(at + 1, at + 4), ...textCast);
    at += 4;
    const next = words[at];
    if (next === undefined) return undefined;
    list.push(next);
    if (next.text === ',') continue;
    return next.text === ']' && follows(words, at + 1, castToTexts)
      ? { words: list, last: at + castToTexts.length }
      : undefined;
  }
}

const textCast: readonly Word[] = [
  { kind: 'punctuation', text: '::' },
  { kind: 'word', text: 'text' },
];

const follows = (words: readonly Word[], from: number, texts: readonly string[]): boolean =>
  texts.every((text, at) => words[from + at]?.text === text);
