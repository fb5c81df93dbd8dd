import { didYouMean } from '../closest.ts';
import { explainFailure, type ModuleExports, type ModuleLoader, placeIn } from '../module-loader.ts';
import type { Operations } from '../operations/recorder.ts';
import { checksum } from './checksum.ts';
import { BrokenRevisionFile, IrreversibleRevision, RevisionFailed } from './errors.ts';
import { readText } from './files.ts';
import { requireNoConflict } from './header.ts';
import type { Revision } from './revision.ts';
import { readSqlSections } from './sql-sections.ts';

/** Records the operations of one direction of a revision. */
export type RecordOperations = (op: Operations) => void | Promise<void>;

/** What a revision does. */
export interface RevisionCode {
  /** The fingerprint of its text. */
  readonly checksum: string;
  readonly upgrade: RecordOperations;
  /** Fails with IrreversibleRevision where the file has no way back. */
  readonly downgrade: RecordOperations;
}

/**
 * Loads what a revision does. Errors of its code, while it is loaded and while it records, name its file and line.
 *
 * @throws BrokenRevisionFile, RevisionFailed
 */
export async function loadRevision(revision: Revision, loader: ModuleLoader): Promise<RevisionCode> {
  return revision.format === 'sql' ? loadSql(revision) : loadModule(revision, await load(revision, loader));
}

async function load(revision: Revision, loader: ModuleLoader): Promise<ModuleExports> {
  requireNoConflict(readText(revision.path), revision.path);
  try {
    return await loader.load(revision.path);
  } catch (error) {
    throw failureOf(revision, 'cannot be loaded', error);
  }
}

function loadModule(revision: Revision, exports: ModuleExports): RevisionCode {
  const found = 'upgrade' in exports ? exports : defaultOf(exports);
  const { upgrade, downgrade } = found;
  if (typeof upgrade !== 'function') {
    throw new BrokenRevisionFile(`revision ${revision.id} exports no function 'upgrade'`, {
      file: revision.path,
      hint: didYouMean('upgrade', Object.keys(found)) ?? 'write `export function upgrade(op: Operations) { … }`',
    });
  }
  if (downgrade !== undefined && typeof downgrade !== 'function') {
    throw new BrokenRevisionFile(`'downgrade' of revision ${revision.id} is not a function`, { file: revision.path });
  }
  return {
    checksum: checksum(readText(revision.path)),
    upgrade: guarded(revision, 'upgrade', upgrade as RecordOperations),
    downgrade:
      downgrade === undefined ? noWayBack(revision) : guarded(revision, 'downgrade', downgrade as RecordOperations),
  };
}

const defaultOf = (exports: ModuleExports): ModuleExports =>
  typeof exports.default === 'object' && exports.default !== null ? (exports.default as ModuleExports) : exports;

function loadSql(revision: Revision): RevisionCode {
  const text = readText(revision.path);
  const { up, down } = readSqlSections(text, revision.path);
  return {
    checksum: checksum(text),
    upgrade: executing(up),
    downgrade: down === undefined ? noWayBack(revision) : executing(down),
  };
}

const executing =
  (sql: string): RecordOperations =>
  (op) => {
    if (sql !== '') op.execute({ sql });
  };

const noWayBack = (revision: Revision) => (): never => {
  throw new IrreversibleRevision(`revision ${revision.id} has no way back`, {
    file: revision.path,
    hint: revision.format === 'sql' ? 'write a `-- migrate:down` section' : "export a function 'downgrade'",
  });
};

const guarded =
  (revision: Revision, direction: 'upgrade' | 'downgrade', record: RecordOperations): RecordOperations =>
  async (op) => {
    try {
      await record(op);
    } catch (error) {
      throw failureOf(revision, `failed in ${direction}`, error);
    }
  };

/** An error that names the revision; one of ours is passed on as it is. */
function failureOf(revision: Revision, what: string, error: unknown): unknown {
  const failure = explainFailure(error, revision.path);
  if (failure === undefined) return error;
  const { message, ...context } = failure;
  const place = error instanceof Error ? placeIn(error.stack, revision.path) : undefined;
  return new RevisionFailed(`revision ${revision.id} ${what}: ${message}`, { ...context, ...place });
}
