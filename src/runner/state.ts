import type { Database } from '../dialects/registry.ts';
import type { Table } from '../schema/table.ts';
import { type TableName, tableKey } from '../schema/table-name.ts';
import { type JournalEntry, readJournal } from './journal.ts';
import type { OwnTables } from './own-tables.ts';
import { readVersions } from './version-table.ts';

/** What a database remembers of its migrations. */
export interface DatabaseState {
  /** The own tables that are there, as reflected. */
  readonly tables: readonly Table[];
  /** The rows of the version table; none where there is no such table. */
  readonly versions: readonly string[];
  /** The statements of a revision that an earlier run was cut off in. */
  readonly unfinished: readonly JournalEntry[];
}

/** Reads the state. Creates nothing: a database without a version table has nothing applied. */
export async function readState({ dialect, connection }: Database, own: OwnTables): Promise<DatabaseState> {
  const scope = own.version.schema === undefined ? {} : { schemas: [own.version.schema] };
  const wanted = [own.version, own.history, own.journal];
  const keys = new Set(wanted.map(tableKey));
  const reflected = await dialect.reflect(connection, { ...scope, tables: wanted });
  const tables = reflected.tables.filter((table) => keys.has(tableKey(table)));
  return {
    tables,
    versions: isThere(tables, own.version) ? await readVersions(connection, dialect, own.version) : [],
    unfinished: isThere(tables, own.journal) ? await readJournal(connection, dialect, own.journal) : [],
  };
}

export const isThere = (tables: readonly Table[], name: TableName): boolean =>
  tables.some((table) => tableKey(table) === tableKey(name));
