import { parseTarget, resolveTarget, type Target } from '../revisions/target.ts';
import { type Project, withDatabaseToRead } from './project.ts';
import { readPosition } from './version-state.ts';

/** Whether a target means something only where a database is looked at: `current`, and what is counted from it. */
export const asksDatabase = ({ name }: Target): boolean => name === undefined || name === 'current';

/**
 * The revisions that names mean. Connects only for `current` and what is counted from it.
 *
 * @throws UnknownRevision, AmbiguousRevision, MultipleHeads, UnknownVersion
 */
export async function resolveNames({ graph, settings }: Project, names: readonly string[]): Promise<readonly string[]> {
  const targets = names.map(parseTarget);
  const current = targets.some(asksDatabase)
    ? await withDatabaseToRead(settings, async (open) => (await readPosition(open, graph)).heads)
    : [];
  return targets.flatMap((target) => resolveTarget(graph, current, target));
}
