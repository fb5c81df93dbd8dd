import type { AnyMetaData } from '../metadata/metadata.ts';
import type { Column } from '../schema/column.ts';
import type { Constraint } from '../schema/constraint.ts';
import type { CustomObject } from '../schema/custom-object.ts';
import type { ObjectKind, SchemaObject } from '../schema/objects/object.ts';
import type { Table } from '../schema/table.ts';
import type { Index } from '../schema/table-index.ts';
import type { OnVersionApply, PostWriteHook, ProcessRevisionDirectives, RenderConfig } from './hooks.ts';

/** The settings of one database. Everything but `url` has a default. */
export interface DatabaseConfig {
  /**
   * Which database: a URL as SQLAlchemy or Node spell it, or a function that gives one. The function is called only by commands
   * that connect, so that the others work without a database. A relative SQLite file is looked for beside the config.
   */
  readonly url?: string | undefined | (() => string | undefined | Promise<string | undefined>);
  /** The models: `Base.metadata`, or a list where there are several bases. */
  readonly metadata?: AnyMetaData | readonly AnyMetaData[];
  /** The folder of the revisions, relative to the config; `./migrations` unless it is given. */
  readonly migrations?: string | MigrationsConfig;
  /** The schemas to compare. Absent means the default schema and those that the models name. */
  readonly schemas?: readonly string[];
  /**
   * Of which kinds of objects the models own every one: `['view', 'trigger']`, or `'all'`. What is not owned is reported and left
   * alone. Absent means the kinds that the models declare something of; schemas and sequences are always owned, as tables are.
   */
  readonly owns?: 'all' | readonly ObjectKind[];
  /** Whether something the database has is looked at, by its name alone. Returning `false` hides it. */
  readonly includeName?: IncludeName;
  /** Whether a part of the models or of the database is compared. Returning `false` leaves it out on both sides. */
  readonly includeObject?: IncludeObject;
  /** Whether two types of a column count as different; `false` compares no types at all. */
  readonly compareType?: boolean | CompareColumn;
  /** Whether two server defaults of a column count as different; `false` compares no defaults at all. */
  readonly compareServerDefault?: boolean | CompareColumn;
  /** Where the applied revisions are noted: `athanor_version` unless it is given. `alembic_version` can be taken over as it is. */
  readonly versionTable?: string | VersionTableConfig;
  /** What goes into one transaction where the database can undo DDL: each revision (the default), the whole run, or nothing. */
  readonly transaction?: TransactionMode;
  /** How to wait for somebody else who migrates the same database. */
  readonly lock?: LockConfig;
  /** Changes every new revision before it is written. Several are asked one after the other. */
  readonly processRevisionDirectives?: ProcessRevisionDirectives | readonly ProcessRevisionDirectives[];
  /** Is told of every change of the version table, in its transaction. Several are told one after the other. */
  readonly onVersionApply?: OnVersionApply | readonly OnVersionApply[];
  /** How revisions are written. */
  readonly render?: RenderConfig;
  /** What is done with a new file: `['biome']`, `[{ command: 'npx eslint --fix {file}' }]`. The first that fails ends it. */
  readonly postWriteHooks?: readonly PostWriteHook[];
}

/** The table of the applied revisions. */
export interface VersionTableConfig {
  readonly name?: string;
  readonly schema?: string;
  /** `false` creates it without a primary key. */
  readonly primaryKey?: boolean;
}

/** Everything that `migrate.config.ts` can say. */
export interface Config extends DatabaseConfig {
  /** Further databases by name, for `--name`. What one does not say is as above. */
  readonly databases?: Readonly<Record<string, DatabaseConfig>>;
}

