import type { Revision } from '../revisions/revision.ts';
import { type PlacedRevision, placeOf } from './place.ts';
import { openProject, type ProjectOptions } from './project.ts';

export interface BranchPoint extends PlacedRevision {
  /** The revisions that follow it. */
  readonly children: readonly PlacedRevision[];
}

export interface BranchesResult {
  /** The revisions that several others follow, in the order of the history. */
  readonly branchPoints: readonly BranchPoint[];
}

/**
 * Where the history parts: the revisions that more than one other follows. Connects to nothing.
 *
 * @param options which project
 * @returns each of them with what follows it
 */
export async function branches(options: ProjectOptions = {}): Promise<BranchesResult> {
  const { graph } = await openProject('branches', options);
  const place = (revision: Revision): PlacedRevision => placeOf(graph, revision);
  const points = graph.revisions.filter(({ id }) => graph.children(id).length > 1);
  return {
    branchPoints: points.map((revision) => ({
      ...place(revision),
      children: graph.children(revision.id).map((id) => place(graph.get(id))),
    })),
  };
}
