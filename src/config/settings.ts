import { isAbsolute, resolve } from 'node:path';
import { type DatabaseUrl, parseUrl } from '../dialects/url.ts';
import { ConfigError } from '../errors.ts';
import type { AnyMetaData } from '../metadata/metadata.ts';
import { explainFailure, type ModuleLoader, moduleLoader } from '../module-loader.ts';
import { defaultFileTemplate, defaultSlugLength, type FileNaming } from '../revisions/file-name.ts';
import type { RevisionFormat } from '../revisions/revision.ts';
import type { TableName } from '../schema/table-name.ts';
import type {
  CompareColumn,
  Config,
  DatabaseConfig,
  IncludeName,
  IncludeObject,
  TransactionMode,
} from './define-config.ts';
import { parseDuration } from './duration.ts';
import { checkConfig } from './validate.ts';

/** What decides which parts are compared, and how. */
export interface ComparisonFilters {
  readonly includeName?: IncludeName;
  readonly includeObject?: IncludeObject;
  readonly compareType?: CompareColumn;
  readonly compareServerDefault?: CompareColumn;
}

/** The settings of a run, complete: defaults filled in, paths absolute. */
export interface Settings {
  /** The config; absent where the settings were given in code. */
  readonly file?: string;
  /** The folder that relative paths start from. */
  readonly root: string;
  /** The name of the database, where `--name` chose one. */
  readonly name?: string;
  /** Asks for the URL, and reads it. @throws ConfigError, InvalidUrl */
  readonly url: () => Promise<DatabaseUrl>;
  /** Empty where the config names no models. */
  readonly metadata: readonly AnyMetaData[];
  /** The migrations folders. */
  readonly locations: readonly string[];
  readonly naming: FileNaming;
  readonly format: RevisionFormat;
  readonly schemas?: readonly string[];
  readonly filters: ComparisonFilters;
  readonly versionTable: TableName;
  readonly transaction: TransactionMode;
  readonly lockTimeoutMs: number;
  /** Loads what belongs to the same project. */
  readonly loader: ModuleLoader;
}

/** Where a config comes from, and which of its databases is meant. */
export interface ConfigOrigin {
  /** The folder that relative paths start from. */
  readonly root: string;
  readonly file?: string;
  readonly name?: string;
}

/**
 * Checks a config and fills in what it does not say.
 *
 * @throws ConfigError
 */
export function resolveSettings(config: Config, origin: ConfigOrigin): Settings {
  checkConfig(config, origin.file);
  const chosen = choose(config, origin);
  const { root, file, name } = origin;
  const { schemas, includeName, includeObject, compareType, compareServerDefault } = chosen;
  return {
    root,
    ...(file === undefined ? {} : { file }),
    ...(name === undefined ? {} : { name }),
    url: () => askForUrl(chosen.url, origin),
    metadata: chosen.metadata === undefined ? [] : [chosen.metadata].flat(),
    ...migrationSettings(chosen.migrations, root),
    ...(schemas === undefined ? {} : { schemas }),
    filters: {
      ...(includeName === undefined ? {} : { includeName }),
      ...(includeObject === undefined ? {} : { includeObject }),
      ...(compareType === undefined ? {} : { compareType }),
      ...(compareServerDefault === undefined ? {} : { compareServerDefault }),
    },
    versionTable: versionTable(chosen.versionTable),
    transaction: chosen.transaction ?? 'per-revision',
    lockTimeoutMs: parseDuration(chosen.lock?.timeout ?? '1m'),
    loader: moduleLoader(root),
  };
}

function choose({ databases = {}, ...shared }: Config, { name, file }: ConfigOrigin): DatabaseConfig {
  const names = Object.keys(databases);
  const chosen = name === undefined ? undefined : Object.hasOwn(databases, name) ? databases[name] : undefined;
  if (name !== undefined && chosen === undefined) {
    throw new ConfigError(`the config has no database '${name}'`, {
      file,
      hint: names.length === 0 ? "it has no 'databases'" : `it has ${names.join(', ')}`,
    });
  }
  return { ...shared, ...chosen };
}

async function askForUrl(url: DatabaseConfig['url'], { root, file, name }: ConfigOrigin): Promise<DatabaseUrl> {
  let given: unknown;
  try {
    given = typeof url === 'function' ? await url() : url;
  } catch (error) {
    const failure = explainFailure(error, file ?? root);
    throw failure === undefined ? error : new ConfigError(`url: the function failed: ${failure.message}`, failure);
  }
  if (typeof given !== 'string' || given.trim() === '') {
    throw new ConfigError(name === undefined ? 'no database is named' : `no database is named for '${name}'`, {
      file,
      hint:
        url === undefined
          ? "set 'url' in the config, or give --url"
          : "'url' in the config gave nothing: is its environment variable set?",
    });
  }
  return fromRoot(parseUrl(given), root);
}

/** A relative file is the same file from wherever in the project the command is run. */
export function fromRoot(url: DatabaseUrl, root: string): DatabaseUrl {
  const { dialect, database } = url;
  const isFile = dialect === 'sqlite' && database !== undefined && database !== ':memory:' && !isAbsolute(database);
  return isFile ? { ...url, database: resolve(root, database) } : url;
}

function migrationSettings(
  migrations: DatabaseConfig['migrations'],
  root: string,
): Pick<Settings, 'locations' | 'naming' | 'format'> {
  const given = typeof migrations === 'string' ? { locations: [migrations] } : (migrations ?? {});
  return {
    locations: (given.locations ?? ['./migrations']).map((location) => resolve(root, location)),
    naming: {
      template: given.fileTemplate ?? defaultFileTemplate,
      slugLength: given.slugLength ?? defaultSlugLength,
      ...(given.timezone === undefined ? {} : { timezone: given.timezone }),
    },
    format: given.format ?? 'ts',
  };
}

function versionTable(given: DatabaseConfig['versionTable']): TableName {
  const { name = 'athanor_version', schema } = typeof given === 'string' ? { name: given } : (given ?? {});
  return schema === undefined ? { name } : { name, schema };
}
