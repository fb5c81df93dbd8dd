import type { Client, QueryResult } from 'pg';
import type { Parameter } from '../../schema/expression.ts';
import { postgresqlRules } from '../ansi/lexer.ts';
import { bindPlaceholders } from '../ansi/placeholders.ts';
import type { Connection, Server } from '../dialect.ts';
import { type Destination, statementFailed } from './connection-errors.ts';
import { type ClaimedSession, isOwnSession } from './own-session.ts';

type Result = QueryResult<Record<string, unknown>>;

/** One session on a PostgreSQL server. */
export class PostgresConnection implements Connection {
  readonly server: Server;
  readonly backend: string;
  readonly #client: Client;
  readonly #destination: Destination;
  readonly #connectAgain: () => Promise<Client>;
  #roundTrips: number;
  #isOwn: Promise<boolean> | undefined;
  #broken: Error | undefined;

  constructor(session: OpenSession) {
    this.server = session.server;
    this.backend = session.backend;
    this.#client = session.client;
    this.#destination = session.destination;
    this.#connectAgain = session.connectAgain;
    this.#roundTrips = session.roundTrips;
    this.#client.on('error', (error) => {
      this.#broken = error;
    });
  }

  get label(): string {
    return this.#destination.label;
  }

  get roundTrips(): number {
    return this.#roundTrips;
  }

  /** Whether a transaction is open, be it one that failed. */
  get inTransaction(): boolean {
    const status = this.#client.getTransactionStatus();
    return status === 'T' || status === 'E';
  }

  /** The rows of the statement; of several, those of the last one that returns any. */
  async query<R = Readonly<Record<string, unknown>>>(
    sql: string,
    parameters: readonly Parameter[] = [],
  ): Promise<readonly R[]> {
    const bound = parameters.length === 0 ? sql : bindPlaceholders(sql, parameters, postgresqlRules, (at) => `$${at}`);
    const results = await this.#run(bound, parameters);
    const answer = results.findLast(({ fields, rows }) => fields.length > 0 || rows.length > 0);
    return (answer?.rows ?? []) as readonly R[];
  }

  async execute(sql: string): Promise<number> {
    const results = await this.#run(sql);
    return results.at(-1)?.rowCount ?? 0;
  }

  async begin(): Promise<void> {
    await this.#run('BEGIN');
  }

  async commit(): Promise<void> {
    await this.#run('COMMIT');
  }

  async rollback(): Promise<void> {
    await this.#run('ROLLBACK');
  }

  async cancel(): Promise<void> {
    const client = await this.#connectAgain();
    try {
      await client.query(`SELECT pg_catalog.pg_cancel_backend(${this.backend})`);
    } finally {
      await client.end();
    }
  }

  /** Whether what was set and locked in this session stays with us; asked once. */
  isOwnSession(): Promise<boolean> {
    this.#isOwn ??= isOwnSession({
      client: this.#client,
      backend: this.backend,
      connectAgain: this.#connectAgain,
    });
    return this.#isOwn;
  }

  async close(): Promise<void> {
    await this.#client.end().catch(() => {});
  }

  async #run(sql: string, parameters: readonly Parameter[] = []): Promise<readonly Result[]> {
    if (this.#broken !== undefined) throw statementFailed(this.#broken, sql, this.#destination);
    this.#roundTrips += 1;
    try {
      // of several statements the driver returns a list, which its types do not say
      const result = (await (parameters.length === 0
        ? this.#client.query(sql)
        : this.#client.query(sql, parameters.map(valueOf)))) as Result | readonly Result[];
      return Array.isArray(result) ? result : [result as Result];
    } catch (error) {
      throw statementFailed(error, sql, this.#destination);
    }
  }
}

/** The driver would write a moment in this machine's time zone; the session is in UTC. */
const valueOf = (parameter: Parameter): unknown =>
  parameter instanceof Date
    ? parameter.toISOString()
    : parameter instanceof Uint8Array
      ? Buffer.from(parameter)
      : parameter;

/** A session that is connected and pinned. */
export interface OpenSession extends ClaimedSession {
  readonly server: Server;
  readonly destination: Destination;
  readonly roundTrips: number;
}
