import { planUpgradeTo } from '../revisions/plan.ts';
import { parseTarget } from '../revisions/target.ts';
import { type MigrateOptions, type MigrateResult, migrate } from './migrate.ts';

export interface UpgradeOptions extends MigrateOptions {
  /** Up to where: `head`, `heads`, an id, `+1`, `label@head`. Absent: `head`. */
  readonly target?: string | undefined;
}

/**
 * Applies the revisions that lead to a target and are not applied yet, each in a transaction of its own unless told otherwise.
 * Waits for its turn when another process migrates the same database.
 *
 * @param options the target, and which project and database
 * @returns what was run, and the heads before and after
 * @throws UnknownRevision, MultipleHeads, LockNotAcquired, MigrationFailed, UnknownVersion, ConnectionFailed
 * @example await upgrade({ target: 'head', url: process.env.DATABASE_URL });
 */
export async function upgrade(options: UpgradeOptions = {}): Promise<MigrateResult> {
  const target = parseTarget(options.target ?? 'head');
  return migrate('upgrade', options, (graph, heads) => planUpgradeTo(graph, heads, target));
}
