import { parseTarget, planDowngradeTo } from '../revisions/target.ts';
import { type MigrateOptions, type MigrateResult, migrate } from './migrate.ts';

export interface DowngradeOptions extends MigrateOptions {
  /** Down to where: `base`, an id that stays applied, `-1`, `label@base`. */
  readonly target: string;
}

/**
 * Takes back the applied revisions above a target, the last one first.
 *
 * @param options the target, and which project and database
 * @returns what was run, and the heads before and after
 * @throws UnknownRevision, NotAnAncestor, IrreversibleRevision, LockNotAcquired, MigrationFailed, UnknownVersion
 * @example await downgrade({ target: '-1' });
 */
export async function downgrade(options: DowngradeOptions): Promise<MigrateResult> {
  const target = parseTarget(options.target);
  return migrate('downgrade', options, (graph, heads) => planDowngradeTo(graph, heads, target));
}
