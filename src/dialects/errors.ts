import { type ErrorContext, exitCodes, MigrationError } from '../errors.ts';

/** A URL that does not say which database is meant. The message shows it without its password. */
export class InvalidUrl extends MigrationError {
  readonly code = 'invalid_url';
  override readonly exitCode = exitCodes.usage;
}

/** The driver package that a URL asks for is not installed. */
export class DriverMissing extends MigrationError {
  readonly code = 'driver_missing';
  override readonly exitCode = exitCodes.usage;
}

/** The server did not answer, or did not let us in. */
export class ConnectionFailed extends MigrationError {
  readonly code = 'connection_failed';
  override readonly exitCode = exitCodes.usage;
}

export interface StatementFailure extends ErrorContext {
  readonly sql: string;
  /** SQLSTATE, or the driver's own code. */
  readonly sqlState?: string | undefined;
  /** Where in `sql` the server stumbled, counted in characters from 1. */
  readonly position?: number | undefined;
}

/** The server refused a statement. */
export class StatementFailed extends MigrationError {
  readonly code = 'statement_failed';
  readonly sql: string;
  readonly sqlState: string | undefined;
  readonly position: number | undefined;

  constructor(message: string, failure: StatementFailure) {
    super(message, failure);
    this.sql = failure.sql;
    this.sqlState = failure.sqlState;
    this.position = failure.position;
  }
}
