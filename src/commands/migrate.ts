import type { TransactionMode } from '../config/define-config.ts';
import type { RevisionGraph, Step } from '../revisions/graph.ts';
import type { InterruptedAnswer, RunOptions, RunResult } from '../runner/context.ts';
import { run } from '../runner/run.ts';
import { type TrialResult, tryRun } from '../runner/trial.ts';
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
}

/** What was run. */
export interface MigrateResult extends RunResult {
  /** The database, without secrets. */
  readonly database: string;
}

/** The steps to run, seen from the heads that a database stores. */
export type Plan = (graph: RevisionGraph, heads: readonly string[]) => readonly Step[];

/** Runs the steps that a plan makes of the heads that the database stores. */
export const migrate = (
  command: 'upgrade' | 'downgrade',
  options: MigrateOptions,
  plan: Plan,
): Promise<MigrateResult> => onDatabase(command, options, plan, run);

/** What a trial found. */
export interface TryResult extends TrialResult {
  /** The database, without secrets. */
  readonly database: string;
}

/** The same, with nothing of it for good. */
export const tryMigrate = (command: 'upgrade' | 'downgrade', options: MigrateOptions, plan: Plan): Promise<TryResult> =>
  onDatabase(command, options, plan, tryRun);

async function onDatabase<Result>(
  command: 'upgrade' | 'downgrade',
  options: MigrateOptions,
  plan: Plan,
  work: (options: RunOptions) => Promise<Result>,
): Promise<Result & { readonly database: string }> {
  const { settings, graph } = await openProject(command, options);
  const { lockTimeoutMs = settings.lockTimeoutMs, transaction = settings.transaction } = options;
  return withDatabase(settings, async ({ database, own, openAnother }) => {
    const { label } = database.connection;
    const result = await work({
      database,
      own,
      graph,
      plan: (heads) => plan(graph, heads),
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
    return { database: label, ...result };
  });
}
