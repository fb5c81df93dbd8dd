import { existsSync, readFileSync, rmSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { didYouMean } from '../closest.ts';
import type { Settings } from '../config/settings.ts';
import { UsageError } from '../errors.ts';
import { UnreadableMigration } from '../imports/errors.ts';
import type { ForeignHistory } from '../imports/migration.ts';
import { readSources } from '../imports/source-files.ts';
import { type Tool, type ToolName, tools } from '../imports/tools.ts';
import { readRevisions, writeRevision } from '../revisions/files.ts';
import { RevisionGraph } from '../revisions/graph.ts';
import type { Revision } from '../revisions/revision.ts';
import { type PlannedRevision, planImport } from './import-plan.ts';
import { type ImportedState, readLedger, stampImported } from './import-stamp.ts';
import { type RunningOptions, settingsFor, withDatabase } from './project.ts';

export interface ImportOptions extends RunningOptions {
  /** Whose history it is. */
  readonly tool: ToolName;
  /** Its folders: of an Alembic history that has several version locations, all of them. */
  readonly folders: readonly string[];
  /** Scripts that `alembic upgrade --sql` and `alembic downgrade --sql` wrote. */
  readonly scripts?: readonly string[] | undefined;
  /** Declare on the database that what the tool's ledger says is applied. */
  readonly stamp?: boolean | undefined;
  /** The ledger, where it has another name than the tool gives it: `table` or `schema.table`. */
  readonly ledger?: string | undefined;
  /** Write nothing: say what would be written and declared. */
  readonly dryRun?: boolean | undefined;
}

/** A revision that was made of a migration. */
export interface ImportedRevision {
  readonly revision: string;
  readonly message: string;
  readonly path: string;
  /** The file it was made of. */
  readonly source: string;
  /** `sql`: it runs; `code`: it refuses to run, as only its old tool knows what it does. */
  readonly form: 'sql' | 'code';
}

export interface ImportResult {
  readonly tool: ToolName;
  /** The migrations folder that they are in. */
  readonly folder: string;
  /** Nothing was written, and nothing declared. */
  readonly dryRun: boolean;
  readonly written: readonly ImportedRevision[];
  /** Revisions that were there already, and were left alone. */
  readonly kept: readonly string[];
  /** What the SQL was written for, in the tool's own word. */
  readonly madeFor?: string;
  /** What was declared on the database, where that was asked for. */
  readonly stamp?: ImportedState;
  readonly notes: readonly string[];
  /** What to do next, as commands. */
  readonly next: readonly string[];
}

/**
 * Takes over the history of another tool: its migrations become revisions, and with `stamp` what its ledger says is applied is
 * declared so. Run again it adds only what is new. Nothing is overwritten, and no database is touched unless that is asked for.
 *
 * @param options the tool and its folders, and which project and database
 * @returns what was written, kept and declared
 * @throws UnreadableMigration, ImportConflict, LedgerMissing, LedgerMismatch, RevisionExists
 * @example await importHistory({ tool: 'drizzle', folders: ['./drizzle'], stamp: true });
 */
export async function importHistory(options: ImportOptions): Promise<ImportResult> {
  const tool = chosenTool(options);
  const settings = await settingsFor('import', options);
  const history = readHistory(tool, options);
  const existing = readRevisions(settings.locations.filter((location) => existsSync(location)));
  const folder = settings.locations[0] as string;
  const plan = planImport(history, existing, { folder, language: settings.format === 'js' ? 'js' : 'ts' });
  const graph = new RevisionGraph([...existing, ...plan.fresh.map(asRevision)]);
  const save = (): void => {
    if (options.dryRun !== true) writeAll(folder, plan.fresh);
  };
  const stamped =
    options.stamp === true ? await saveAndStamp({ options, tool, settings, history, graph, save }) : undefined;
  if (stamped === undefined) save();
  const { state, notes = [] } = stamped ?? {};
  return {
    tool: tool.name,
    folder,
    dryRun: options.dryRun === true,
    written: plan.fresh.map(({ migration, path, ending }) => ({
      revision: migration.header.id,
      message: migration.header.message,
      path,
      source: migration.file,
      form: ending === 'sql' ? 'sql' : 'code',
    })),
    kept: plan.kept,
    ...(history.madeFor === undefined ? {} : { madeFor: history.madeFor }),
    ...(state === undefined ? {} : { stamp: state }),
    notes: [...history.notes, ...plan.notes, ...notes, ...continuation(tool, settings, options)],
    next: nextSteps(tool, settings, options),
  };
}

function chosenTool({ tool, folders, scripts = [], stamp, ledger }: ImportOptions): Tool {
  const names = Object.keys(tools);
  if (!Object.hasOwn(tools, tool)) {
    throw new UsageError(`the history of '${tool}' cannot be imported`, {
      hint: didYouMean(tool, names) ?? `use ${names.join(', ')}`,
    });
  }
  if (folders.length === 0) throw new UsageError('no folder is named', { hint: `migrate import ${tool} FOLDER` });
  if (scripts.length > 0 && !tools[tool].takesScripts) {
    throw new UsageError(`${tool} has no scripts to attach`, {
      hint: '--sql is for Alembic: alembic upgrade head --sql',
    });
  }
  if (ledger !== undefined && stamp !== true) {
    throw new UsageError('a ledger is read only to declare what is applied', { hint: 'give --stamp too' });
  }
  return tools[tool];
}

function readHistory(tool: Tool, { folders, scripts = [], cwd = '.' }: ImportOptions): ForeignHistory {
  const files = folders.flatMap((folder) => readSources(withMigrations(tool, resolve(cwd, folder)), tool.isWanted));
  const texts = scripts.map((script) => ({ file: resolve(cwd, script), text: readScript(resolve(cwd, script)) }));
  const history = tool.read(files, texts);
  if (history.migrations.length > 0) return history;
  throw new UnreadableMigration(`there are no migrations of ${tool.name} in ${folders.join(', ')}`, {
    hint: 'name the folder that holds the migrations themselves',
  });
}

/** People name `alembic` for `alembic/versions`, and `prisma` for `prisma/migrations`. */
function withMigrations(tool: Tool, folder: string): string {
  return tool.below.map((name) => join(folder, name)).find((one) => existsSync(one)) ?? folder;
}

function readScript(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new UnreadableMigration(`the script cannot be read: ${(cause as Error).message}`, { file, cause });
  }
}

