import type { SqlType } from '../../schema/type.ts';
import { typeOn } from '../../schema/type.ts';
import { type CastPath, castPath, isPadded, isStringType } from './casts.ts';
import { integerTypes } from './default-text.ts';
import { canonicalSpelling } from './type-spelling.ts';
import { enumOf, formatType } from './types.ts';

/**
 * How the values of a column become another type, where the server has to be told (`USING`), for a column that is quoted
 * already. Undefined where it converts by itself.
 */
export function conversion(from: SqlType, to: SqlType, column: string): string | undefined {
  const [old, now] = [spellingOf(from), spellingOf(to)];
  if (old === now) return undefined;
  const target = unlimited(formatType(typeOn('postgresql', to)), old);
  if (isJson(now) && !isJson(old) && !isStringType(old)) return `to_${now}(${column})`;
  if (isJson(old) && !isJson(now) && !isStringType(now)) return fromJson(now, column, target);
  const isEnum = enumOf(from) !== undefined || enumOf(to) !== undefined;
  const path = isEnum ? throughText : castPath;
  if (isArray(now) && !isArray(old)) return intoArray(old, column, path(old, itemOf(now)), target);
  if (isArray(old) && !isArray(now)) {
    // of an array the first element stays, but all of them in a text
    return isStringType(now) ? undefined : cast(`${column}[1]`, path(itemOf(old), now), target);
  }
  const steps = path(itemOf(old), itemOf(now));
  if (steps === 'assignment') return undefined;
  return cast(column, isArray(old) ? steps.map((step) => `${step}[]`) : steps, target);
}

/** A scalar is taken out of its quotes; an array is written with the server's brackets. */
const fromJson = (now: string, column: string, target: string): string =>
  isArray(now) ? `translate(${column}::text, '[]', '{}')::${target}` : `(${column} #>> '{}')::${target}`;

/** One value becomes an array of it. A string may be the text of a whole array, as the opposite makes it. */
const intoArray = (old: string, column: string, steps: CastPath, target: string): string => {
  const single = `ARRAY[${cast(column, steps)}]::${target}`;
  return isStringType(old)
    ? `CASE WHEN ${column} LIKE '{%}' THEN ${column}::${target} WHEN ${column} IS NOT NULL THEN ${single} END`
    : `CASE WHEN ${column} IS NOT NULL THEN ${single} END`;
};

const cast = (value: string, steps: CastPath, ...target: readonly string[]): string =>
  [value, ...(steps === 'assignment' ? [] : steps), ...target].join('::');

const isJson = (spelling: string): boolean => spelling === 'json' || spelling === 'jsonb';

/** Enums have no casts but to and from their text. */
const throughText = (old: string, now: string): CastPath => {
  if (isStringType(now)) return 'assignment';
  return isStringType(old) && !isPadded(old) ? [] : ['text'];
};

/**
 * A written cast to a type with a length cuts off what is longer. Without the length, what is longer is refused when the
 * value is assigned to the column. `bit` alone would be one bit, and `character` one character.
 * https://www.postgresql.org/docs/current/datatype-character.html
 */
const unlimited = (target: string, old: string): string =>
  target
    .replace(/^character varying\(\d+\)/, 'character varying')
    .replace(/^character\(\d+\)/, 'bpchar')
    // only the server's own cast from integers has to know how many bits there are
    .replace(/^bit(?: varying)?\(\d+\)/, (bits) => (integerTypes.has(old) ? bits : 'bit varying'));

const isArray = (spelling: string): boolean => spelling.endsWith('[]');

const itemOf = (spelling: string): string => spelling.replace(/\[\]$/, '');

/** The type without its length or precision, which the server adjusts by itself. */
const spellingOf = (type: SqlType): string =>
  canonicalSpelling(formatType(typeOn('postgresql', type))).replace(/\([^)]*\)/, '');
