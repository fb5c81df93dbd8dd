import type { TableName } from '../schema/table-name.ts';
import type { ForeignMigration } from './migration.ts';

/** A row of a ledger, as the driver gives it. */
export type LedgerRow = Readonly<Record<string, unknown>>;

/** Where a tool notes what it applied, and how to read that. */
export interface Ledger {
  /** The first of these that is there. One with a schema is looked for only where tables can be in several. */
  readonly tables: readonly TableName[];
  /** A table without these is no ledger of the tool. */
  readonly columns: readonly string[];
  /** A table beside it that says in this column that a run goes on, or was cut off. */
  readonly lock?: { readonly suffix: string; readonly column: string };
  /**
   * Says what is applied.
   *
   * @throws LedgerMismatch where rows and files do not fit
   */
  readonly read: (rows: readonly LedgerRow[], migrations: readonly ForeignMigration[]) => LedgerReading;
}

/** What a ledger says of the migrations. */
export interface LedgerReading {
  /** The ids of the revisions that are applied; what they need is applied too. */
  readonly applied: readonly string[];
  /** What people should know. */
  readonly notes: readonly string[];
}

/** A value of a ledger as text. */
export const textIn = (row: LedgerRow, column: string): string => String(row[column] ?? '');

/** A value of a ledger as a number: drivers give large ones as text. */
export const numberIn = (row: LedgerRow, column: string): number | undefined =>
  row[column] === null || row[column] === undefined ? undefined : Number(row[column]);

/** Migrations whose files say something else than what was applied. */
export const editedNotes = (names: readonly string[]): readonly string[] =>
  names.map((name) => `${name} was edited after it was applied: its checksum is not the one in the ledger`);
