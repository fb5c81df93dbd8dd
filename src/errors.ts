/** The exit codes of `migrate`, which scripts may rely on. Signals exit with 130 (SIGINT) and 143 (SIGTERM). */
export const exitCodes = {
  ok: 0,
  unexpected: 1,
  usage: 2,
  answerNeeded: 3,
  different: 4,
  behind: 5,
  drifted: 6,
  severalHeads: 7,
  edited: 8,
  locked: 9,
} as const;

export interface ErrorContext {
  /** What to do next, as one sentence or command. */
  readonly hint?: string | undefined;
  /** Where it went wrong: a file, with a line where that is known. */
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  /** What state the database is in. */
  readonly state?: string | undefined;
  readonly cause?: unknown;
}

/** Everything that can go wrong in a way we foresaw. `code` is stable and machine-readable; the message never holds a secret. */
export abstract class MigrationError extends Error {
  abstract readonly code: string;
  readonly exitCode: number = exitCodes.unexpected;
  readonly hint: string | undefined;
  readonly file: string | undefined;
  readonly line: number | undefined;
  readonly state: string | undefined;

  constructor(message: string, context: ErrorContext = {}) {
    super(message, context.cause === undefined ? undefined : { cause: context.cause });
    this.name = new.target.name;
    this.hint = context.hint;
    this.file = context.file;
    this.line = context.line;
    this.state = context.state;
  }
}

/** A flag, argument or call that cannot be read or does not go together. */
export class UsageError extends MigrationError {
  readonly code: string = 'usage';
  override readonly exitCode: number = exitCodes.usage;
}

/** A setting that is missing, malformed or contradictory. */
export class ConfigError extends MigrationError {
  readonly code: string = 'config';
  override readonly exitCode: number = exitCodes.usage;
}

/** The models do not describe a possible schema. Names the model, and the file and line that declared it. */
export abstract class ModelError extends MigrationError {
  override readonly exitCode: number = exitCodes.usage;
}

/** An operation that this database does not have, or not in this version. */
export class UnsupportedOperation extends MigrationError {
  readonly code = 'unsupported_operation';
  override readonly exitCode = exitCodes.usage;
}

/** A drop that holds only an identity cannot be turned round: what it dropped is not written down. */
export class IrreversibleOperation extends MigrationError {
  readonly code = 'irreversible_operation';
  override readonly exitCode = exitCodes.usage;
}

/** An operation that does not fit the schema it is applied to: a column added twice, a table that is not there. */
export class InapplicableOperation extends MigrationError {
  readonly code = 'inapplicable_operation';
  override readonly exitCode = exitCodes.usage;
}
