import { revisionsIn } from '../revisions/range.ts';
import { parseRange, type Target } from '../revisions/target.ts';
import { type HistoryEntry, readHistory } from '../runner/history.ts';
import { isThere, readState } from '../runner/state.ts';
import { type PlacedRevision, placeOf } from './place.ts';
import { openProject, type ProjectOptions, withDatabaseToRead } from './project.ts';
import { readPosition } from './version-state.ts';

export interface HistoryOptions extends ProjectOptions {
  /** A stretch of the history: `a:b`, `a:`, `:b`. Absent: all. */
  readonly range?: string | undefined;
  /** Say of each revision whether the database stands on it. Connects. */
  readonly indicateCurrent?: boolean | undefined;
}

export interface HistoryResult {
  /** The newest first. */
  readonly revisions: readonly PlacedRevision[];
}

/**
 * Lists revisions, the newest first. Connects only where the database is asked for: `indicateCurrent`, or a range that begins
 * or ends at `current` or a number of revisions from it.
 *
 * @param options which stretch, and which project
 * @returns the revisions
 * @throws InvalidTarget, UnknownRevision
 */
export async function history(options: HistoryOptions = {}): Promise<HistoryResult> {
  const project = await openProject('history', options);
  const range = options.range === undefined ? {} : parseRange(options.range);
  const asks = options.indicateCurrent === true || [range.from, range.to].some(isCurrent);
  const position = asks
    ? await withDatabaseToRead(project.settings, (open) => readPosition(open, project.graph))
    : undefined;
  const { graph } = position ?? project;
  const chosen = revisionsIn(graph, position?.heads ?? [], range);
  const revisions = [...graph.revisions].reverse().filter(({ id }) => chosen.has(id));
  return {
    revisions: revisions.map((revision) => placeOf(graph, revision, options.indicateCurrent ? position : undefined)),
  };
}

const isCurrent = (target: Target | undefined): boolean => target?.name === 'current';

export interface LogResult {
  /** The database, without secrets. */
  readonly database: string;
  /** The oldest first. */
  readonly entries: readonly HistoryEntry[];
}

/**
 * What was run on the database: when, how long, by whom.
 *
 * @param options which project and database
 * @returns the entries of the history table; none where there is no such table
 * @throws ConnectionFailed
 */
export async function readLog(options: ProjectOptions = {}): Promise<LogResult> {
  const { settings } = await openProject('history', options);
  return withDatabaseToRead(settings, async ({ database, own }) => {
    const { dialect, connection } = database;
    const { tables } = await readState(database, own);
    const entries = isThere(tables, own.history) ? await readHistory(connection, dialect, own.history) : [];
    return { database: connection.label, entries };
  });
}
