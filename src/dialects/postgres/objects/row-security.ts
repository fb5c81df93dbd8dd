import type { DialectOptions } from '../../../schema/options.ts';

/** What has to be done to a table for its row security to go from one setting to another: none, `enabled` or `forced`. */
export function rowSecurityChanges(alter: string, from: DialectOptions, to: DialectOptions): readonly string[] {
  const [before, now] = [from.rowSecurity, to.rowSecurity];
  return [
    ...(isOn(before) === isOn(now) ? [] : [`${alter} ${isOn(now) ? 'ENABLE' : 'DISABLE'} ROW LEVEL SECURITY`]),
    ...((before === 'forced') === (now === 'forced')
      ? []
      : [`${alter} ${now === 'forced' ? 'FORCE' : 'NO FORCE'} ROW LEVEL SECURITY`]),
  ];
}

const isOn = (security: DialectOptions[string]): boolean => security === 'enabled' || security === 'forced';
