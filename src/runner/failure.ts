import { MigrationError } from '../errors.ts';
import { placeIn } from '../module-loader.ts';
import { describe } from '../operations/describe.ts';
import type { Recorded } from '../operations/recorder.ts';
import { RevisionError } from '../revisions/errors.ts';
import type { Step } from '../revisions/graph.ts';
import type { TransactionMode } from './context.ts';
import {
  Interrupted,
  MigrationFailed,
  UnclearStatement,
  UnfinishedRevisionChanged,
  VersionTableChanged,
} from './errors.ts';
import type { StepPlace } from './events.ts';

/** How far a revision was when it failed. */
export interface Progress {
  readonly step: Step;
  readonly place: StepPlace;
  /** `none` where every statement stands on its own, whether chosen or because the database does not undo DDL. */
  readonly transaction: TransactionMode;
  /** The last statement that a rollback did not undo, of so many that were planned. */
  readonly lasting: number;
  readonly planned: number;
  /** Revisions that this run finished before. */
  readonly before: readonly string[];
}

/** The error for a revision that failed: where, what, what was rolled back, what stays, and what to do next. */
export function explainFailure(error: unknown, progress: Progress, current: Recorded | undefined): unknown {
  if (error instanceof UnclearStatement || error instanceof UnfinishedRevisionChanged) return error;
  const state = stateAfter(progress);
  const { revision, direction } = progress.step;
  if (error instanceof Interrupted) {
    const hint = again(progress);
    return new Interrupted(error.exitCode === 143 ? 'SIGTERM' : 'SIGINT', { state, hint, cause: error.cause });
  }
  const known = error instanceof MigrationError ? error : undefined;
  if (known === undefined && !(error instanceof Error)) return error;
  // The revision's own file is at fault, and its error says so; only what became of the database is missing.
  if (known instanceof RevisionError) {
    return saying(known, { state, hint: known.hint ?? `correct the file, and ${again(progress)}` });
  }
  const site = placeIn(current?.site.stack ?? (error as Error).stack, revision.path);
  return new MigrationFailed(
    `${direction} of revision ${revision.id}${revision.message === '' ? '' : ` (${revision.message})`} failed: ${(error as Error).message}`,
    {
      revision: revision.id,
      direction,
      operation: current === undefined ? undefined : describe(current.operation).summary,
      file: known?.file ?? revision.path,
      line: known?.line ?? site?.line,
      hint: hintAfter(progress, known),
      state,
      cause: error,
    },
  );
}

/** Says of a revision that cannot be loaded what became of the database. */
export const beforeAnything = (error: unknown): unknown =>
  error instanceof RevisionError
    ? saying(error, { state: 'nothing was run', hint: error.hint ?? 'correct the file, and run again' })
    : error;

const saying = (
  error: RevisionError,
  { state, hint }: { readonly state: string; readonly hint: string },
): RevisionError =>
  Object.defineProperties(error, {
    state: { value: state, enumerable: true },
    hint: { value: hint, enumerable: true },
  });

function stateAfter({ transaction, lasting, planned, before }: Progress): string {
  if (transaction === 'all' && lasting === 0)
    return 'everything was rolled back: the database is as it was before the run';
  const earlier = before.length === 0 ? '' : `; finished before it and kept: ${before.join(', ')}`;
  if (lasting === 0) return `the revision was rolled back: the database is as it was before it${earlier}`;
  const stay =
    lasting === 1
      ? `statement 1 of ${planned} of this revision took effect and stays`
      : `statements 1 to ${lasting} of ${planned} of this revision took effect and stay`;
  return `${stay}${transaction === 'none' ? '' : ', what came after was rolled back'}${earlier}`;
}

function hintAfter(progress: Progress, known: MigrationError | undefined): string | undefined {
  // Nothing in the revision is wrong, and its own hint says all.
  if (known instanceof VersionTableChanged) return known.hint;
  const hint = `correct ${progress.lasting === 0 ? 'the revision or the data' : 'what failed'}, and ${again(progress)}`;
  return known?.hint === undefined ? hint : `${known.hint}; ${hint}`;
}

const again = ({ lasting, step }: Progress): string =>
  `run 'migrate ${step.direction}' again${lasting === 0 ? '' : `: it goes on with statement ${lasting + 1}`}`;
