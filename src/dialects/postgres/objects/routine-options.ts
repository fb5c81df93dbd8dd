import type { Routine } from '../../../schema/objects/routine.ts';
import type { DialectOptions } from '../../../schema/options.ts';
import type { Server } from '../../dialect.ts';
import { quoteIdentifier, quoteString } from '../quoting.ts';
import { canonicalPath, canonicalTypeName, foldName, spellName, splitList, tokensOf } from './type-name.ts';

/** Settings whose value is a list of names, which the server keeps as one. */
const lists: ReadonlySet<string> = new Set([
  'search_path',
  'temp_tablespaces',
  'local_preload_libraries',
  'session_preload_libraries',
]);

/** `search_path=public, pg_temp`, as the catalog keeps settings of a routine, as data. */
export const readSettings = (settings: readonly string[] | null): DialectOptions =>
  Object.fromEntries(
    (settings ?? []).map((setting) => {
      const at = setting.indexOf('=');
      return [setting.slice(0, at), setting.slice(at + 1)];
    }),
  );

/** The options of a routine in one spelling, without those that it has anyway. */
export function canonicalRoutineOptions(
  { postgresql: options = {}, ...routine }: Routine,
  server: Server,
): DialectOptions | undefined {
  const language = (routine.language ?? 'sql').toLowerCase();
  const volatility = String(options.volatility ?? 'volatile').toUpperCase();
  const parallel = String(options.parallel ?? 'unsafe').toUpperCase();
  const cost = Number(options.cost ?? defaultCost(language));
  const rows = Number(options.rows ?? 1000);
  const settings = Object.entries(settingsOf(options))
    .map(([name, value]) => [name.toLowerCase(), canonicalSetting(name.toLowerCase(), value)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const canonical = {
    ...(volatility === 'VOLATILE' ? {} : { volatility }),
    ...(options.strict === true ? { strict: true } : {}),
    ...(String(options.security ?? '').toUpperCase() === 'DEFINER' ? { security: 'DEFINER' } : {}),
    ...(options.leakproof === true ? { leakproof: true } : {}),
    ...(options.window === true ? { window: true } : {}),
    ...(parallel === 'UNSAFE' ? {} : { parallel }),
    ...(cost === defaultCost(language) ? {} : { cost }),
    ...(rows === 1000 || rows === 0 ? {} : { rows }),
    ...(options.support === undefined ? {} : { support: canonicalPath(String(options.support), server) }),
    ...(settings.length === 0 ? {} : { set: Object.fromEntries(settings) }),
    ...(options.library === undefined ? {} : { library: options.library }),
    ...transforms(options, server),
  };
  return Object.keys(canonical).length === 0 ? undefined : canonical;
}

function transforms({ transforms: types }: DialectOptions, server: Server): DialectOptions {
  if (!Array.isArray(types) || types.length === 0) return {};
  return { transforms: types.map((type) => canonicalTypeName(String(type), server)) };
}

/** What a call costs where nobody says it: https://www.postgresql.org/docs/current/sql-createfunction.html */
export const defaultCost = (language: string): number => (language === 'c' || language === 'internal' ? 1 : 100);

const settingsOf = ({ set }: DialectOptions): DialectOptions =>
  typeof set === 'object' && !Array.isArray(set) ? (set as DialectOptions) : {};

function canonicalSetting(name: string, value: DialectOptions[string]): string {
  if (!lists.has(name)) return typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value);
  return namesIn(value).map(spellName).join(', ');
}

/** The names in a list, be it one text or several; an empty text is the list of an empty name, which finds nothing. */
function namesIn(value: DialectOptions[string]): readonly string[] {
  if (Array.isArray(value)) return value.map(String);
  const text = String(value).trim();
  if (text === '' || text === "''") return [''];
  return splitList(tokensOf(text)).flatMap(([token]) => {
    if (token === undefined) return [];
    return [token.kind === 'string' ? token.text.slice(1, -1).replaceAll("''", "'") : foldName(token)];
  });
}

/** The clauses that say the options, one each. */
export function optionClauses(options: DialectOptions): readonly string[] {
  const { volatility, strict, security, leakproof, window, parallel, cost, rows, support, transforms: types } = options;
  return [
    ...(Array.isArray(types) ? [`TRANSFORM ${types.map((type) => `FOR TYPE ${type}`).join(', ')}`] : []),
    ...(window === true ? ['WINDOW'] : []),
    ...(volatility === undefined ? [] : [String(volatility).toUpperCase()]),
    ...(strict === true ? ['STRICT'] : []),
    ...(security === undefined ? [] : [`SECURITY ${String(security).toUpperCase()}`]),
    ...(leakproof === true ? ['LEAKPROOF'] : []),
    ...(parallel === undefined ? [] : [`PARALLEL ${String(parallel).toUpperCase()}`]),
    ...(cost === undefined ? [] : [`COST ${cost}`]),
    ...(rows === undefined ? [] : [`ROWS ${rows}`]),
    ...(support === undefined ? [] : [`SUPPORT ${support}`]),
    ...Object.entries(settingsOf(options)).map(
      ([name, value]) => `SET ${settingName(name)} TO ${settingValue(name, value)}`,
    ),
  ];
}

/** A setting of an extension has a name of two parts. */
const settingName = (name: string): string => name.split('.').map(quoteIdentifier).join('.');

const settingValue = (name: string, value: DialectOptions[string]): string =>
  lists.has(name.toLowerCase())
    ? namesIn(value)
        .map((part) => (part === '' ? "''" : quoteIdentifier(part)))
        .join(', ')
    : quoteString(canonicalSetting(name, value));
