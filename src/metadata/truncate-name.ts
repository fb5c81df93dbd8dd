import { createHash } from 'node:crypto';

/** How long a name may be on a database; `Capabilities` of a dialect fits. */
export interface IdentifierLimits {
  /** Undefined means that there is no limit. */
  readonly maxIdentifierLength: number | undefined;
  readonly identifierLengthUnit: 'bytes' | 'characters';
}

/** No limit at all. */
export const unlimited: IdentifierLimits = { maxIdentifierLength: undefined, identifierLengthUnit: 'characters' };

/** How long a name is as the database counts. */
export const nameLength = (name: string, { identifierLengthUnit }: IdentifierLimits): number =>
  identifierLengthUnit === 'bytes' ? Buffer.byteLength(name) : [...name].length;

export const isTooLong = (name: string, limits: IdentifierLimits): boolean =>
  limits.maxIdentifierLength !== undefined && nameLength(name, limits) > limits.maxIdentifierLength;

/**
 * Shortens a generated name that is too long by SQLAlchemy's rule: its first `max - 8` characters, `_`, and the last four
 * digits of its MD5. The same name always gives the same result.
 *
 * @example truncateName('ix_user_dataData2Data3', { maxIdentifierLength: 15, … }) // 'ix_user_2de9'
 */
export function truncateName(name: string, limits: IdentifierLimits): string {
  if (limits.maxIdentifierLength === undefined || !isTooLong(name, limits)) return name;
  const digest = createHash('md5').update(name).digest('hex').slice(-4);
  return `${firstOf(name, Math.max(0, limits.maxIdentifierLength - 8), limits)}_${digest}`;
}

/** The longest start of a name that fits into `length`, never half a character. */
function firstOf(name: string, length: number, limits: IdentifierLimits): string {
  let start = '';
  for (const character of name) {
    if (nameLength(start + character, limits) > length) break;
    start += character;
  }
  return start;
}
