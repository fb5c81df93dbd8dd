import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { didYouMean } from '../closest.ts';
import { ConfigError, MigrationError } from '../errors.ts';
import { explainFailure, type ModuleExports, moduleLoader } from '../module-loader.ts';
import type { Config, ConfigEnvironment } from './define-config.ts';
import { findConfig, namedConfig } from './find.ts';
import { namesOfDatabases } from './names-of-databases.ts';
import { resolveSettings, type Settings } from './settings.ts';
import { checkConfig } from './validate.ts';

/** What decides which settings are loaded. */
export interface LoadOptions {
  /** The folder that the config is looked for in and above; the working directory unless it is given. */
  readonly cwd?: string;
  /** The config, or the folder that holds it, instead of looking for it. */
  readonly config?: string;
  /** The command that runs, for a config that is a function. */
  readonly command?: string;
  /** Which of the config's databases is meant. */
  readonly name?: string;
  /** What was given with `-x key=value`. */
  readonly x?: Readonly<Record<string, string>>;
  /** What was given with `--tag`. */
  readonly tag?: string | undefined;
  /** The file of environment variables, which then has to be there; `false` reads none. Absent: `.env` beside the config. */
  readonly envFile?: string | false;
}

/**
 * Finds the config, reads the `.env` beside it, runs it, and checks what it says. Nothing is connected to.
 *
 * @throws ConfigNotFound, ConfigError
 */
export async function loadSettings(options: LoadOptions = {}): Promise<Settings> {
  const { name } = options;
  const { file, config } = await loadConfig(options);
  return resolveSettings(config as Config, { root: dirname(file), file, ...(name === undefined ? {} : { name }) });
}

/**
 * The names of the databases that a config describes, in their order; undefined for the one that it describes without a name.
 *
 * @throws ConfigNotFound, ConfigError
 */
export async function loadDatabaseNames(options: LoadOptions = {}): Promise<readonly (string | undefined)[]> {
  const { file, config } = await loadConfig(options);
  checkConfig(config, file);
  return namesOfDatabases(config);
}

interface LoadedConfig {
  readonly file: string;
  /** What it says, not yet checked. */
  readonly config: unknown;
}

async function loadConfig(options: LoadOptions): Promise<LoadedConfig> {
  const { cwd = process.cwd(), command = '', name, x = {}, tag } = options;
  const file = options.config === undefined ? findConfig(cwd) : namedConfig(resolve(cwd, options.config));
  readEnvironment(options.envFile, cwd, dirname(file));
  const { exported } = await load(file);
  const environment = { command, name, x, ...(tag === undefined ? {} : { tag }) };
  return { file, config: await evaluate(file, exported, environment) };
}

/** What is set already stays as it is. */
function readEnvironment(wanted: string | false | undefined, cwd: string, root: string): void {
  if (wanted === false) return;
  const file = wanted === undefined ? join(root, '.env') : resolve(cwd, wanted);
  if (wanted === undefined && !existsSync(file)) return;
  try {
    process.loadEnvFile(file);
  } catch (cause) {
    throw new ConfigError(`${basename(file)} cannot be read: ${(cause as Error).message}`, {
      file,
      hint: wanted === undefined ? 'correct the file, or give --no-env' : 'correct --env-file',
      cause,
    });
  }
}

/** In an object, because a promise would be waited for where its failure is not yet looked after. */
async function load(file: string): Promise<{ readonly exported: unknown }> {
  const exports = await guarded(file, 'cannot be loaded', () => moduleLoader(dirname(file)).load(file));
  const found = defaultExport(exports);
  if (found === undefined) {
    throw new ConfigError(`${basename(file)} has no default export`, {
      file,
      hint: `${advice(exports)}write \`export default defineConfig({ … })\``,
    });
  }
  return { exported: found };
}

/**
 * A CommonJS module that exports one thing is that thing. The descriptor is asked, since jiti answers for a `default` that is
 * not there with the module itself.
 */
function defaultExport(exports: ModuleExports): unknown {
  const own = Object.getOwnPropertyDescriptor(exports, 'default');
  if (own !== undefined) return own.get === undefined ? own.value : own.get();
  return Object.hasOwn(exports, '__esModule') ? undefined : exports;
}

function advice(exports: ModuleExports): string {
  const names = Object.keys(exports);
  const meant = didYouMean('config', names);
  return meant === undefined ? '' : `it exports ${names.map((name) => `'${name}'`).join(', ')}; `;
}

const evaluate = (file: string, exported: unknown, environment: ConfigEnvironment): Promise<unknown> =>
  guarded(file, 'failed', async () =>
    typeof exported === 'function' ? (exported as (environment: ConfigEnvironment) => unknown)(environment) : exported,
  );

/** Errors of the user's code name the file and the line; ours say it better themselves. */
async function guarded<T>(file: string, what: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof MigrationError) throw error;
    const { message = '', ...context } = explainFailure(error, file) ?? {};
    throw new ConfigError(`${basename(file)} ${what}: ${message}`, context);
  }
}
