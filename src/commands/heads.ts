import type { Revision } from '../revisions/revision.ts';
import { openProject, type ProjectOptions } from './project.ts';

export interface HeadsResult {
  readonly revisions: readonly Revision[];
}

/**
 * The revisions that no other follows. Connects to nothing.
 *
 * @param options which project
 * @returns the heads, in the order of the history
 */
export async function heads(options: ProjectOptions = {}): Promise<HeadsResult> {
  const { graph } = await openProject('heads', options);
  return { revisions: graph.heads.map((id) => graph.get(id)) };
}
