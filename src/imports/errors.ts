import { exitCodes, MigrationError } from '../errors.ts';

/** A history of another tool cannot be taken over. Nothing was written. */
abstract class ImportError extends MigrationError {
  override readonly exitCode: number = exitCodes.usage;
}

/** A file of another tool cannot be read, or not without running it. */
export class UnreadableMigration extends ImportError {
  readonly code = 'unreadable_migration';
}

/** What is to be imported contradicts itself, or what was imported before. */
export class ImportConflict extends ImportError {
  readonly code = 'import_conflict';
}

/** The table in which another tool notes what it applied is not there, or is none of that tool's. */
export class LedgerMissing extends ImportError {
  readonly code = 'ledger_missing';
}

/** The table in which another tool notes what it applied does not fit the files: nothing can be declared from it. */
export class LedgerMismatch extends ImportError {
  readonly code = 'ledger_mismatch';
  override readonly exitCode = exitCodes.drifted;
  /** What the ledger calls the migrations in question. */
  readonly migrations: readonly string[];

  constructor(message: string, migrations: readonly string[], hint: string) {
    super(message, { hint });
    this.migrations = migrations;
  }
}
