import type { Token } from '../../ansi/lexer.ts';
import { readTokens } from '../expression.ts';
import { quoteString, unquoteString } from '../quote.ts';

/** The parts of a schedule by the words that they follow. */
type Schedule = { readonly [Part in 'AT' | 'EVERY' | 'STARTS' | 'ENDS']?: readonly Token[] };

const isPart = (word: string): word is keyof Schedule => ['AT', 'EVERY', 'STARTS', 'ENDS'].includes(word);

function readSchedule(schedule: string): Schedule {
  const parts: Partial<Record<keyof Schedule, readonly Token[]>> = {};
  let part: keyof Schedule = 'EVERY';
  for (const token of readTokens(schedule)) {
    const word = token.text.toUpperCase();
    if (token.kind === 'word' && isPart(word)) part = word;
    else parts[part] = [...(parts[part] ?? []), token];
  }
  return parts;
}

/** Times as the server prints them, intervals without needless quotes, words in capitals. */
export function canonicalSchedule(schedule: string): string {
  const parts = readSchedule(schedule);
  return (['AT', 'EVERY', 'STARTS', 'ENDS'] as const)
    .flatMap((part) => {
      const tokens = parts[part];
      if (tokens === undefined) return [];
      return [part, ...tokens.map((token) => (part === 'EVERY' ? intervalText(token) : timeText(token, tokens)))];
    })
    .join(' ');
}

const intervalText = ({ kind, text }: Token): string => {
  const value = kind === 'string' ? unquoteString(text) : text;
  return kind === 'string' && !/^\d+$/.test(value) ? quoteString(value) : value.toUpperCase();
};

function timeText({ kind, text }: Token, all: readonly Token[]): string {
  if (kind !== 'string') return text.toUpperCase();
  const value = unquoteString(text);
  if (all.length > 1) return quoteString(value);
  return quoteString(/^\d{4}-\d\d-\d\d$/.test(value) ? `${value} 00:00:00` : value);
}

const isMoment = (tokens: readonly Token[] | undefined): boolean =>
  tokens?.length === 1 && tokens[0]?.kind === 'string';

/**
 * The schedule that the catalog has, without the times that are not declared, and with those as they are declared that the
 * server reckons from the moment of creation: `CURRENT_TIMESTAMP + INTERVAL 1 DAY`. Both are canonical.
 */
export function asDeclared(reflected: string, declared: string): string {
  const [there, said] = [readSchedule(reflected), readSchedule(declared)];
  return (['AT', 'EVERY', 'STARTS', 'ENDS'] as const)
    .flatMap((part) => {
      const isReckoned = there[part] !== undefined && said[part] !== undefined && !isMoment(said[part]);
      const tokens = part !== 'EVERY' && isReckoned ? said[part] : there[part];
      const isOpen = part === 'STARTS' && said.STARTS === undefined;
      return tokens === undefined || isOpen ? [] : [part, ...tokens.map(({ text }) => text)];
    })
    .join(' ');
}
