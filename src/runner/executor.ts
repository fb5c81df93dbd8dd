import type { Connection } from '../dialects/dialect.ts';
import { StatementFailed } from '../dialects/errors.ts';
import type { Parameter } from '../schema/expression.ts';
import type { Report } from './events.ts';
import { type Heartbeat, silentHeartbeat } from './heartbeat.ts';
import { requireNotInterrupted, toInterrupted, unlessInterrupted } from './interrupt.ts';

/** Where statements go: into a database, or into a script. */
export interface Executor {
  readonly inTransaction: boolean;
  begin(): Promise<void>;
  commit(): Promise<void>;
  rollback(): Promise<void>;
  /** Returns how many rows were touched; undefined where nobody can know. */
  execute(sql: string): Promise<number | undefined>;
}

export interface LiveExecutorOptions {
  readonly connection: Connection;
  readonly report: Report;
  readonly signal?: AbortSignal | undefined;
  readonly heartbeat?: Heartbeat;
}

/** Runs statements on a connection. A signal cancels the one that runs, and no further one is begun. */
export class LiveExecutor implements Executor {
  readonly #options: LiveExecutorOptions;
  #inTransaction = false;

  constructor(options: LiveExecutorOptions) {
    this.#options = options;
  }

  get inTransaction(): boolean {
    return this.#inTransaction;
  }

  async begin(): Promise<void> {
    const { connection, signal } = this.#options;
    requireNotInterrupted(signal);
    await unlessInterrupted(connection.begin(), signal);
    this.#inTransaction = true;
  }

  async commit(): Promise<void> {
    await this.#options.connection.commit();
    this.#inTransaction = false;
  }

  async rollback(): Promise<void> {
    this.#inTransaction = false;
    await this.#options.connection.rollback();
  }

  execute(sql: string): Promise<number> {
    return this.#watched(sql, () => this.#options.connection.execute(sql));
  }

  query<Row>(sql: string, parameters?: readonly Parameter[]): Promise<readonly Row[]> {
    return this.#watched(sql, () => this.#options.connection.query<Row>(sql, parameters));
  }

  async #watched<T>(sql: string, work: () => Promise<T>): Promise<T> {
    const { connection, report, signal, heartbeat = silentHeartbeat } = this.#options;
    requireNotInterrupted(signal);
    report({ kind: 'statementStarted', sql });
    const started = performance.now();
    const cancel = (): void => void connection.cancel().catch(() => {});
    signal?.addEventListener('abort', cancel, { once: true });
    const stop = heartbeat(sql);
    try {
      const result = await work();
      report({ kind: 'statementFinished', sql, durationMs: Math.round(performance.now() - started) });
      return result;
    } catch (error) {
      if (signal?.aborted === true && error instanceof StatementFailed) throw toInterrupted(signal, error);
      throw error;
    } finally {
      stop();
      signal?.removeEventListener('abort', cancel);
    }
  }
}

/** Runs statements in one transaction, which whoever holds the connection takes back in the end. */
export class TrialExecutor extends LiveExecutor {
  override async begin(): Promise<void> {
    if (!this.inTransaction) await super.begin();
  }

  /** Nothing is for good. */
  override async commit(): Promise<void> {}
}
