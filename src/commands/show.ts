import { parseTarget, resolveTarget } from '../revisions/target.ts';
import { type PlacedRevision, placeOf } from './place.ts';
import { openProject, type ProjectOptions, withDatabaseToRead } from './project.ts';
import { asksDatabase } from './resolve-names.ts';
import { type Position, readPosition } from './version-state.ts';

export interface ShowOptions extends ProjectOptions {
  /** `head`, `heads`, `current`, an id or its first characters, a label. */
  readonly target: string;
}

export interface ShowResult {
  readonly revisions: readonly PlacedRevision[];
}

/**
 * All that a revision says of itself, and its place in the history. Connects only for `current` and what is counted from it.
 *
 * @param options which revision, and which project
 * @returns one revision; several for `heads`, and for `current` of a database on several branches
 * @throws UnknownRevision, AmbiguousRevision, MultipleHeads, UnknownVersion
 */
export async function show(options: ShowOptions): Promise<ShowResult> {
  const project = await openProject('show', options);
  const target = parseTarget(options.target);
  const position: Position | undefined = asksDatabase(target)
    ? await withDatabaseToRead(project.settings, (open) => readPosition(open, project.graph))
    : undefined;
  const { graph } = position ?? project;
  const ids = resolveTarget(graph, position?.heads ?? [], target);
  return { revisions: ids.map((id) => placeOf(graph, graph.get(id), position)) };
}
