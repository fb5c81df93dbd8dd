import type { RevisionGraph } from '../revisions/graph.ts';
import { type HistoryEntry, readHistory } from '../runner/history.ts';
import { isThere, readState } from '../runner/state.ts';
import { type AppliedEntry, appliedEntries, editOf } from './edited-revisions.ts';
import { openProject, type ProjectOptions, withDatabaseToRead } from './project.ts';

/** `edited`: applied, and the file was changed since. `unknown`: applied, and no file holds it. `unfinished`: cut off. */
export type RevisionState = 'applied' | 'pending' | 'edited' | 'unknown' | 'unfinished';

export interface StatusEntry {
  readonly revision: string;
  readonly message: string;
  readonly state: RevisionState;
  /** Absent where no file holds it. */
  readonly file?: string;
  /** When it was applied last, by whom; absent where the history does not tell. */
  readonly appliedAt?: string;
  readonly appliedBy?: string;
}

export interface StatusResult {
  /** The database, without secrets. */
  readonly database: string;
  /** In the order of the history; revisions without a file come last. */
  readonly revisions: readonly StatusEntry[];
}

/**
 * Every revision and what became of it on the database. Unlike other commands it does not stop at a database whose revisions
 * are unknown.
 *
 * @param options which project and database
 * @returns one entry for each revision that has a file or is applied
 * @throws ConnectionFailed
 */
export async function status(options: ProjectOptions = {}): Promise<StatusResult> {
  const { settings, graph } = await openProject('status', options);
  return withDatabaseToRead(settings, async ({ database, own }) => {
    const { dialect, connection } = database;
    const { tables, versions, unfinished } = await readState(database, own);
    const entries = isThere(tables, own.history) ? await readHistory(connection, dialect, own.history) : [];
    const seen: Seen = {
      graph: graph.for(versions),
      versions,
      unfinished: new Set(unfinished.map(({ revision }) => revision)),
      entries,
    };
    return { database: connection.label, revisions: statusOf(seen) };
  });
}

interface Seen {
  readonly graph: RevisionGraph;
  readonly versions: readonly string[];
  readonly unfinished: ReadonlySet<string>;
  readonly entries: readonly HistoryEntry[];
}

function statusOf({ graph, versions, unfinished, entries }: Seen): readonly StatusEntry[] {
  const last = appliedEntries(entries);
  const strange = versions.filter((id) => !graph.has(id));
  const applied = new Set(graph.ancestors(versions.filter((id) => graph.has(id))));
  // Below a revision that has no file the graph knows nothing; what the history says was applied is the best there is.
  if (strange.length > 0) for (const id of last.keys()) if (graph.has(id)) applied.add(id);
  const known = graph.revisions.map(({ id, message, path }): StatusEntry => {
    const isEdited = applied.has(id) && editOf(graph, id, last) !== undefined;
    const settled = applied.has(id) ? (isEdited ? 'edited' : 'applied') : 'pending';
    const state = unfinished.has(id) ? 'unfinished' : settled;
    return { revision: id, message, state, file: path, ...(applied.has(id) ? whenAndWho(last.get(id)) : {}) };
  });
  const unknown = strange.map((id): StatusEntry => {
    const found = last.get(id);
    return { revision: id, message: found?.entry.message ?? '', state: 'unknown', ...whenAndWho(found) };
  });
  return [...known, ...unknown];
}

const whenAndWho = (found: AppliedEntry | undefined): Pick<StatusEntry, 'appliedAt' | 'appliedBy'> =>
  found === undefined ? {} : { appliedAt: found.entry.startedAt, appliedBy: found.entry.appliedBy };
