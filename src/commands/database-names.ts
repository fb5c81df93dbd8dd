import { loadDatabaseNames } from '../config/load.ts';
import { given } from '../metadata/given.ts';
import type { ProjectOptions } from './project.ts';

/** Which config, and what it is told. */
export interface DatabaseNamesOptions extends Omit<ProjectOptions, 'name' | 'url'> {
  /** The command that a config which is a function is told of. */
  readonly command?: string | undefined;
}

/**
 * The databases that a config describes, for running something on each in turn.
 *
 * @param options which config, and what it is told
 * @returns the names that `name` takes; undefined for the database that the config describes without one
 * @throws ConfigNotFound, ConfigError
 * @example
 * for (const name of await databaseNames()) await upgrade({ name });
 */
export function databaseNames(options: DatabaseNamesOptions = {}): Promise<readonly (string | undefined)[]> {
  const { command, config, x, tag, envFile, cwd } = options;
  return loadDatabaseNames(given({ command, config, x, tag, envFile, cwd }));
}
