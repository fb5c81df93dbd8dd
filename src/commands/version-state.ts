import type { RevisionGraph } from '../revisions/graph.ts';
import { type DatabaseState, readState } from '../runner/state.ts';
import { UnknownVersion } from './errors.ts';
import type { ProjectDatabase } from './project.ts';

/** Where a database stands in a history. */
export interface Position {
  readonly state: DatabaseState;
  /** The history as the database needs it. */
  readonly graph: RevisionGraph;
  /** The heads of what is applied. */
  readonly heads: readonly string[];
  readonly applied: ReadonlySet<string>;
  /** Not applied, in the order in which they would run. */
  readonly pending: readonly string[];
}

/** Where the database stands. @throws UnknownVersion when it is at a revision that no file holds */
export async function readPosition({ database, own }: ProjectDatabase, graph: RevisionGraph): Promise<Position> {
  return positionOf(await readState(database, own), graph, database.connection.label);
}

export function positionOf(state: DatabaseState, history: RevisionGraph, label: string): Position {
  requireKnown(state.versions, history, label);
  const graph = history.for(state.versions);
  const applied = graph.ancestors(state.versions);
  const pending = graph.revisions.map(({ id }) => id).filter((id) => !applied.has(id));
  return { state, graph, heads: graph.headsOf(applied), applied, pending };
}

export function requireKnown(versions: readonly string[], graph: RevisionGraph, label: string): void {
  const known = graph.for(versions);
  const unknown = versions.filter((id) => !known.has(id));
  if (unknown.length > 0) throw new UnknownVersion(unknown, label, replacements(known, unknown));
}

/** The revisions that stand for those which were squashed. */
const replacements = (graph: RevisionGraph, ids: readonly string[]): readonly string[] => [
  ...new Set(ids.flatMap((id) => graph.replacementOf(id) ?? [])),
];
