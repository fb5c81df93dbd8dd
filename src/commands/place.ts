import type { RevisionGraph } from '../revisions/graph.ts';
import type { Revision } from '../revisions/revision.ts';
import type { Position } from './version-state.ts';

/** A revision and its place in the history. */
export interface PlacedRevision extends Revision {
  /** No other follows it. */
  readonly isHead: boolean;
  /** It is a head, and others depend on it, so that a database at them does not store it. */
  readonly isImplied: boolean;
  readonly isBranchPoint: boolean;
  readonly isMergePoint: boolean;
  /** The labels of the branches that it is on, its own among them. */
  readonly branches: readonly string[];
  /** The revisions that follow it. */
  readonly followers: readonly string[];
  /** The database stands on it. Present where the database was asked. */
  readonly isCurrent?: boolean;
  /** It is applied. Present where the database was asked. */
  readonly isApplied?: boolean;
}

/** Says where a revision stands in its history, and where the database is, if that is known. */
export function placeOf(graph: RevisionGraph, revision: Revision, position?: Position): PlacedRevision {
  const { id, parents } = revision;
  const followers = graph.children(id);
  const isHead = followers.length === 0;
  const place = {
    isHead,
    isImplied: isHead && graph.descendants([id]).size > 1,
    isBranchPoint: followers.length > 1,
    isMergePoint: parents.length > 1,
    branches: graph.labelsOf(id),
    followers,
  };
  const reached = position && { isCurrent: position.heads.includes(id), isApplied: position.applied.has(id) };
  // Spread, parts this long take V8 ten times as long, which thousands of revisions make felt.
  return Object.assign({}, revision, place, reached);
}
