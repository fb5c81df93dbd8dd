import { hostname, userInfo } from 'node:os';
import type { Connection, Dialect, Server } from '../dialects/dialect.ts';
import { emptySchema } from '../schema/schema.ts';
import type { Table } from '../schema/table.ts';
import type { TableName } from '../schema/table-name.ts';
import type { Direction } from './events.ts';

/** One line of the history table: something that was done to the database. */
export interface HistoryEntry {
  readonly revision: string;
  readonly message: string;
  readonly direction: Direction | 'stamp' | 'accept';
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly durationMs: number;
  /** `user@host` of the process. */
  readonly appliedBy: string;
  /** SHA-256 of the revision file as it was run; empty where no file was. */
  readonly checksum: string;
  readonly toolVersion: string;
}

/** What ran, when, how long, by whom. Rows are only ever added, in the transaction that moves the version. */
export const historyTable = (name: TableName): Table => ({
  ...name,
  columns: [
    { name: 'id', type: { type: 'Integer' }, nullable: false, autoincrement: true },
    { name: 'revision', type: { type: 'String', length: 255 }, nullable: false },
    { name: 'message', type: { type: 'Text' }, nullable: false },
    { name: 'direction', type: { type: 'String', length: 16 }, nullable: false },
    { name: 'started_at', type: { type: 'DateTime', timezone: true }, nullable: false },
    { name: 'duration_ms', type: { type: 'Integer' }, nullable: false },
    { name: 'applied_by', type: { type: 'String', length: 255 }, nullable: false },
    { name: 'checksum', type: { type: 'String', length: 64 }, nullable: false },
    { name: 'tool_version', type: { type: 'String', length: 32 }, nullable: false },
  ],
  constraints: [{ kind: 'primaryKey', name: `${name.name}_pkc`, columns: ['id'] }],
});

/** An entry to write; without `startedAt`, the moment at which the server comes to it. */
export type NewHistoryEntry = Omit<HistoryEntry, 'startedAt'> & Partial<Pick<HistoryEntry, 'startedAt'>>;

/** The statements that add an entry. */
export function historyStatements(
  dialect: Dialect,
  server: Server,
  table: TableName,
  entry: NewHistoryEntry,
): readonly string[] {
  const row = {
    revision: entry.revision,
    message: entry.message,
    direction: entry.direction,
    started_at: entry.startedAt?.slice(0, 19).replace('T', ' ') ?? { text: 'CURRENT_TIMESTAMP' },
    duration_ms: entry.durationMs,
    applied_by: entry.appliedBy.slice(0, 255),
    checksum: entry.checksum,
    tool_version: entry.toolVersion,
  };
  const on = table.schema === undefined ? { table: table.name } : { table: table.name, schema: table.schema };
  return dialect.compile([{ kind: 'bulkInsert', ...on, rows: [row] }], emptySchema, server).map(({ sql }) => sql);
}

interface HistoryRow {
  readonly revision: string;
  readonly message: string;
  readonly direction: HistoryEntry['direction'];
  readonly started: string;
  readonly duration_ms: number | bigint | string;
  readonly applied_by: string;
  readonly checksum: string;
  readonly tool_version: string;
}

/** All entries, the oldest first. */
export async function readHistory(
  connection: Connection,
  dialect: Dialect,
  table: TableName,
): Promise<readonly HistoryEntry[]> {
  const names = ['revision', 'message', 'direction', 'duration_ms', 'applied_by', 'checksum', 'tool_version'];
  const columns = names.map((name) => dialect.quoteIdentifier(name)).join(', ');
  const started = `CAST(${dialect.quoteIdentifier('started_at')} AS CHAR(19)) AS ${dialect.quoteIdentifier('started')}`;
  const rows = await connection.query<HistoryRow>(
    `SELECT ${columns}, ${started} FROM ${dialect.quoteTable(table)} ORDER BY ${dialect.quoteIdentifier('id')}`,
  );
  return rows.map((row) => ({
    revision: row.revision,
    message: row.message,
    direction: row.direction,
    startedAt: `${row.started.replace(' ', 'T')}Z`,
    durationMs: Number(row.duration_ms),
    appliedBy: row.applied_by,
    checksum: row.checksum,
    toolVersion: row.tool_version,
  }));
}

/** Who runs this process, as `user@host`. */
export function whoRuns(): string {
  try {
    return `${userInfo().username}@${hostname()}`;
  } catch {
    // A container may run under a uid that has no name.
    return `${process.getuid?.() ?? 'unknown'}@${hostname()}`;
  }
}
