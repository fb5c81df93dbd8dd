import { existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type DatabaseDriver from 'better-sqlite3';
import type { Parameter } from '../../schema/expression.ts';
import { sqliteRules } from '../ansi/lexer.ts';
import { bindPlaceholders } from '../ansi/placeholders.ts';
import type { Connection, Purpose, Server, ServerVersion } from '../dialect.ts';
import { AssertionFailed, ConnectionFailed, DatabaseLocked, InvalidUrl, StatementFailed } from '../errors.ts';
import { type DatabaseUrl, urlLabel } from '../url.ts';
import { assertionTable } from './assertions.ts';
import { keep, loadDriver } from './driver.ts';
import { dateText } from './quote.ts';

type Database = DatabaseDriver.Database;

const modes = ['ro', 'rw', 'rwc', 'memory'] as const;

interface OpenOptions {
  readonly file: string;
  readonly mode: (typeof modes)[number];
  /** How long to wait for another process that writes. */
  readonly timeoutMs: number;
}

/**
 * Opens a database file, or `:memory:`. The URL's options are SQLite's `mode` (`ro`, `rw`, `rwc`, `memory`) and, in seconds,
 * SQLAlchemy's `timeout`: how long to wait for another process that writes, 60 unless told. Foreign keys are enforced.
 *
 * @throws InvalidUrl, DriverMissing, ConnectionFailed, DatabaseLocked
 */
export async function connect(url: DatabaseUrl, purpose: Purpose = 'write'): Promise<Connection> {
  const options = forPurpose(readOptions(url), purpose);
  const driver = await loadDriver();
  const label = urlLabel(url);
  const database = open(driver, options, label);
  const connection = new SqliteConnection(database, label, options, libraryVersion(driver));
  try {
    await connection.execute('PRAGMA foreign_keys = ON');
    await connection.query('SELECT count(*) FROM sqlite_schema');
    return connection;
  } catch (error) {
    database.close();
    if (error instanceof DatabaseLocked) throw new DatabaseLocked(`${label} is locked by another process`, error);
    throw connectionFailed(error instanceof StatementFailed ? error.cause : error, options, label);
  }
}

function readOptions(url: DatabaseUrl): OpenOptions {
  const { mode = 'rwc', timeout = '60' } = url.query;
  const known = modes.find((one) => one === mode);
  if (known === undefined) {
    throw new InvalidUrl(`mode=${mode} is not a way to open ${urlLabel(url)}`, {
      hint: `use one of ${modes.join(', ')}`,
    });
  }
  const seconds = Number(timeout);
  if (timeout.trim() === '' || !(seconds >= 0)) {
    throw new InvalidUrl(`timeout=${timeout} is not a number of seconds`, { hint: 'write ?timeout=30' });
  }
  const file = known === 'memory' ? ':memory:' : (url.database ?? ':memory:');
  return { file, mode: known, timeoutMs: Math.min(seconds * 1000, 0x7fff_ffff) };
}

/** SQLite makes the file at the first look into it. A database that is not there reads as an empty one, which takes no file. */
function forPurpose(options: OpenOptions, purpose: Purpose): OpenOptions {
  const { file, mode } = options;
  const isAbsent = mode === 'rwc' && file !== ':memory:' && !existsSync(file) && existsSync(dirname(resolve(file)));
  return purpose === 'read' && isAbsent ? { ...options, file: ':memory:' } : options;
}

function open(driver: typeof DatabaseDriver, options: OpenOptions, label: string): Database {
  const { file, mode } = options;
  try {
    return keep(
      new driver(file, {
        readonly: mode === 'ro',
        fileMustExist: mode === 'ro' || mode === 'rw',
        // Waiting is done here, not inside SQLite, where nothing else of this process could run meanwhile.
        timeout: 0,
      }),
    );
  } catch (error) {
    throw connectionFailed(error, options, label);
  }
}

/** SQLite is part of the driver: its version is asked where no lock of another process can be in the way. */
function libraryVersion(driver: typeof DatabaseDriver): string {
  const memory = keep(new driver(':memory:'));
  try {
    return String(keep(memory.prepare('SELECT sqlite_version()')).pluck().get());
  } finally {
    memory.close();
  }
}

function connectionFailed(cause: unknown, { file, mode }: OpenOptions, label: string): ConnectionFailed {
  const said = messageOf(cause);
  const folder = dirname(resolve(file));
  if (codeOf(cause) === 'SQLITE_NOTADB') {
    return new ConnectionFailed(`${label} is not a SQLite database`, {
      hint: 'the file holds something else, or is encrypted: check the path',
      cause,
    });
  }
  if (file !== ':memory:' && !existsSync(folder)) {
    return new ConnectionFailed(`cannot open ${label}: the folder ${folder} does not exist`, {
      hint: 'create the folder, or correct the path: three slashes start a relative path, four an absolute one',
      cause,
    });
  }
  if (file !== ':memory:' && statSync(resolve(file), { throwIfNoEntry: false })?.isDirectory() === true) {
    return new ConnectionFailed(`cannot open ${label}: it is a folder`, { hint: 'name the file in it', cause });
  }
  if (mode !== 'rwc' && !existsSync(resolve(file))) {
    return new ConnectionFailed(`cannot open ${label}: there is no such file, and mode=${mode} does not create it`, {
      hint: 'leave the mode out to create the database',
      cause,
    });
  }
  return new ConnectionFailed(`cannot open ${label}: ${said}`, { hint: 'check the path and the rights on it', cause });
}

/** Every connection of this dialect. */
export class SqliteConnection implements Connection {
  readonly server: Server;
  readonly label: string;
  readonly backend = String(process.pid);
  readonly #database: Database;
  readonly #options: OpenOptions;
  #roundTrips = 0;

  constructor(database: Database, label: string, options: OpenOptions, version: string) {
    this.#database = database;
    this.#options = options;
    this.label = label;
    this.server = { dialect: 'sqlite', version: parseVersion(version), defaultSchema: 'main', settings: {} };
  }

  get roundTrips(): number {
    return this.#roundTrips;
  }

  async query<R>(sql: string, parameters: readonly Parameter[] = []): Promise<readonly R[]> {
    const bound = parameters.length === 0 ? sql : bindPlaceholders(sql, parameters, sqliteRules, () => '?');
    const values = parameters.map(valueOf);
    return (await this.#run(bound, (statement) =>
      statement
        .safeIntegers()
        .all(...values)
        .map(plainNumbers),
    )) as readonly R[];
  }

  execute(sql: string): Promise<number> {
    return this.#run(sql, (statement) => (statement.reader ? statement.all().length : statement.run().changes));
  }

  /** Takes the write lock at once, unless the database was opened for reading only. */
  async begin(): Promise<void> {
    await this.execute(this.#options.mode === 'ro' ? 'BEGIN' : 'BEGIN IMMEDIATE');
  }

  async commit(): Promise<void> {
    await this.execute('COMMIT');
  }

  /** Some failures end the transaction by themselves; then there is nothing left to roll back. */
  async rollback(): Promise<void> {
    if (this.#database.inTransaction) await this.execute('ROLLBACK');
  }

  /** Whether nobody else writes: the write lock is taken and given back at once. Other failures are for the work to tell. */
  canWrite(): boolean {
    try {
      this.#database.exec('BEGIN IMMEDIATE; ROLLBACK');
      return true;
    } catch (error) {
      return !isBusy(error);
    }
  }

  /** A statement runs to its end before anything else of this process does: there is never one to stop. */
  async cancel(): Promise<void> {}

  async close(): Promise<void> {
    this.#database.close();
  }

  /** Runs a statement, again and again while another process is in the way: SQLite has then done nothing of it. */
  async #run<T>(sql: string, work: (statement: DatabaseDriver.Statement) => T): Promise<T> {
    this.#roundTrips += 1;
    const { inTransaction } = this.#database;
    const started = Date.now();
    for (let pause = 5; ; pause = Math.min(pause * 2, 200)) {
      try {
        return work(keep(this.#database.prepare(sql)));
      } catch (cause) {
        const left = this.#options.timeoutMs - (Date.now() - started);
        if (!isBusy(cause) || left <= 0 || this.#database.inTransaction !== inTransaction) {
          throw statementFailed(cause, sql);
        }
        await sleep(Math.min(pause, left));
      }
    }
  }
}

const isBusy = (error: unknown): boolean => codeOf(error)?.startsWith('SQLITE_BUSY') === true;

const parseVersion = (version: string): ServerVersion => {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  return [major, minor, patch];
};

/** Whole numbers come as bigint so that none is rounded; those that JavaScript's numbers can hold become such. */
function plainNumbers(row: unknown): unknown {
  const record = row as Record<string, unknown>;
  for (const key of Object.keys(record)) {
    const value = record[key];
    if (typeof value === 'bigint' && value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER) {
      record[key] = Number(value);
    }
  }
  return record;
}

/** The driver takes no truth values and no dates: they are what `quoteLiteral` writes for them. */
function valueOf(parameter: Parameter): unknown {
  if (typeof parameter === 'boolean') return parameter ? 1 : 0;
  if (typeof parameter === 'number' && Number.isSafeInteger(parameter)) return BigInt(parameter);
  return parameter instanceof Date ? dateText(parameter) : parameter;
}

const failedCheck = /^CHECK constraint failed: ([\s\S]*)$/;

function statementFailed(cause: unknown, sql: string): StatementFailed | AssertionFailed {
  const message = messageOf(cause);
  const sqlState = codeOf(cause);
  const assertion = sql.includes(assertionTable) ? failedCheck.exec(message)?.[1] : undefined;
  // How it is asserted is nobody's business: the message says in full what is wrong with the rows.
  if (assertion !== undefined) return new AssertionFailed(assertion, { cause });
  const failure = { sql, sqlState, position: positionOf(message, sql), cause };
  if (!isBusy(cause)) return new StatementFailed(message, failure);
  const hint = 'wait for it, or give more time with ?timeout=… in the URL';
  return new DatabaseLocked('the database is locked by another process', { ...failure, hint });
}

/** SQLite names the token that it stumbled over; where that stands only once, its place is known. */
function positionOf(message: string, sql: string): number | undefined {
  const token = /^near "([\s\S]+)": /.exec(message)?.[1];
  if (token === undefined) return undefined;
  const at = sql.indexOf(token);
  return at >= 0 && sql.lastIndexOf(token) === at ? at + 1 : undefined;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const codeOf = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
