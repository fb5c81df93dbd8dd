import { StatementFailed } from '../dialects/errors.ts';
import { type ErrorContext, exitCodes, MigrationError } from '../errors.ts';

/** The version table does not hold what the run counted on: somebody else moved it, or it was edited. */
export class VersionTableChanged extends MigrationError {
  readonly code = 'version_table_changed';
  override readonly exitCode = exitCodes.drifted;
}

/** The version table's column cannot hold the id of a revision. */
export class VersionColumnTooShort extends MigrationError {
  readonly code = 'version_column_too_short';
  override readonly exitCode = exitCodes.usage;
}

/** Another process held the lock for longer than this one was told to wait. */
export class LockNotAcquired extends MigrationError {
  readonly code = 'lock_not_acquired';
  override readonly exitCode = exitCodes.locked;
}

/** The session that held the lock is gone; somebody else may have run at the same time. */
export class LockLost extends MigrationError {
  readonly code = 'lock_lost';
  override readonly exitCode = exitCodes.locked;
}

/** An earlier run stopped in the middle of a revision, and what it asks for now does not go on with that one. */
export class UnfinishedRevision extends MigrationError {
  readonly code = 'unfinished_revision';
  override readonly exitCode = exitCodes.drifted;
}

/** A revision that is half applied was edited in the half that was applied. */
export class UnfinishedRevisionChanged extends MigrationError {
  readonly code = 'unfinished_revision_changed';
  override readonly exitCode = exitCodes.edited;
}

/** An earlier run was cut off during a statement, and the catalog does not tell whether it took effect. */
export class UnclearStatement extends MigrationError {
  readonly code = 'unclear_statement';
  override readonly exitCode = exitCodes.answerNeeded;
}

/** A signal, or the caller, stopped the run; what was running has been cancelled and rolled back. */
export class Interrupted extends MigrationError {
  readonly code = 'interrupted';
  override readonly exitCode: number;

  constructor(signal: 'SIGINT' | 'SIGTERM', context: ErrorContext = {}) {
    super(`stopped by ${signal}`, context);
    this.exitCode = signal === 'SIGINT' ? 130 : 143;
  }
}

/** A statement that the server refuses in a transaction, so that nothing could take it back. */
export class CannotBeTried extends MigrationError {
  readonly code = 'cannot_be_tried';

  constructor(statement: string) {
    super(`a statement cannot be run inside a transaction: ${statement.replaceAll(/\s+/g, ' ')}`);
  }
}

export interface MigrationFailure extends ErrorContext {
  readonly revision: string;
  readonly direction: 'upgrade' | 'downgrade';
  /** The operation that failed, in words. */
  readonly operation?: string | undefined;
}

/** A revision did not run through on the database. `cause` is what went wrong; `state` says what was rolled back and what stays. */
export class MigrationFailed extends MigrationError {
  readonly code = 'migration_failed';
  override readonly exitCode: number;
  readonly revision: string;
  readonly direction: 'upgrade' | 'downgrade';
  readonly operation: string | undefined;
  /** The statement that the server refused, if it was one. */
  readonly sql: string | undefined;
  readonly sqlState: string | undefined;
  /** Where in `sql` the server stumbled, counted in characters from 1. */
  readonly position: number | undefined;

  constructor(message: string, failure: MigrationFailure) {
    super(message, failure);
    this.revision = failure.revision;
    this.direction = failure.direction;
    this.operation = failure.operation;
    const { cause } = failure;
    this.exitCode = cause instanceof MigrationError ? cause.exitCode : exitCodes.unexpected;
    const statement = cause instanceof StatementFailed ? cause : undefined;
    this.sql = statement?.sql;
    this.sqlState = statement?.sqlState;
    this.position = statement?.position;
  }
}
