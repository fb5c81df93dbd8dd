import type { DialectOptions } from '../../../schema/options.ts';

/**
 * What a table says of its row security: `enabled`; `forced`, on its owner, too; or `forced when enabled`, which is nothing
 * yet.
 */
export function rowSecurityOf(row: {
  readonly row_security: boolean;
  readonly forced_row_security: boolean;
}): DialectOptions {
  if (row.forced_row_security) return { rowSecurity: row.row_security ? 'forced' : 'forced when enabled' };
  return row.row_security ? { rowSecurity: 'enabled' } : {};
}

/** What has to be done to a table for its row security to go from one setting to another. */
export function rowSecurityChanges(alter: string, from: DialectOptions, to: DialectOptions): readonly string[] {
  const [before, now] = [from.rowSecurity, to.rowSecurity];
  return [
    ...(isOn(before) === isOn(now) ? [] : [`${alter} ${isOn(now) ? 'ENABLE' : 'DISABLE'} ROW LEVEL SECURITY`]),
    ...(isForced(before) === isForced(now)
      ? []
      : [`${alter} ${isForced(now) ? 'FORCE' : 'NO FORCE'} ROW LEVEL SECURITY`]),
  ];
}

/** `true` is `enabled`, and `false` is nothing. */
export function canonicalRowSecurity({ rowSecurity }: DialectOptions): DialectOptions {
  if (rowSecurity === undefined || rowSecurity === false) return {};
  return { rowSecurity: rowSecurity === true ? 'enabled' : rowSecurity };
}

const isOn = (security: DialectOptions[string]): boolean =>
  security === true || security === 'enabled' || security === 'forced';

const isForced = (security: DialectOptions[string]): boolean =>
  security === 'forced' || security === 'forced when enabled';
