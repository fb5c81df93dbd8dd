import { checksum } from '../revisions/checksum.ts';
import { readText } from '../revisions/files.ts';
import type { RevisionGraph } from '../revisions/graph.ts';
import { planStamp } from '../revisions/plan.ts';
import { parseTarget, resolveTarget, type Target } from '../revisions/target.ts';
import { type Stamp, type StampDecision, type StampResult, stampVersions } from '../runner/stamp.ts';
import { openProject, type RunningOptions, withDatabase } from './project.ts';
import { toolVersion } from './tool-version.ts';
import { versionHooks } from './version-hooks.ts';
import { requireKnown } from './version-state.ts';

export interface StampCommandOptions extends RunningOptions {
  /** Where the database is: `head`, ids, `base`. */
  readonly targets: readonly string[];
  /** Forget first what the version table holds, even revisions that no file holds. */
  readonly purge?: boolean | undefined;
}

export interface StampCommandResult extends StampResult {
  /** The database, without secrets. */
  readonly database: string;
}

/**
 * Declares where a database is, without running anything: for a database that was built by other means. What is above or below
 * a target gives way to it, other branches stay as they are.
 *
 * @param options the targets, and which project and database
 * @returns what the version table held before and holds now
 * @throws UnknownRevision, ContradictoryTargets, UnknownVersion, LockNotAcquired
 * @example await stamp({ targets: ['head'] });
 */
export async function stamp(options: StampCommandOptions): Promise<StampCommandResult> {
  const targets = options.targets.map(parseTarget);
  const { settings, graph } = await openProject('stamp', options);
  const { lockTimeoutMs = settings.lockTimeoutMs, signal, report } = options;
  return withDatabase(settings, async ({ database, own }) => {
    const { label } = database.connection;
    const decide = (versions: readonly string[]): StampDecision => {
      const known = options.purge === true ? [] : versions;
      requireKnown(known, graph, label);
      const fitting = graph.for(known);
      return decideStamp(fitting, fitting.headsOf(fitting.ancestors(known)), targets);
    };
    const result = await stampVersions({
      database,
      own,
      decide,
      lockTimeoutMs,
      toolVersion: toolVersion(),
      onVersionChange: versionHooks(settings),
      signal,
      report,
    });
    return { database: label, ...result };
  });
}

/** What a stamp makes of a database that is at these heads. */
export function decideStamp(
  graph: RevisionGraph,
  current: readonly string[],
  targets: readonly Target[],
): StampDecision {
  const named = new Set(targets.flatMap((target) => resolveTarget(graph, current, target)));
  return {
    heads: planStamp(graph, current, targets),
    stamps: named.size === 0 ? [toBase] : [...named].map((id) => stampOf(graph, id)),
  };
}

const toBase: Stamp = { revision: 'base', message: '', checksum: '' };

function stampOf(graph: RevisionGraph, id: string): Stamp {
  const { message, path } = graph.get(id);
  return { revision: id, message, checksum: checksum(readText(path)) };
}
