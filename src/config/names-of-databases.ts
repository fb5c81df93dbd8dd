import type { Config } from './define-config.ts';

/** What `--name` takes for all databases of a config. */
export const everyDatabase = 'all';

/**
 * The databases that a config describes: that at its top, which has no name, where it says a `url` and beside it models or
 * migrations of its own; and those under `databases`.
 */
export function namesOfDatabases({
  url,
  metadata,
  migrations,
  databases = {},
}: Config): readonly (string | undefined)[] {
  const names = Object.keys(databases);
  const isOne = url !== undefined && (metadata !== undefined || migrations !== undefined);
  return isOne || names.length === 0 ? [undefined, ...names] : names;
}
