import { type PlacedRevision, placeOf } from './place.ts';
import { openProject, type ProjectOptions } from './project.ts';

export interface HeadsOptions extends ProjectOptions {
  /** Leave out heads that others depend on: what a database at all heads stores. */
  readonly resolveDependencies?: boolean | undefined;
}

export interface HeadsResult {
  readonly revisions: readonly PlacedRevision[];
}

/**
 * The revisions that no other follows. Connects to nothing.
 *
 * @param options which project
 * @returns the heads, in the order of the history
 */
export async function heads(options: HeadsOptions = {}): Promise<HeadsResult> {
  const { graph } = await openProject('heads', options);
  const ids = options.resolveDependencies === true ? graph.headsOf(graph.ancestors(graph.heads)) : graph.heads;
  return { revisions: ids.map((id) => placeOf(graph, graph.get(id))) };
}
