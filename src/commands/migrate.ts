import type { TransactionMode } from '../config/define-config.ts';
import type { RevisionGraph, Step } from '../revisions/graph.ts';
import type { InterruptedAnswer, RunOptions, RunResult } from '../runner/context.ts';
import { run } from '../runner/run.ts';
import { type TrialResult, tryRun } from '../runner/trial.ts';
import { type EditedRevision, findEdited, requireUnedited } from './edited-revisions.ts';
import { openProject, type RunningOptions, revisionBody, withDatabase } from './project.ts';
import { toolVersion } from './tool-version.ts';
import { versionHooks } from './version-hooks.ts';
import { requireKnown } from './version-state.ts';

/** What `upgrade` and `downgrade` can be told beside the target. */
export interface MigrateOptions extends RunningOptions {
  /** What is one transaction, where the database can undo DDL. Absent: as the config says. */
  readonly transaction?: TransactionMode | undefined;
  /** Whether the statement that an earlier run was cut off in took effect, where the catalog does not tell. */
  readonly interrupted?: InterruptedAnswer | undefined;
  /** Run nothing where a revision was edited after it was applied. */
  readonly strict?: boolean | undefined;
}

/** Where something was run. */
interface Found {
  /** The database, without secrets. */
  readonly database: string;
  /** Revisions that were applied before, and edited since. */
  readonly edited: readonly EditedRevision[];
}

/** What was run. */
export interface MigrateResult extends RunResult, Found {}

/** The steps to run, seen from the heads that a database stores. */
export type Plan = (graph: RevisionGraph, heads: readonly string[]) => readonly Step[];

/** Runs the steps that a plan makes of the heads that the database stores. */
export const migrate = (
  command: 'upgrade' | 'downgrade',
  options: MigrateOptions,
  plan: Plan,
): Promise<MigrateResult> => onDatabase(command, options, plan, run);

/** What a trial found. */
export interface TryResult extends TrialResult, Found {}

/** The same, with nothing of it for good. */
export const tryMigrate = (command: 'upgrade' | 'downgrade', options: MigrateOptions, plan: Plan): Promise<TryResult> =>
  onDatabase(command, options, plan, tryRun);

async function onDatabase<Result>(
  command: 'upgrade' | 'downgrade',
  options: MigrateOptions,
  plan: Plan,
  work: (options: RunOptions) => Promise<Result>,
): Promise<Result & Found> {
  const { settings, graph } = await openProject(command, options);
  const { lockTimeoutMs = settings.lockTimeoutMs, transaction = settings.transaction } = options;
  return withDatabase(settings, async (open) => {
    const { database, own, openAnother } = open;
    const { label } = database.connection;
    const edited = await findEdited(open, graph);
    if (options.strict === true) requireUnedited(edited);
    const result = await work({
      database,
      own,
      graph,
      plan,
      requireKnown: (versions) => requireKnown(versions, graph, label),
      load: (revision) => revisionBody(revision, settings),
      transaction,
      lockTimeoutMs,
      interrupted: options.interrupted,
      toolVersion: toolVersion(),
      onVersionChange: versionHooks(settings),
      openMonitor: openAnother,
      signal: options.signal,
      report: options.report,
    });
    return { database: label, edited, ...result };
  });
}
