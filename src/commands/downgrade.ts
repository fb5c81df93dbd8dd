import { headsToCountFrom, planDowngradeTo } from '../revisions/plan.ts';
import { parseTarget } from '../revisions/target.ts';
import { type MigrateOptions, type MigrateResult, migrate, type Plan, type TryResult, tryMigrate } from './migrate.ts';

export interface DowngradeOptions extends MigrateOptions {
  /** Down to where: `base`, an id that stays applied, `-1`, `label@base`. */
  readonly target: string;
}

/**
 * Takes back the applied revisions above a target, the last one first.
 *
 * @param options the target, and which project and database
 * @returns what was run, and the heads before and after
 * @throws UnknownRevision, NotAnAncestor, NothingAbove, IrreversibleRevision, LockNotAcquired, MigrationFailed, UnknownVersion
 * @example await downgrade({ target: '-1' });
 */
export async function downgrade(options: DowngradeOptions): Promise<MigrateResult> {
  return migrate('downgrade', options, planOf(options));
}

/**
 * Takes the same revisions back in one transaction, and takes that back. What `tryUpgrade` says of MySQL and MariaDB holds here.
 *
 * @param options the target, and which project and database
 * @returns what would run, whether all of it ran, and if not, why
 * @throws what `downgrade` throws
 * @example
 * const { isProven, reason } = await tryDowngrade({ target: '-1' });
 */
export async function tryDowngrade(options: DowngradeOptions): Promise<TryResult> {
  return tryMigrate('downgrade', options, planOf(options));
}

function planOf(options: DowngradeOptions): Plan {
  const target = parseTarget(options.target);
  return (graph, heads) => {
    const steps = planDowngradeTo(graph, heads, target);
    const [head, ...others] = headsToCountFrom(heads, target);
    if (head !== undefined && others.length > 0) {
      options.report?.({ kind: 'headChosen', target: target.text, head, others });
    }
    return steps;
  };
}
