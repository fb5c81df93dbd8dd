import type { EnumType, SqlType } from '../../schema/type.ts';
import { typeOn } from '../../schema/type.ts';
import { decimalTypes, integerTypes, stringTypes } from './default-text.ts';
import { canonicalSpelling } from './type-spelling.ts';
import { enumOf, formatType } from './types.ts';

const numbers = new Set([...integerTypes, ...decimalTypes]);

/** Groups of types within which the server converts by assignment, without being told how. */
const families: readonly ReadonlySet<string>[] = [
  numbers,
  stringTypes,
  new Set(['date', 'timestamp without time zone', 'timestamp with time zone']),
  new Set(['json', 'jsonb']),
  new Set(['inet', 'cidr']),
  new Set(['bit', 'bit varying']),
  new Set(['interval']),
  new Set(['time without time zone', 'time with time zone']),
];

/**
 * How the values of a column become another type, where the server has to be told (`USING`): what stands behind it, for a
 * column that is already quoted. Undefined where it converts by itself. https://www.postgresql.org/docs/current/sql-createcast.html
 */
export function conversion(from: SqlType, to: SqlType, column: string): string | undefined {
  const [old, now] = [spellingOf(from), spellingOf(to)];
  if (old === now || stringTypes.has(now)) return undefined;
  if (families.some((family) => family.has(old) && family.has(now))) return undefined;
  const target = formatType(typeOn('postgresql', to));
  const path = intermediate(old, now, enumOf(from), enumOf(to), old.endsWith('[]'));
  return path === undefined ? `${column}::${target}` : `${column}::${path}::${target}`;
}

/** A type on the way, where there is no cast from the one to the other. */
function intermediate(
  old: string,
  now: string,
  from: EnumType | undefined,
  to: EnumType | undefined,
  isArray: boolean,
): string | undefined {
  if (old === 'boolean' && now !== 'integer' && numbers.has(now)) return 'integer';
  if (now === 'boolean' && old !== 'integer' && numbers.has(old)) return 'integer';
  const throughText = from !== undefined || (to !== undefined && !stringTypes.has(old.replace(/\[\]$/, '')));
  if (!throughText) return undefined;
  return isArray ? 'text[]' : 'text';
}

/** The type without its length or precision, which the server adjusts by itself. */
const spellingOf = (type: SqlType): string =>
  canonicalSpelling(formatType(typeOn('postgresql', type))).replace(/\([^)]*\)/, '');
