import { dirname, resolve } from 'node:path';
import { resolveSettings, type Settings } from '../config/settings.ts';
import { ConfigError, UsageError } from '../errors.ts';
import { declaredObjects, type TextFile } from '../models/object-source.ts';
import type { ModelNaming } from '../models/plan.ts';
import { type ModelWriting, writeModels } from '../models/write.ts';
import type { Unmodelled } from '../schema/schema.ts';
import { unmodelledIn } from './custom-objects.ts';
import { type FilePlan, planFiles, type WrittenFile, writeFiles } from './model-files.ts';
import { readPart } from './models-scope.ts';
import { type ProjectDatabase, type ProjectOptions, settingsFor, withDatabaseToRead } from './project.ts';

/** How model code is to look. */
export interface ModelStyle extends Partial<{ readonly [K in keyof ModelNaming]: ModelNaming[K] | undefined }> {
  /** Every table in the Core form, `sa.Table`, without classes. */
  readonly metadataOnly?: boolean | undefined;
  /** False: foreign keys become no relationships. */
  readonly relationships?: boolean | undefined;
}

export interface ModelsOptions extends ProjectOptions, ModelStyle {
  /** The file to write, or with `split` the folder. Absent: the code is only returned. */
  readonly out?: string | undefined;
  /** A file for each table. */
  readonly split?: boolean | undefined;
  /** With `split`: a file that exports all others. */
  readonly barrel?: boolean | undefined;
  /** Which schemas of the database. Absent: those that the config lists, or the default one. */
  readonly schemas?: readonly string[] | undefined;
  /** Only these tables, and those that they point at: names, `schema.name`, `*` for anything. */
  readonly tables?: readonly string[] | undefined;
  /** Not these tables and objects. */
  readonly exclude?: readonly string[] | undefined;
  /** Overwrite files that somebody wrote or edited. */
  readonly force?: boolean | undefined;
  /** Write nothing: say what would change. */
  readonly check?: boolean | undefined;
}

export interface ModelsResult {
  /** The database, without secrets. */
  readonly database: string;
  /** The files, where they were asked for. */
  readonly files: readonly WrittenFile[];
  /** The code, where no file was asked for. */
  readonly source?: string;
  /** Nothing was written, and nothing would have to be. */
  readonly isUnchanged: boolean;
  readonly tables: number;
  readonly objects: number;
  /** What the database has and the models do not say. */
  readonly unmodelled: readonly Unmodelled[];
  readonly notes: readonly string[];
}

/**
 * Writes models that say what a database has: tables with everything in them, and the objects beside them. A comparison of the
 * database with them finds nothing. The same database gives the same files; what somebody edited is never overwritten.
 *
 * @param options where to, how it is to look, and which database
 * @returns what was written, or the code itself
 * @throws ConnectionFailed, FilesInTheWay, UsageError
 * @example await models({ url: 'postgresql://localhost/app', out: 'src/models.ts' });
 */
export async function models(options: ModelsOptions = {}): Promise<ModelsResult> {
  refuseContradictions(options);
  const { settings, notes } = await settingsToRead(options);
  return withDatabaseToRead(settings, async (open) => {
    const { code, ...found } = await readModels(open, settings, options);
    const common = { ...found, notes: [...notes, ...found.notes, ...emptyNotes(found)] };
    if (options.out === undefined) return { ...common, files: [], source: code[0]?.text ?? '', isUnchanged: true };
    const plan = planFor(code, resolve(options.cwd ?? '.', options.out), options);
    if (options.check !== true) writeFiles(plan, options.force === true ? 'overwritten' : 'kept');
    const files = plan.files.map(({ path, state }): WrittenFile => ({ path, state }));
    return { ...common, files, isUnchanged: files.every(({ state }) => state === 'unchanged') };
  });
}

/** Models as code, and what they are of. */
export interface ModelCode extends Omit<ModelsResult, 'files' | 'source' | 'isUnchanged'> {
  readonly code: readonly TextFile[];
}

/** Reads what is asked for of an open database, and says it in code. */
export async function readModels(
  open: ProjectDatabase,
  settings: Settings,
  options: ModelsOptions,
): Promise<ModelCode> {
  const { connection, dialect } = open.database;
  const { schema, notes } = await readPart(open, settings, options);
  return {
    code: writeModels(schema, writingOf(options, dialect.capabilities)),
    database: connection.label,
    tables: schema.tables.length,
    objects: declaredObjects(schema).length,
    unmodelled: unmodelledIn(schema),
    notes,
  };
}

const planFor = (files: readonly TextFile[], out: string, { split }: ModelsOptions): FilePlan =>
  split === true ? planFiles(out, files, 'removed') : planFiles(dirname(out), files, 'kept');

/** How models are written: in the usual way where nothing is said. */
const writingOf = (
  { classNames, propertyNames, metadataOnly, relationships, out, split, barrel }: ModelsOptions,
  limits: ModelWriting['limits'],
): ModelWriting => ({
  classNames: classNames ?? 'singular',
  propertyNames: propertyNames ?? 'camelCase',
  form: metadataOnly === true ? 'tables' : 'models',
  relationships: relationships === false || metadataOnly === true ? 'none' : 'guessed',
  files: split === true ? { several: barrel === true ? 'barrel' : 'plain' } : { one: fileNameOf(out) },
  longTexts: out === undefined ? 'inline' : 'files',
  limits,
});

const fileNameOf = (out: string = 'models.ts'): string => out.split(/[/\\]/).at(-1) ?? out;

/** @throws UsageError */
function refuseContradictions({ out, split, barrel, check }: ModelsOptions): void {
  if (barrel === true && split !== true) {
    throw new UsageError('a file that exports all others needs others', { hint: 'give --split with --barrel' });
  }
  if (out === undefined && (split === true || check === true)) {
    throw new UsageError(`${split === true ? '--split' : '--check'} needs to know where the files are`, {
      hint: split === true ? 'give --out with a folder, such as src/models' : 'give --out as when they were written',
    });
  }
  const isFile = out === undefined || /\.[cm]?ts$/.test(out);
  if (split === true ? isFile : !isFile) {
    throw new UsageError(`--out ${out} is ${split === true ? 'a file' : 'no TypeScript file'}`, {
      hint:
        split === true
          ? 'with --split it is a folder, such as src/models'
          : 'give a file such as src/models.ts, or --split for a folder',
    });
  }
}

/**
 * The project's settings. Where the URL is given there may be no project yet, or one whose models are still to be written: then
 * the database is read as it is.
 */
async function settingsToRead(
  options: ProjectOptions,
): Promise<{ readonly settings: Settings; readonly notes: readonly string[] }> {
  try {
    return { settings: await settingsFor('models', options), notes: [] };
  } catch (error) {
    if (!(error instanceof ConfigError) || options.url === undefined || options.config !== undefined) throw error;
    const settings = resolveSettings({ url: options.url }, { root: resolve(options.cwd ?? '.') });
    const isMissing = error.code === 'config_not_found';
    return {
      settings,
      notes: isMissing ? [] : [`read without the config, which cannot be used yet: ${error.message}`],
    };
  }
}

const emptyNotes = ({ tables, objects }: Pick<ModelCode, 'tables' | 'objects'>): readonly string[] =>
  tables + objects === 0 ? ['the database has nothing that models could say'] : [];
