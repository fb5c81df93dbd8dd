import type { TransactionMode } from '../config/define-config.ts';
import type { RevisionGraph, Step } from '../revisions/graph.ts';
import type { InterruptedAnswer, RunResult } from '../runner/context.ts';
import { run } from '../runner/run.ts';
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

/** Runs the steps that a plan makes of the heads that the database stores. */
export async function migrate(
  command: 'upgrade' | 'downgrade',
  options: MigrateOptions,
  plan: (graph: RevisionGraph, heads: readonly string[]) => readonly Step[],
): Promise<MigrateResult> {
  const { settings, graph } = await openProject(command, options);
  const { lockTimeoutMs = settings.lockTimeoutMs, transaction = settings.transaction } = options;
  return withDatabase(settings, async ({ database, own, openAnother }) => {
    const { label } = database.connection;
    const result = await run({
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
