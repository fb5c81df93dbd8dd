import { type PlacedRevision, placeOf } from './place.ts';
import { openProject, type ProjectOptions, withDatabaseToRead } from './project.ts';
import { readPosition } from './version-state.ts';

export interface CurrentResult {
  /** The database, without secrets. */
  readonly database: string;
  /** The revisions that the database stands on; none where nothing is applied. */
  readonly revisions: readonly PlacedRevision[];
  /** The last revisions of branches that are applied because one of `revisions` depends on them. */
  readonly implied: readonly PlacedRevision[];
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
  const project = await openProject('current', options);
  return withDatabaseToRead(project.settings, async (open) => {
    const position = await readPosition(open, project.graph);
    const { graph, heads, pending, applied } = position;
    const place = (id: string): PlacedRevision => placeOf(graph, graph.get(id), position);
    const isLast = (id: string): boolean => !graph.children(id).some((child) => applied.has(child));
    return {
      database: open.database.connection.label,
      revisions: heads.map(place),
      implied: graph
        .sort(applied)
        .filter((id) => isLast(id) && !heads.includes(id))
        .map(place),
      isAtHeads: graph.heads.every((id) => applied.has(id)),
      pending,
    };
  });
}
