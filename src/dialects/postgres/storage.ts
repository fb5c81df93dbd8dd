import type { DialectOptions } from '../../schema/options.ts';
import { quoteIdentifier, quoteLiteral } from './quoting.ts';

/** `{fillfactor=70}`, as the catalog keeps storage parameters, as data. */
export function readStorage(options: readonly string[] | null): DialectOptions {
  if (options === null || options.length === 0) return {};
  const entries = options.map((option) => {
    const at = option.indexOf('=');
    const value = option.slice(at + 1);
    return [option.slice(0, at), /^\d{1,15}$/.test(value) ? Number(value) : value] as const;
  });
  return { with: Object.fromEntries(entries) };
}

/** The storage parameters of a table or index, by name. */
export function storageOf(options: DialectOptions | undefined): DialectOptions {
  const storage = options?.with;
  return typeof storage === 'object' && !Array.isArray(storage) ? (storage as DialectOptions) : {};
}

/** Storage parameters as the catalog keeps them: as text, in one order. */
export function canonicalStorage(options: DialectOptions): DialectOptions {
  const entries = Object.entries(storageOf(options)).filter(([, value]) => value !== undefined);
  if (entries.length === 0) return {};
  const texts = entries.map(([key, value]) => [key.toLowerCase(), String(value)] as const);
  return { with: Object.fromEntries(texts.sort(([a], [b]) => (a < b ? -1 : 1))) };
}

/** Storage parameters as they are written in parentheses. */
export const storageSql = (storage: DialectOptions): string =>
  Object.entries(storage)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${parameterSql(key)} = ${storageValue(value)}`)
    .join(', ');

/** The name of a storage parameter, with `toast.` before it where it is one of the table beside. */
export const parameterSql = (key: string): string => (/^[a-z_.]+$/i.test(key) ? key : quoteIdentifier(key));

const storageValue = (value: DialectOptions[string]): string =>
  typeof value === 'number' || typeof value === 'boolean' || /^[\w.]+$/.test(String(value))
    ? String(value)
    : quoteLiteral(String(value));
