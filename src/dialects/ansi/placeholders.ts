import { UsageError } from '../../errors.ts';
import { type LexicalRules, scan } from './lexer.ts';

/**
 * Gives every placeholder of a query the spelling that a driver takes. A placeholder is a `?` by itself, outside of strings,
 * names and comments; where the database has operators of that letter, `??` is the operator.
 *
 * @param spell the placeholder of a number, counted from 1
 * @throws UsageError where there are more or fewer values than placeholders
 */
export function bindPlaceholders(
  sql: string,
  values: readonly unknown[],
  rules: LexicalRules,
  spell: (number: number) => string,
): string {
  let count = 0;
  const parts: string[] = [];
  for (const { kind, text } of scan(sql, rules)) {
    const [, before] = (kind === 'operator' ? placeholder.exec(text) : null) ?? [];
    if (before !== undefined) count += 1;
    parts.push(before !== undefined ? `${before}${spell(count)}` : kind === 'operator' && text === '??' ? '?' : text);
  }
  if (count === values.length) return parts.join('');
  throw new UsageError(`a query with ${counted(count, 'placeholder')} was given ${counted(values.length, 'value')}`, {
    hint: 'write one ? for each value, outside of quotes',
  });
}

/** With the operator of the standard that it is written behind without a blank, as in `age>?`, which PostgreSQL reads as one. */
const placeholder = /^([-+*/<>=|]*)\?$/;

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
