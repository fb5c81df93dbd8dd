import type { Connection, Dialect } from '../dialects/dialect.ts';
import type { Report } from './events.ts';

/** Starts watching a statement; the result stops it. */
export type Heartbeat = (sql: string) => () => void;

export const silentHeartbeat: Heartbeat = () => () => {};

export interface HeartbeatOptions {
  readonly dialect: Dialect;
  /** The session that is watched. */
  readonly backend: string;
  /** Opens the connection that looks on; opened once, at the first statement that takes long. */
  readonly openMonitor: () => Promise<Connection>;
  readonly report: Report;
  /** How long a statement may take before anything is said, and how often it is said then. */
  readonly everyMs: number;
}

/** Says of every statement that takes long what it is waiting for, as seen from a second connection. */
export function watchStatements(options: HeartbeatOptions): {
  readonly heartbeat: Heartbeat;
  readonly close: () => Promise<void>;
} {
  const { dialect, backend, openMonitor, report, everyMs } = options;
  let monitor: Promise<Connection | undefined> | undefined;
  // Looking on is a courtesy: where a second connection is refused, the run goes on without a reason to show.
  const open = (): Promise<Connection | undefined> => openMonitor().catch(() => undefined);
  const look = async (sql: string, since: number, isOver: () => boolean): Promise<void> => {
    monitor ??= open();
    const connection = await monitor;
    const reason =
      connection === undefined ? undefined : await dialect.explainWait(connection, backend).catch(() => undefined);
    const seconds = Math.round((Date.now() - since) / 1000);
    if (!isOver()) report({ kind: 'statementWaiting', sql, seconds, ...(reason === undefined ? {} : { reason }) });
  };
  const heartbeat: Heartbeat = (sql) => {
    const since = Date.now();
    let over = false;
    const timer = setInterval(() => void look(sql, since, () => over), everyMs);
    timer.unref();
    return () => {
      over = true;
      clearInterval(timer);
    };
  };
  return { heartbeat, close: async () => void (await (await monitor)?.close().catch(() => {})) };
}
