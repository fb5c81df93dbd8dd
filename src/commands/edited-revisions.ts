import { checksum } from '../revisions/checksum.ts';
import { readText } from '../revisions/files.ts';
import type { RevisionGraph } from '../revisions/graph.ts';
import { type HistoryEntry, readHistory } from '../runner/history.ts';
import { type DatabaseState, isThere, readState } from '../runner/state.ts';
import { RevisionsEdited } from './errors.ts';
import type { ProjectDatabase } from './project.ts';

/** An applied revision whose file is not what was run. */
export interface EditedRevision {
  readonly revision: string;
  readonly message: string;
  readonly file: string;
  /** The fingerprints of what was run and of what the file holds now. */
  readonly ran: string;
  readonly holds: string;
}

/** What the history knows of a revision that is applied. */
export interface AppliedEntry {
  /** The entry that applied it last. */
  readonly entry: HistoryEntry;
  /** The fingerprint that its file should have; empty where it is not known. */
  readonly checksum: string;
}

/** What was applied and not taken back since, by revision. */
export function appliedEntries(entries: readonly HistoryEntry[]): ReadonlyMap<string, AppliedEntry> {
  const applied = new Map<string, AppliedEntry>();
  for (const entry of entries) {
    const { revision, direction, checksum: fingerprint } = entry;
    const before = applied.get(revision);
    if (direction === 'downgrade') applied.delete(revision);
    else if (direction === 'accept' && before !== undefined)
      applied.set(revision, { ...before, checksum: fingerprint });
    else applied.set(revision, { entry, checksum: fingerprint });
  }
  return applied;
}

/** The fingerprints of a file that differs from what was run; undefined where it does not, or where nobody knows. */
export function editOf(
  graph: RevisionGraph,
  id: string,
  applied: ReadonlyMap<string, AppliedEntry>,
): EditedRevision | undefined {
  const ran = applied.get(id)?.checksum ?? '';
  if (ran === '') return undefined;
  const { path: file, message } = graph.get(id);
  const holds = checksum(readText(file));
  return holds === ran ? undefined : { revision: id, message, file, ran, holds };
}

/** The applied revisions that were edited since, in the order of the history. */
export async function findEdited(
  open: ProjectDatabase,
  history: RevisionGraph,
  state?: DatabaseState,
): Promise<readonly EditedRevision[]> {
  const { database, own } = open;
  const { tables, versions } = state ?? (await readState(database, own));
  if (!isThere(tables, own.history)) return [];
  const entries = appliedEntries(await readHistory(database.connection, database.dialect, own.history));
  const graph = history.for(versions);
  const applied = graph.ancestors(versions.filter((id) => graph.has(id)));
  return graph.sort(applied).flatMap((id) => editOf(graph, id, entries) ?? []);
}

/** @throws RevisionsEdited when there are any */
export function requireUnedited(edited: readonly EditedRevision[]): void {
  if (edited.length > 0) throw new RevisionsEdited(edited);
}