/** Where revisions are and how new ones are named. */
export interface MigrationsConfig {
  /** Folders, relative to the config; `['./migrations']` unless it is given. New revisions go into that of their parent. */
  readonly locations?: readonly string[];
  /** Whether revisions in folders below these count; they do unless this is `false`. */
  readonly recursive?: boolean;
  /**
   * The name of a new file, without its ending, made of `{date} {time} {id} {slug} {epoch} {year} {month} {day} {hour} {minute}
   * {second}`. A `/` makes folders. `{date}_{time}_{id}_{slug}` unless it is given.
   */
  readonly fileTemplate?: string;
  /** The time zone of file names and comments, such as `UTC` or `Europe/Berlin`. Absent means the computer's. */
  readonly timezone?: string;
  /** How many characters of the message go into the file name; 40 unless it is given. */
  readonly slugLength?: number;
  /** In what language new revisions are written; TypeScript unless it is given. */
  readonly format?: 'ts' | 'js' | 'sql';
}

/** How the deployer lock is waited for. */
export interface LockConfig {
  /** Milliseconds, or a string such as `30s`, `500ms` or `2m`; one minute unless it is given. `0` does not wait. */
  readonly timeout?: number | string;
}

/** `per-revision`: a transaction each; `all`: one for the whole run; `none`: every statement on its own. */
export type TransactionMode = 'per-revision' | 'all' | 'none';

/** The kinds of things that have names. */
export type NamedKind = 'table' | 'column' | 'constraint' | 'index' | 'custom' | ObjectKind;

/** What a named thing is in. */
export interface NameParent {
  readonly schema?: string;
  readonly table?: string;
  /** What kind of constraint it is, where it is one. */
  readonly constraint?: Constraint['kind'];
  /** What kind of object the project has defined it as, where it is one of those. */
  readonly objectKind?: string;
}

/** Decides by name whether something of the database is looked at. */
export type IncludeName = (name: string | undefined, kind: NamedKind, parent: NameParent) => boolean;

/** A part of a schema, as the models declare it or as the database has it. */
export type ComparedObject = NameParent & {
  readonly name: string | undefined;
  readonly origin: 'models' | 'database';
} & (
    | { readonly kind: 'table'; readonly definition: Table; readonly counterpart?: Table }
    | { readonly kind: 'column'; readonly definition: Column; readonly counterpart?: Column }
    | { readonly kind: 'constraint'; readonly definition: Constraint; readonly counterpart?: Constraint }
    | { readonly kind: 'index'; readonly definition: Index; readonly counterpart?: Index }
    | { readonly kind: 'custom'; readonly definition: CustomObject; readonly counterpart?: CustomObject }
    | { readonly kind: ObjectKind; readonly definition: SchemaObject; readonly counterpart?: SchemaObject }
  );

/** Decides whether a part is compared. `counterpart` is the part of that name on the other side. */
export type IncludeObject = (object: ComparedObject) => boolean;

/** A column that both sides have. */
export interface ComparedColumn extends NameParent {
  readonly database: Column;
  readonly models: Column;
}

/** Decides whether a property of a column counts as different: `true` it does, `false` it does not, `undefined` Athanor decides. */
export type CompareColumn = (column: ComparedColumn) => boolean | undefined;

/** What a config that is a function is told. */
export interface ConfigEnvironment {
  /** The command that runs: `upgrade`, `check`. */
  readonly command: string;
  /** The database that `--name` chose. */
  readonly name: string | undefined;
  /** What was given with `-x key=value`. */
  readonly x: Readonly<Record<string, string>>;
  /** What was given with `--tag`. */
  readonly tag?: string | undefined;
}

/** What a config file may export. */
export type ConfigExport = Config | Promise<Config> | ((environment: ConfigEnvironment) => Config | Promise<Config>);

/**
 * Types a config as it is written. It returns what it is given.
 *
 * @param config an object, a promise of one, or a function of the command that runs
 * @returns the same
 * @example
 * export default defineConfig({
 *   url: () => process.env.DATABASE_URL ?? 'sqlite:///./app.db',
 *   metadata: Base.metadata,
 *   migrations: './migrations',
 * });
 */
export const defineConfig = (config: ConfigExport): ConfigExport => config;
