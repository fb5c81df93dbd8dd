import { isAbsolute, resolve } from 'node:path';
import { type DatabaseUrl, parseUrl } from '../dialects/url.ts';
import { ConfigError } from '../errors.ts';
import { given } from '../metadata/given.ts';
import type { AnyMetaData } from '../metadata/metadata.ts';
import { explainFailure, type ModuleLoader, moduleLoader } from '../module-loader.ts';
import { defaultFileTemplate, defaultSlugLength, type FileNaming } from '../revisions/file-name.ts';
import type { RevisionFormat } from '../revisions/revision.ts';
import type { TableName } from '../schema/table-name.ts';
import { defaultRendering, type Rendering } from '../source/rendering.ts';
import type {
  CompareColumn,
  Config,
  DatabaseConfig,
  IncludeName,
  IncludeObject,
  TransactionMode,
} from './define-config.ts';
import { parseDuration } from './duration.ts';
import { guardedHook } from './guarded-hook.ts';
import type { OnVersionApply, PostWriteHook, ProcessRevisionDirectives } from './hooks.ts';
import { checkConfig } from './validate.ts';

/** What decides which parts are compared, and how. */
export interface ComparisonFilters {
  readonly includeName?: IncludeName;
  readonly includeObject?: IncludeObject;
  readonly compareType?: CompareColumn;
  readonly compareServerDefault?: CompareColumn;
}

/** The version table, and whether it has a primary key where it is created. */
export interface VersionTableName extends TableName {
  readonly primaryKey?: false;
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
  /** Revisions in folders below the locations count too. */
  readonly recursive: boolean;
  readonly naming: FileNaming;
  readonly format: RevisionFormat;
  readonly schemas?: readonly string[];
  readonly owns?: DatabaseConfig['owns'];
  readonly filters: ComparisonFilters;
  readonly versionTable: VersionTableName;
  /** The version tables of the config's other databases, some of which may be the same database as this one. */
  readonly otherVersionTables: readonly VersionTableName[];
  readonly transaction: TransactionMode;
  readonly lockTimeoutMs: number;
  readonly processRevisionDirectives: readonly ProcessRevisionDirectives[];
  readonly onVersionApply: readonly OnVersionApply[];
  readonly rendering: Rendering;
  readonly postWriteHooks: readonly PostWriteHook[];
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
  const { schemas, owns } = chosen;
  return {
    root,
    ...(file === undefined ? {} : { file }),
    ...(name === undefined ? {} : { name }),
    url: () => askForUrl(chosen.url, origin),
    metadata: chosen.metadata === undefined ? [] : [chosen.metadata].flat(),
    ...migrationSettings(chosen.migrations, root),
    ...given({ schemas, owns }),
    ...hooksOf(chosen, origin),
    versionTable: versionTable(chosen.versionTable),
    otherVersionTables: [config, ...Object.values(config.databases ?? {})].map((one) => versionTable(one.versionTable)),
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
): Pick<Settings, 'locations' | 'recursive' | 'naming' | 'format'> {
  const said = typeof migrations === 'string' ? { locations: [migrations] } : (migrations ?? {});
  return {
    locations: (said.locations ?? ['./migrations']).map((location) => resolve(root, location)),
    recursive: said.recursive ?? true,
    naming: {
      template: said.fileTemplate ?? defaultFileTemplate,
      slugLength: said.slugLength ?? defaultSlugLength,
      ...given({ timezone: said.timezone }),
    },
    format: said.format ?? 'ts',
  };
}

function versionTable(said: DatabaseConfig['versionTable']): VersionTableName {
  const { name = 'athanor_version', schema, primaryKey } = typeof said === 'string' ? { name: said } : (said ?? {});
  return { name, ...given({ schema }), ...(primaryKey === false ? { primaryKey } : {}) };
}

/** The functions of a config, each of which says by itself where it failed. */
function hooksOf(
  chosen: DatabaseConfig,
  { file }: ConfigOrigin,
): Pick<Settings, 'filters' | 'processRevisionDirectives' | 'onVersionApply' | 'rendering' | 'postWriteHooks'> {
  const guard = <A extends readonly unknown[], R>(setting: string, hook: ((...given: A) => R) | undefined) =>
    hook === undefined ? undefined : guardedHook(setting, file, hook);
  const { item, ...render } = chosen.render ?? {};
  return {
    filters: given({
      includeName: guard('includeName', chosen.includeName),
      includeObject: guard('includeObject', chosen.includeObject),
      compareType: guard('compareType', comparison(chosen.compareType)),
      compareServerDefault: guard('compareServerDefault', comparison(chosen.compareServerDefault)),
    }),
    processRevisionDirectives: [chosen.processRevisionDirectives ?? []]
      .flat()
      .map((hook) => guardedHook('processRevisionDirectives', file, hook)),
    onVersionApply: [chosen.onVersionApply ?? []].flat().map((hook) => guardedHook('onVersionApply', file, hook)),
    rendering: { ...defaultRendering, ...given(render), ...given({ item: guard('render.item', item) }) },
    postWriteHooks: (chosen.postWriteHooks ?? []).map((hook) =>
      typeof hook === 'function' ? guardedHook('postWriteHooks', file, hook) : hook,
    ),
  };
}

/** A comparison that is switched off finds nothing different; one that is switched on is Athanor's own. */
function comparison(given: boolean | CompareColumn | undefined): CompareColumn | undefined {
  if (typeof given === 'boolean') return given ? undefined : () => false;
  return given;
}
