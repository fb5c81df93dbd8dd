import { emptySchema } from '../schema/schema.ts';
import { tableLabel } from '../schema/table-name.ts';
import type { RunOptions } from './context.ts';
import { VersionTableChanged } from './errors.ts';
import type { LiveExecutor } from './executor.ts';
import { historyTable } from './history.ts';
import { journalTable } from './journal.ts';
import { type DatabaseState, isThere, readState } from './state.ts';
import { readVersions, versionTable } from './version-table.ts';

/** Under the lock, so that two processes do not create them at once; looked at again, for where there is no lock. */
export async function createOwnTables(
  { database, own }: Pick<RunOptions, 'database' | 'own'>,
  executor: LiveExecutor,
  state: DatabaseState,
): Promise<DatabaseState> {
  const { dialect, connection } = database;
  const needed = [versionTable(own.version), historyTable(own.history), journalTable(own.journal)];
  if (needed.every((table) => isThere(state.tables, table))) return state;
  await executor.begin();
  try {
    const now = await readState(database, own);
    const operations = needed
      .filter((table) => !isThere(now.tables, table))
      .map((table) => ({ kind: 'createTable' as const, table }));
    for (const { sql } of dialect.compile(operations, emptySchema, connection.server)) await executor.execute(sql);
    await executor.commit();
    return now;
  } catch (error) {
    await executor.rollback();
    throw error;
  }
}

/**
 * Reads the version table after a run: nothing is called a success before it says so.
 *
 * @param holds whether rows other than `expected` are as good, which somebody else may have written since
 * @throws VersionTableChanged
 */
export async function proveVersions(
  { database, own }: Pick<RunOptions, 'database' | 'own'>,
  expected: readonly string[],
  holds: (found: readonly string[]) => boolean = () => false,
): Promise<readonly string[]> {
  const found = await readVersions(database.connection, database.dialect, own.version);
  if (found.join() === [...expected].sort().join() || holds(found)) return found;
  throw new VersionTableChanged(
    `after the run ${tableLabel(own.version)} holds ${labels(found)}, and not ${labels(expected)}`,
    {
      state: 'the revisions ran, and what they did stays; only the version table tells something else',
      hint: "somebody else moved it, or a hook did; look at 'migrate status'",
    },
  );
}

const labels = (ids: readonly string[]): string => (ids.length === 0 ? 'nothing' : [...ids].sort().join(', '));
