import type { Connection as Client, ResultSetHeader } from 'mysql2/promise';
import type { Parameter } from '../../schema/expression.ts';
import { mysqlRules } from '../ansi/lexer.ts';
import { bindPlaceholders } from '../ansi/placeholders.ts';
import type { Connection, Server } from '../dialect.ts';
import { type Destination, statementFailed } from './connection-errors.ts';

/** A session that is connected and pinned. */
export interface OpenSession {
  readonly client: Client;
  readonly server: Server;
  readonly backend: string;
  readonly destination: Destination;
  readonly roundTrips: number;
  /** Another session to the same place, to cancel what this one does. */
  readonly connectAgain: () => Promise<Client>;
}

/** One session on a server. It never connects again by itself: its locks and settings would be gone. */
export class MysqlConnection implements Connection {
  readonly server: Server;
  readonly backend: string;
  readonly #client: Client;
  readonly #destination: Destination;
  readonly #connectAgain: () => Promise<Client>;
  #roundTrips: number;

  constructor(session: OpenSession) {
    this.server = session.server;
    this.backend = session.backend;
    this.#client = session.client;
    this.#destination = session.destination;
    this.#connectAgain = session.connectAgain;
    this.#roundTrips = session.roundTrips;
    // without a listener, a connection that breaks while nothing runs would end the process; the next statement fails
    this.#client.on('error', () => {});
  }

  get label(): string {
    return this.#destination.label;
  }

  get roundTrips(): number {
    return this.#roundTrips;
  }

  async query<R = Readonly<Record<string, unknown>>>(
    sql: string,
    parameters: readonly Parameter[] = [],
  ): Promise<readonly R[]> {
    const result =
      parameters.length === 0
        ? await this.#run(sql)
        : await this.#run(
            bindPlaceholders(sql, parameters, mysqlRules, () => '?'),
            parameters,
          );
    return Array.isArray(result) ? (result as readonly R[]) : [];
  }

  async execute(sql: string): Promise<number> {
    const result = await this.#run(sql);
    return Array.isArray(result) ? result.length : (result as ResultSetHeader).affectedRows;
  }

  async begin(): Promise<void> {
    await this.#run('START TRANSACTION');
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
      await client.query(`KILL QUERY ${this.backend}`);
    } finally {
      await client.end();
    }
  }

  async close(): Promise<void> {
    await this.#client.end().catch(() => this.#client.destroy());
  }

  async #run(sql: string, parameters: readonly Parameter[] = []): Promise<unknown> {
    this.#roundTrips += 1;
    try {
      // with `query` the driver would write the values into the text itself, even where a ? is part of a string
      const [result] =
        parameters.length === 0
          ? await this.#client.query(sql)
          : await this.#client.execute(sql, parameters.map(valueOf));
      return result;
    } catch (error) {
      throw statementFailed(error, sql, this.#destination);
    }
  }
}

const valueOf = (parameter: Parameter): Exclude<Parameter, Uint8Array> | Buffer =>
  parameter instanceof Uint8Array ? Buffer.from(parameter) : parameter;
