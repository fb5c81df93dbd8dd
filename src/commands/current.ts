import type { Revision } from '../revisions/revision.ts';
import { openProject, type ProjectOptions, withDatabaseToRead } from './project.ts';
import { readPosition } from './version-state.ts';

export interface CurrentResult {
  /** The database, without secrets. */
  readonly database: string;
  /** The revisions that the database stands on; none where nothing is applied. */
  readonly revisions: readonly (Revision & { readonly isHead: boolean })[];
  /** Every head of the history is applied. */
  readonly isAtHeads: boolean;
  /** Revisions that are not applied. */
  readonly pending: readonly string[];
}

/**
 * Says where the database is. Creates nothing.
 *
 * @param options which project and database
 * @returns the revisions that it stands on
 * @throws UnknownVersion, ConnectionFailed
 */
export async function current(options: ProjectOptions = {}): Promise<CurrentResult> {
  const { settings, graph } = await openProject('current', options);
  return withDatabaseToRead(settings, async (open) => {
    const { heads, pending, applied } = await readPosition(open, graph);
    return {
      database: open.database.connection.label,
      revisions: heads.map((id) => ({ ...graph.get(id), isHead: graph.heads.includes(id) })),
      isAtHeads: graph.heads.every((id) => applied.has(id)),
      pending,
    };
  });
}
