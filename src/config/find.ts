import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { ConfigNotFound } from './errors.ts';

/** The names that a config may have. Where several are there, the first one counts. */
export const configNames: readonly string[] = ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs'].map(
  (ending) => `migrate.config.${ending}`,
);

/**
 * Looks for the config in a folder and above it, not further than the root of the repository (where `.git` is).
 *
 * @param folder absolute
 * @returns the file, absolute
 * @throws ConfigNotFound
 */
export function findConfig(folder: string): string {
  for (let at = resolve(folder); ; at = dirname(at)) {
    const found = configIn(at);
    if (found !== undefined) return found;
    if (existsSync(join(at, '.git')) || at === dirname(at)) break;
  }
  throw new ConfigNotFound(`there is no migrate.config.ts in ${folder} or above it`, {
    hint: 'run `migrate init` to make one, or name the file with --config',
  });
}

/**
 * The config that was named: a file, or a folder that holds one.
 *
 * @throws ConfigNotFound
 */
export function namedConfig(path: string): string {
  const found = existsSync(path) && statSync(path).isDirectory() ? configIn(path) : existsSync(path) ? path : undefined;
  if (found !== undefined) return found;
  throw new ConfigNotFound(`there is no config ${path}`, { file: path, hint: 'correct --config' });
}

const configIn = (folder: string): string | undefined =>
  configNames.map((name) => join(folder, name)).find((path) => existsSync(path));
