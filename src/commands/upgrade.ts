import { planUpgradeTo } from '../revisions/plan.ts';
import { parseTarget } from '../revisions/target.ts';
import { type MigrateOptions, type MigrateResult, migrate, type Plan, type TryResult, tryMigrate } from './migrate.ts';

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
  return migrate('upgrade', options, planOf(options));
}

/**
 * Runs the same revisions in one transaction, and takes it back. MySQL and MariaDB cannot do that: there the revisions are
 * compiled, and their SQL is returned.
 *
 * @param options the target, and which project and database
 * @returns what would run, whether all of it ran, and if not, why
 * @throws what `upgrade` throws
 * @example
 * const { isProven, reason } = await tryUpgrade({ target: 'head' });
 */
export async function tryUpgrade(options: UpgradeOptions = {}): Promise<TryResult> {
  return tryMigrate('upgrade', options, planOf(options));
}

function planOf(options: UpgradeOptions): Plan {
  const target = parseTarget(options.target ?? 'head');
  return (graph, heads) => planUpgradeTo(graph, heads, target);
}