/** For messages about the history, a revision that is not written yet is where it comes from. */
const asRevision = ({ migration: { header, file }, ending }: PlannedRevision): Revision => ({
  ...header,
  path: file,
  format: ending,
});

/** All of them or none. */
function writeAll(folder: string, planned: readonly PlannedRevision[]): void {
  const written: string[] = [];
  try {
    for (const { name, text } of planned) written.push(writeRevision(folder, name, text));
  } catch (error) {
    for (const path of written) rmSync(path, { force: true });
    throw error;
  }
}

interface Stamping {
  readonly options: ImportOptions;
  readonly tool: Tool;
  readonly settings: Settings;
  readonly history: ForeignHistory;
  readonly graph: RevisionGraph;
  readonly save: () => void;
}

/** The ledger is read first: where it does not fit, nothing is written. */
async function saveAndStamp({ options, tool, settings, history, graph, save }: Stamping) {
  return withDatabase(settings, async (open) => {
    const reading = await readLedger(open.database, tool, history.migrations, options.ledger);
    save();
    const { lockTimeoutMs = settings.lockTimeoutMs, signal, report, dryRun } = options;
    // Written by now, the revisions are where they will be.
    const written = dryRun === true ? graph : new RevisionGraph(readRevisions(settings.locations));
    const run = { lockTimeoutMs, signal, report, dryRun: dryRun === true };
    const state = await stampImported(open, written, reading, run);
    return { state, notes: [...reading.notes, ...ledgerNotes(tool, settings, reading.table)] };
  });
}

/** A table that no model declares would be dropped by the next autogenerated revision. */
const ledgerNotes = (tool: Tool, settings: Settings, table: string): readonly string[] =>
  continues(tool, settings) || settings.metadata.length === 0
    ? []
    : [
        `${table} stays, and no model declares it: leave it out with includeName in the config, or drop it in a revision`,
      ];

/** The version table of a tool whose rows are ids of revisions can be taken over as it is. */
const continues = ({ name }: Tool, { versionTable }: Settings): boolean =>
  name === 'alembic' && versionTable.name === tools.alembic.ledger.tables[0]?.name;

function continuation(tool: Tool, settings: Settings, { stamp }: ImportOptions): readonly string[] {
  if (tool.name !== 'alembic' || stamp === true || continues(tool, settings)) return [];
  const file = settings.file === undefined ? 'the config' : basename(settings.file);
  return [`say versionTable: 'alembic_version' in ${file}, so that Alembic's row continues; or give --stamp`];
}

function nextSteps(tool: Tool, settings: Settings, options: ImportOptions): readonly string[] {
  const { dryRun, stamp, folders, scripts = [], ledger } = options;
  const words = [tool.name, ...folders, ...scripts.flatMap((script) => ['--sql', script])];
  const command = `migrate import ${words.map(quoted).join(' ')}`;
  if (dryRun === true) {
    const table = ledger === undefined ? '' : ` --ledger ${quoted(ledger)}`;
    return [stamp === true ? `${command} --stamp${table}` : command];
  }
  return stamp === true || continues(tool, settings) ? ['migrate status'] : [`${command} --stamp`];
}

const quoted = (word: string): string => (/^[\w./:@=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
