import type { Database } from '../dialects/registry.ts';
import { tableLabel } from '../schema/table-name.ts';
import type { Report } from './events.ts';
import { LiveExecutor } from './executor.ts';
import { type HistoryEntry, historyStatements, whoRuns } from './history.ts';
import { withLock } from './lock.ts';
import { createOwnTables } from './own-rows.ts';
import type { OwnTables } from './own-tables.ts';
import { type DatabaseState, readState } from './state.ts';

/** What writing into Athanor's own tables takes. */
export interface OwnTablesOptions {
  readonly database: Database;
  readonly own: OwnTables;
  readonly lockTimeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  readonly report?: Report | undefined;
}

/** A file as it is now, which is to count as what was run. */
export type Acceptance = Pick<HistoryEntry, 'revision' | 'message' | 'checksum'>;

/**
 * Creates the version table and what stands beside it, where they are not there.
 *
 * @returns what the database remembered before
 * @throws LockNotAcquired
 */
export const ensureOwnTables = (options: OwnTablesOptions): Promise<DatabaseState> =>
  withExecutor(options, (executor) => ensured(options, executor));

/**
 * Notes the fingerprints of files that were edited after they were run.
 *
 * @throws LockNotAcquired
 */
export async function recordAcceptances(
  options: OwnTablesOptions,
  acceptances: readonly Acceptance[],
  toolVersion: string,
): Promise<void> {
  const { database, own } = options;
  const { dialect, connection } = database;
  const now = { startedAt: new Date().toISOString(), durationMs: 0, appliedBy: whoRuns(), toolVersion };
  await withExecutor(options, async (executor) => {
    await ensured(options, executor);
    await executor.begin();
    try {
      for (const one of acceptances) {
        const entry: HistoryEntry = { ...one, ...now, direction: 'accept' };
        for (const sql of historyStatements(dialect, connection.server, own.history, entry)) {
          await executor.execute(sql);
        }
      }
      await executor.commit();
    } catch (error) {
      if (executor.inTransaction) await executor.rollback();
      throw error;
    }
  });
}

async function ensured(options: OwnTablesOptions, executor: LiveExecutor): Promise<DatabaseState> {
  const state = await readState(options.database, options.own);
  await createOwnTables(options, executor, state);
  return state;
}

function withExecutor<T>(options: OwnTablesOptions, work: (executor: LiveExecutor) => Promise<T>): Promise<T> {
  const { database, own, lockTimeoutMs: timeoutMs, signal, report = () => {} } = options;
  const executor = new LiveExecutor({ connection: database.connection, report, signal });
  return withLock({ ...database, key: tableLabel(own.version), timeoutMs, signal, report }, () => work(executor));
}
