import type { Database } from '../dialects/registry.ts';
import { tableLabel } from '../schema/table-name.ts';
import type { Report } from './events.ts';
import { LiveExecutor } from './executor.ts';
import { type HistoryEntry, historyStatements, whoRuns } from './history.ts';
import { Journal } from './journal.ts';
import { withLock } from './lock.ts';
import { createOwnTables, proveVersions } from './own-rows.ts';
import type { OwnTables } from './own-tables.ts';
import { readState } from './state.ts';
import type { OnVersionChange } from './version-change.ts';
import { moveVersions, versionMoves } from './version-table.ts';

/** A revision that is declared to be where the database is. */
export type Stamp = Pick<HistoryEntry, 'revision' | 'message' | 'checksum'>;

export interface StampOptions {
  readonly database: Database;
  readonly own: OwnTables;
  /** What to store, seen from what is stored. Asked under the lock. */
  readonly decide: (versions: readonly string[]) => StampDecision;
  readonly lockTimeoutMs: number;
  readonly toolVersion: string;
  /** Is told of the change, in its transaction. */
  readonly onVersionChange?: OnVersionChange | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly report?: Report | undefined;
}

export interface StampDecision {
  /** The rows that the version table is to hold. */
  readonly heads: readonly string[];
  /** What the history says of it. */
  readonly stamps: readonly Stamp[];
}

export interface StampResult {
  /** What the version table held before and holds now. */
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/**
 * Declares where a database is. Nothing of a revision runs; what an earlier run left unfinished is forgotten.
 *
 * @throws LockNotAcquired, VersionTableChanged
 */
export async function stampVersions(options: StampOptions): Promise<StampResult> {
  const { database, own, lockTimeoutMs: timeoutMs, signal, report = () => {} } = options;
  const executor = new LiveExecutor({ connection: database.connection, report, signal });
  const lock = { ...database, key: tableLabel(own.version), timeoutMs, signal, report };
  return withLock(lock, async () => {
    await createOwnTables(options, executor, await readState(database, own));
    await executor.begin();
    try {
      const { versions: before } = await readState(database, own);
      const decision = options.decide(before);
      await write(options, executor, before, decision);
      await executor.commit();
      return { before, after: await proveVersions(options, decision.heads) };
    } catch (error) {
      if (executor.inTransaction) await executor.rollback();
      throw error;
    }
  });
}

async function write(
  { database, own, toolVersion, onVersionChange }: StampOptions,
  executor: LiveExecutor,
  before: readonly string[],
  { heads, stamps }: StampDecision,
): Promise<void> {
  const { dialect, connection } = database;
  await moveVersions(executor, dialect, own.version, versionMoves(before, heads));
  await new Journal(executor, dialect, connection.server, own.journal).forget();
  const now = { startedAt: new Date().toISOString(), durationMs: 0, appliedBy: whoRuns(), toolVersion };
  for (const stamp of stamps) {
    const entry: HistoryEntry = { ...stamp, ...now, direction: 'stamp' };
    for (const sql of historyStatements(dialect, connection.server, own.history, entry)) await executor.execute(sql);
  }
  await onVersionChange?.({
    direction: 'stamp',
    revisions: stamps.map(({ revision }) => revision),
    message: '',
    from: before,
    to: heads,
    database: connection.label,
    execute: async (sql) => void (await executor.execute(sql)),
  });
}
