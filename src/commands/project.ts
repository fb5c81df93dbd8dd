import { resolve } from 'node:path';
import { loadSettings } from '../config/load.ts';
import { fromRoot, type Settings } from '../config/settings.ts';
import type { Connection, Purpose } from '../dialects/dialect.ts';
import { type Database, openDatabase } from '../dialects/registry.ts';
import { type DatabaseUrl, parseUrl } from '../dialects/url.ts';
import { checksum } from '../revisions/checksum.ts';
import { readRevisions, readText } from '../revisions/files.ts';
import { RevisionGraph } from '../revisions/graph.ts';
import { loadRevision } from '../revisions/load.ts';
import type { Revision } from '../revisions/revision.ts';
import type { RevisionBody } from '../runner/context.ts';
import type { Report } from '../runner/events.ts';
import { type OwnTables, ownTables } from '../runner/own-tables.ts';

/** Which project, and which of its databases. Everything can be left out: then the config says it. */
export interface ProjectOptions {
  /** The config file, or settings in code. Absent: found from the working directory upward. */
  readonly config?: string | undefined;
  /** Which of the config's `databases`. */
  readonly name?: string | undefined;
  /** The database, instead of the config's. */
  readonly url?: string | undefined;
  /** What a config that is a function is told as `x`. */
  readonly x?: Readonly<Record<string, string>> | undefined;
  /** What a config that is a function is told as `tag`. */
  readonly tag?: string | undefined;
  /** The file of environment variables to read; `false` reads none. Absent: `.env` beside the config, if there is one. */
  readonly envFile?: string | false | undefined;
  /** The folder to look for the config from. */
  readonly cwd?: string | undefined;
}

/** Options of commands that change a database or read it for long. */
export interface RunningOptions extends ProjectOptions {
  /** How long to wait for another process that migrates the same database, in milliseconds. */
  readonly lockTimeoutMs?: number | undefined;
  /** Aborting it stops the run: the statement is cancelled and rolled back. The reason `'SIGTERM'` is kept. */
  readonly signal?: AbortSignal | undefined;
  /** Is told what happens while it happens. */
  readonly report?: Report | undefined;
}

/** A project's settings and its history. */
export interface Project {
  readonly settings: Settings;
  readonly graph: RevisionGraph;
}

/** Loads the config and reads the headers of the revisions. Connects to nothing. */
export async function openProject(command: string, options: ProjectOptions): Promise<Project> {
  const settings = await settingsFor(command, options);
  return { settings, graph: new RevisionGraph(readRevisions(settings.locations, settings)) };
}

/** The settings that a command runs with. @throws ConfigNotFound, ConfigError */
export async function settingsFor(command: string, options: ProjectOptions): Promise<Settings> {
  const { config, name, url, x, tag, envFile, cwd } = options;
  const settings = await loadSettings({
    command,
    ...(config === undefined ? {} : { config }),
    ...(name === undefined ? {} : { name }),
    ...(x === undefined ? {} : { x }),
    ...(tag === undefined ? {} : { tag }),
    ...(envFile === undefined ? {} : { envFile }),
    ...(cwd === undefined ? {} : { cwd }),
  });
  return url === undefined ? settings : { ...settings, url: async () => fromRoot(parseUrl(url), resolve(cwd ?? '.')) };
}

/** A database of a project, open. */
export interface ProjectDatabase {
  readonly database: Database;
  readonly own: OwnTables;
  /** What the config's other databases would keep in this one, where they are the same. */
  readonly siblings: readonly OwnTables[];
  /** Opens another connection to the same database. */
  readonly openAnother: () => Promise<Connection>;
}

/** Connects to the project's database, and closes the connection when the work is done. */
export async function withDatabase<T>(settings: Settings, work: (database: ProjectDatabase) => Promise<T>): Promise<T> {
  return withUrl(await settings.url(), settings, work, 'write');
}

/** The same for work that writes nothing: a SQLite file that is not there is not made. */
export async function withDatabaseToRead<T>(
  settings: Settings,
  work: (database: ProjectDatabase) => Promise<T>,
): Promise<T> {
  return withUrl(await settings.url(), settings, work, 'read');
}

/** The same for a database that is named by its URL. */
export async function withUrl<T>(
  url: DatabaseUrl,
  settings: Settings,
  work: (database: ProjectDatabase) => Promise<T>,
  purpose: Purpose,
): Promise<T> {
  const database = await openDatabase(url, purpose);
  try {
    const { server } = database.connection;
    const own = ownTables(settings.versionTable, server);
    const siblings = settings.otherVersionTables.map((table) => ownTables(table, server));
    return await work({ database, own, siblings, openAnother: async () => (await openDatabase(url)).connection });
  } finally {
    await database.connection.close();
  }
}

/** What a revision does, and the fingerprint of its text. */
export async function revisionBody(revision: Revision, settings: Settings): Promise<RevisionBody> {
  const code = await loadRevision(revision, settings.loader);
  return { checksum: checksum(readText(revision.path)), run: (direction, op) => code[direction](op) };
}
