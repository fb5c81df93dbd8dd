import type { Operation } from '../operations/operation.ts';
import type { Parameter } from '../schema/expression.ts';
import type { ExpressionQuestion } from '../schema/expression-question.ts';
import type { ObjectAnswers, ObjectQuestion } from '../schema/object-question.ts';
import type { ObjectKind } from '../schema/objects/object.ts';
import type { Schema } from '../schema/schema.ts';
import type { TableName } from '../schema/table-name.ts';
import type { DialectName } from '../schema/type.ts';
import type { DatabaseUrl } from './url.ts';

/** Everything that a database must teach the tool. One object per database; `registry.ts` finds it by URL. */
export interface Dialect {
  readonly name: DialectName;
  readonly capabilities: Capabilities;
  /** The server to compile for when there is no connection: the newest version known, with its default settings. */
  readonly offlineServer: Server;

  /** Opens one connection with its session pinned (search path, time zone, SQL mode, quoting). */
  connect(url: DatabaseUrl, purpose?: Purpose): Promise<Connection>;
  /** Reads the catalog with a number of queries that does not depend on how much is in it. Speaks the models' vocabulary. */
  reflect(connection: Connection, scope: Scope): Promise<Schema>;
  /** Pure and idempotent; the same function for both sides of a comparison. Parts remember their origin (`derive`). */
  canonicalise(schema: Schema, server: Server): Schema;
  /** Asks the server whether two spellings mean the same, in a throw-away place that leaves nothing behind. */
  sameExpressions(connection: Connection, questions: readonly ExpressionQuestion[]): Promise<ExpressionAnswers>;

  /** The same for objects: what the server makes of a declared one is held against what its catalog has. */
  sameObjects(connection: Connection, questions: readonly ObjectQuestion[]): Promise<ObjectAnswers>;

  /** What has to be known and done before these operations are compiled and run. */
  prepare(operations: readonly Operation[], rest: 'none' | 'unknown'): Preparation;
  /** Pure. Sees all operations at once, and the schema they start from where `prepare` asked for it. */
  compile(operations: readonly Operation[], before: Schema, server: Server): readonly Statement[];

  /** For scripts, which somebody else runs. */
  readonly shell: Shell;

  quoteIdentifier(name: string): string;
  quoteTable(name: TableName): string;
  quoteLiteral(value: unknown): string;

  /** Tries once, never blocks. The lock belongs to the session of `connection`, the one that runs the DDL. */
  tryLock(connection: Connection, key: string): Promise<LockAttempt>;
  /** False means that the session lost the lock before. */
  unlock(connection: Connection, key: string): Promise<boolean>;
  /** Seen from another connection: what the session `backend` is waiting for, as one sentence, if it is. */
  explainWait(monitor: Connection, backend: string): Promise<string | undefined>;
}

/** The database's own command line, as far as a script for it has to know. */
export interface Shell {
  /** Its name: `psql`. */
  readonly program: string;
  /** How a script is run, with FILE and DATABASE for what the user fills in. */
  readonly usage: string;
  /**
   * How a script starts, in whole lines: it stops at the first error, and its session is pinned as one of `connect` is.
   *
   * @param options those of the URL, where there is one
   */
  opening(options: Readonly<Record<string, string>>): readonly string[];
  /** What begins a transaction as `Connection.begin` does. */
  readonly begin: string;
  /** Statements that fail, saying the message, unless the condition holds. */
  assert(message: string, condition: string): readonly string[];
  /** A statement with what ends it for this program. */
  terminate(sql: string): string;
}

/** What a connection is for. Who only reads leaves no trace: no file is made where there was none. */
export type Purpose = 'read' | 'write';

export interface Capabilities {
  /** A transaction undoes DDL. Without it every statement stands on its own. */
  readonly transactionalDdl: boolean;
  /** Tables can live in schemas other than the default one. */
  readonly schemas: boolean;
  /** A new column can be put anywhere among the others. */
  readonly columnPositions: boolean;
  /** In characters or bytes, as the server counts; undefined means no limit. */
  readonly maxIdentifierLength: number | undefined;
  readonly identifierLengthUnit: 'bytes' | 'characters';
  /** Kinds of objects that one statement puts another in the place of, whatever leans on them; absent means none. */
  readonly replaces?: readonly ObjectKind[];
}

/** What a server is, as far as the way it prints and accepts schemas depends on it. */
export interface Server {
  readonly dialect: DialectName;
  readonly version: ServerVersion;
  /** The schema that unqualified names are in. */
  readonly defaultSchema: string | undefined;
  /** Settings that decide what a declaration means, by the server's own names (`character_set_database`, …). */
  readonly settings: Readonly<Record<string, string>>;
}

/** Major, minor, patch. */
export type ServerVersion = readonly [number, number, number];

export const atLeast = (version: ServerVersion, major: number, minor = 0, patch = 0): boolean =>
  version[0] !== major ? version[0] > major : version[1] !== minor ? version[1] > minor : version[2] >= patch;

export interface Connection {
  readonly server: Server;
  /** The URL without its secrets, for messages. */
  readonly label: string;
  /** The session's id on the server, as `explainWait` takes it. */
  readonly backend: string;
  /** How many times the server was asked so far. */
  readonly roundTrips: number;
  /**
   * One statement that returns rows. With parameters, each `?` in it stands for one, on every database.
   *
   * @throws StatementFailed, UsageError
   */
  query<R = Readonly<Record<string, unknown>>>(sql: string, parameters?: readonly Parameter[]): Promise<readonly R[]>;
  /** One statement; returns how many rows it touched. @throws StatementFailed */
  execute(sql: string): Promise<number>;
  /** Starts a transaction; on SQLite an immediate one, so that nobody else can start to write. */
  begin(): Promise<void>;
  commit(): Promise<void>;
  rollback(): Promise<void>;
  /** Stops the running statement, from outside; harmless when there is none. */
  cancel(): Promise<void>;
  close(): Promise<void>;
}

/** Which part of the database to reflect. */
export interface Scope {
  /** Absent means the default schema only. */
  readonly schemas?: readonly string[];
  /** Absent means all tables. */
  readonly tables?: readonly TableName[];
}

export interface ExpressionAnswers {
  /** In the order of the questions. */
  readonly same: readonly boolean[];
  /** Why the server could not be asked, where text had to be compared instead: worth telling the user. */
  readonly fallback?: string;
}

export interface Preparation {
  /** Compiling needs the schema before, of all tables. */
  readonly needsSchema: boolean;
  /** To run before the transaction begins. */
  readonly before: readonly Statement[];
  /** To run when the transaction has ended, whichever way it did. */
  readonly after: readonly Statement[];
}

export interface Statement {
  readonly sql: string;
  /** The server refuses it inside a transaction, or its effect must be committed before the next statement. */
  readonly transaction?: 'outside';
  /** The position of the operation it comes from, in the list that was compiled. */
  readonly operation?: number;
  /** The positions of all operations that it stands for, where these are several. */
  readonly together?: readonly number[];
  /** Run a second time it changes nothing more: after a crash, it is run again where the catalog does not tell. */
  readonly repeatable?: true;
}

export type LockAttempt = { readonly acquired: true } | { readonly acquired: false; readonly holder?: string };
