import { ensureOwnTables } from '../runner/own-table-writes.ts';
import { writeTablesScript } from '../runner/script.ts';
import { isThere } from '../runner/state.ts';
import { tableLabel } from '../schema/table-name.ts';
import { type OfflineOptions, termsOf } from './offline.ts';
import { type RunningOptions, settingsFor, withDatabase } from './project.ts';

export interface EnsureVersionResult {
  /** The database, without secrets. */
  readonly database: string;
  /** The version table, and those that stand beside it. */
  readonly tables: readonly string[];
  /** Which of them were not there. */
  readonly created: readonly string[];
}

/**
 * Creates the version table, the history and the journal, where they are not there. Nothing else is touched: for a role that
 * may create them while the one that migrates may not.
 *
 * @param options which project and database
 * @returns the tables, and which are new
 * @throws LockNotAcquired, ConnectionFailed
 */
export async function ensureVersion(options: RunningOptions = {}): Promise<EnsureVersionResult> {
  const settings = await settingsFor('ensure-version', options);
  const { lockTimeoutMs = settings.lockTimeoutMs, signal, report } = options;
  return withDatabase(settings, async ({ database, own }) => {
    const before = await ensureOwnTables({ database, own, lockTimeoutMs, signal, report });
    const needed = [own.version, own.history, own.journal];
    const missing = needed.filter((table) => !isThere(before.tables, table));
    return {
      database: database.connection.label,
      tables: needed.map(tableLabel),
      created: missing.map(tableLabel),
    };
  });
}

/** A script that creates the same tables. */
export interface EnsureVersionScriptResult {
  readonly dialect: string;
  /** For the database's own command line. */
  readonly sql: string;
}

/**
 * Writes the SQL of it, for the database's own command line, without a connection.
 *
 * @param options which project and kind of database
 * @throws ConfigError, InvalidUrl
 * @example
 * const { sql } = await ensureVersionScript({ dialect: 'postgresql' });
 */
export async function ensureVersionScript(options: OfflineOptions = {}): Promise<EnsureVersionScriptResult> {
  const terms = await termsOf(await settingsFor('ensure-version', options), options);
  return { dialect: terms.dialect.name, sql: writeTablesScript(terms) };
}
