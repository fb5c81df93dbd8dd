import type { SqlType } from '../../schema/type.ts';
import { typeOn } from '../../schema/type.ts';
import { type CastPath, castPath, isStringType } from './casts.ts';
import { canonicalSpelling } from './type-spelling.ts';
import { enumOf, formatType } from './types.ts';

/**
 * How the values of a column become another type, where the server has to be told (`USING`), for a column that is quoted
 * already. Undefined where it converts by itself.
 */
export function conversion(from: SqlType, to: SqlType, column: string): string | undefined {
  const [old, now] = [spellingOf(from), spellingOf(to)];
  if (old === now) return undefined;
  const target = formatType(typeOn('postgresql', to));
  if (isJson(now) && !isJson(old) && !isStringType(old)) return `to_${now}(${column})`;
  if (isJson(old) && !isJson(now) && !isStringType(now)) return fromJson(now, column, target);
  if (isArray(old) !== isArray(now))
    return isArray(now) ? intoArray(old, now, column, target) : outOfArray(old, now, column, target);
  const isEnum = enumOf(from) !== undefined || enumOf(to) !== undefined;
  const steps = isEnum ? throughText(itemOf(old), itemOf(now)) : castPath(itemOf(old), itemOf(now));
  if (steps === 'assignment') return undefined;
  return [column, ...steps.map((step) => (isArray(old) ? `${step}[]` : step)), target].join('::');
}

/** A scalar is taken out of its quotes; an array is written with the server's brackets. */
const fromJson = (now: string, column: string, target: string): string =>
  isArray(now) ? `translate(${column}::text, '[]', '{}')::${target}` : `(${column} #>> '{}')::${target}`;

/** One value becomes an array of it. A string may be the text of a whole array, as the opposite makes it. */
const intoArray = (old: string, now: string, column: string, target: string): string => {
  const single = `ARRAY[${castTo(column, old, itemOf(now), itemOf(now))}]::${target}`;
  return isStringType(old)
    ? `CASE WHEN ${column} LIKE '{%}' THEN ${column}::${target} WHEN ${column} IS NOT NULL THEN ${single} END`
    : `CASE WHEN ${column} IS NOT NULL THEN ${single} END`;
};

/** Of an array the first element stays, but all of them in a text. */
const outOfArray = (old: string, now: string, column: string, target: string): string | undefined =>
  isStringType(now) ? undefined : castTo(`${column}[1]`, itemOf(old), now, target);

const castTo = (value: string, old: string, now: string, target: string): string => {
  const steps = castPath(old, now);
  return [value, ...(steps === 'assignment' ? [] : steps), target].join('::');
};

const isJson = (spelling: string): boolean => spelling === 'json' || spelling === 'jsonb';

/** Enums have no casts but to and from their text. */
const throughText = (old: string, now: string): CastPath => {
  if (isStringType(now)) return 'assignment';
  return isStringType(old) ? [] : ['text'];
};

const isArray = (spelling: string): boolean => spelling.endsWith('[]');

const itemOf = (spelling: string): string => spelling.replace(/\[\]$/, '');

/** The type without its length or precision, which the server adjusts by itself. */
const spellingOf = (type: SqlType): string =>
  canonicalSpelling(formatType(typeOn('postgresql', type))).replace(/\([^)]*\)/, '');
