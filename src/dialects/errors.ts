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

export interface OldServer {
  /** The URL without its secrets. */
  readonly label: string;
  /** What the server calls itself, as in `PostgreSQL`. */
  readonly product: string;
  /** As people write it: `12.22`. */
  readonly version: string;
  /** The first version that is supported. */
  readonly minimum: string;
}

/** The server is of a version that lacks what the tool relies on. */
export class ServerTooOld extends MigrationError {
  readonly code = 'server_too_old';
  override readonly exitCode = exitCodes.usage;

  constructor({ label, product, version, minimum }: OldServer) {
    super(`${label} is ${product} ${version}, which is too old: nothing was done`, {
      hint: `use ${product} ${minimum} or later`,
    });
  }
}

/** What was asked for needs a session of its own on the server, and what is between here and there does not give one. */
export class SessionShared extends MigrationError {
  readonly code = 'session_shared';
  override readonly exitCode = exitCodes.usage;
}

/** What a change relies on is not so: rows that do not fit what they are to become, or a table that is not what it was taken for. */
export class AssertionFailed extends MigrationError {
  readonly code = 'assertion_failed';
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
  readonly code: string = 'statement_failed';
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

/** Another process kept the database from being written, or read, for longer than this one was told to wait. */
export class DatabaseLocked extends StatementFailed {
  override readonly code = 'database_locked';
  override readonly exitCode = exitCodes.locked;
}
