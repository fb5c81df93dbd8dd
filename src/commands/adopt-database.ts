import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { configNames } from '../config/find.ts';
import { fromRoot, resolveSettings } from '../config/settings.ts';
import { parseUrl, redact } from '../dialects/url.ts';
import { UsageError } from '../errors.ts';
import { given } from '../metadata/given.ts';
import { reverseAll } from '../operations/reverse.ts';
import { newRevisionId } from '../revisions/file-name.ts';
import { readRevisions } from '../revisions/files.ts';
import { RevisionGraph } from '../revisions/graph.ts';
import type { Revision } from '../revisions/revision.ts';
import { emptySchema, type Schema, type Unmodelled } from '../schema/schema.ts';
import { textSource } from '../source/literal.ts';
import { compare } from './compare.ts';
import { signed } from './model-files.ts';
import { type ModelCode, readModels } from './models.ts';
import { writeNewRevision } from './new-revision.ts';
import { openProject, type Project, withDatabaseToRead } from './project.ts';
import { comparedSides } from './schemas.ts';
import { scriptOf } from './script.ts';
import { stamp } from './stamp.ts';
import { readPosition } from './version-state.ts';

/** What an existing database came to. */
export interface Adoption {
  /** The database, without secrets. */
  readonly database: string;
  readonly tables: number;
  /** Beside the tables. */
  readonly objects: number;
  /** The id of the revision that creates all of it, at which the database is now. Absent where the models differ from it. */
  readonly revision?: string;
  /** Its file, relative to the project's folder. */
  readonly file?: string;
  /** What the database has and the models do not say. */
  readonly unmodelled: readonly Unmodelled[];
  readonly notes: readonly string[];
}

/** An existing database that a project is prepared for. */
export interface AdoptionOptions {
  readonly url: string;
  /** The project's folder, absolute. */
  readonly directory: string;
  /** What a relative SQLite file is looked for from. */
  readonly cwd: string;
  readonly schemas?: readonly string[] | undefined;
}

const modelsFile = 'src/models.ts';
const migrations = 'migrations';

/** Sees to it that nothing is there that the files would get in the way of. @throws UsageError */
export function refuseAdoption({ directory }: AdoptionOptions): void {
  const there = [...configNames, modelsFile].find((name) => existsSync(join(directory, name)));
  if (there !== undefined) {
    throw new UsageError(`${there} is there already: the project has begun`, {
      file: join(directory, there),
      hint: "take an empty folder; or write the models with 'migrate models --out', and go on by the guide for existing databases",
    });
  }
  const folder = join(directory, migrations);
  if (existsSync(folder) && readRevisions([folder]).length > 0) {
    throw new UsageError(`${folder} holds revisions already, and a first one would not be the first`, {
      hint: "take an empty folder; 'migrate stamp' declares where a database is",
    });
  }
}

/** The config of a project whose database was there first. It holds no password. */
function adoptedConfig({ url, directory, cwd, schemas }: AdoptionOptions): string {
  const written = writtenUrl(url, directory, cwd);
  const fallback = written === undefined ? '' : ` ?? ${textSource(written)}`;
  const compared = schemas === undefined ? '' : `  schemas: [${schemas.map(textSource).join(', ')}],\n`;
  return `import { defineConfig } from 'athanor';
import { Base } from './src/models.js';

export default defineConfig({
  url: () => process.env.DATABASE_URL${fallback},
  metadata: Base.metadata,
  migrations: './${migrations}',
${compared}});
`;
}

/** The URL as the config may hold it: a file as seen from there; nothing where it has a password. */
function writtenUrl(url: string, directory: string, cwd: string): string | undefined {
  if (redact(url) !== url) return undefined;
  const parsed = parseUrl(url);
  const { database = '', query } = fromRoot(parsed, cwd);
  if (database === parsed.database) return url;
  const path = relative(directory, database).replaceAll('\\', '/');
  const search = new URLSearchParams(query).toString();
  return `sqlite:///${encodeURI(path.startsWith('..') ? database : `./${path}`)}${search === '' ? '' : `?${search}`}`;
}

/** Reads the database. @throws UsageError where there is nothing to take over, UnknownVersion where somebody has */
export async function readAdopted({ url, directory, cwd, schemas }: AdoptionOptions): Promise<ModelCode> {
  const settings = { ...resolveSettings({}, { root: directory }), url: async () => fromRoot(parseUrl(url), cwd) };
  return withDatabaseToRead(settings, async (open) => {
    await readPosition(open, new RevisionGraph([]));
    const found = await readModels(open, settings, { out: modelsFile, schemas });
    if (found.tables + found.objects > 0) return found;
    throw new UsageError(`${found.database} has no tables and no other objects`, {
      hint: "for a new project, run 'migrate init' without --from-database",
    });
  });
}

/** The files that say what the database has, by their places in the project. */
export function adoptedFiles(found: ModelCode, options: AdoptionOptions): Readonly<Record<string, string>> {
  const models = found.code.map(({ name, text }) => [`src/${name}`, signed(name, text)] as const);
  return { 'migrate.config.ts': adoptedConfig(options), ...Object.fromEntries(models), [`${migrations}/.gitkeep`]: '' };
}

/**
 * Takes the database over once the files are there: a first revision that creates what the models say, and the stamp. Where the
 * models are not all of what the database has, neither is done.
 */
export async function adoptDatabase(found: ModelCode, options: AdoptionOptions): Promise<Adoption> {
  const { code: _, ...rest } = found;
  const project = { config: join(options.directory, 'migrate.config.ts'), url: options.url, cwd: options.cwd };
  const { revision, differences } = await writeBaseline(await openProject('init', project));
  if (revision === undefined) {
    const count = `${differences} ${differences === 1 ? 'change' : 'changes'}`;
    const note = `the models differ from the database (${count}): see 'migrate diff'; no revision was written, and nothing stamped`;
    return { ...rest, notes: [...rest.notes, note] };
  }
  await stamp({ ...project, targets: [revision.id] });
  return { ...rest, revision: revision.id, file: relative(options.directory, revision.path) };
}

interface Baseline {
  readonly revision?: Revision;
  /** How many changes lie between the models and the database. */
  readonly differences: number;
}

const writeBaseline = (project: Project): Promise<Baseline> =>
  withDatabaseToRead(project.settings, async (open) => {
    const { dialect, connection } = open.database;
    const { server } = connection;
    const { before, after } = await comparedSides(open, project.settings);
    const { operations: left } = await compare({ dialect, server, connection, before, after });
    if (left.length > 0) return { differences: left.length };
    const { operations: upgrade } = await compare({ dialect, server, connection, before: emptySchema, after });
    const header = { id: newRevisionId(), message: 'baseline', parents: [], labels: [], dependsOn: [] };
    const downgrade = reverseAll(upgrade);
    const script = (operations: typeof upgrade, from: Schema): string =>
      scriptOf(dialect, server, operations, from).body;
    const revision = await writeNewRevision(project, header, {
      command: 'revision',
      upgrade,
      downgrade,
      scriptsFor: (written) => () => ({
        up: script(written.upgrade, emptySchema),
        down: script(written.downgrade, after),
      }),
    });
    return { ...given({ revision }), differences: 0 };
  });
