import { createHash } from 'node:crypto';
import type { Connection, Dialect, Server, Statement } from '../dialects/dialect.ts';
import type { Operation } from '../operations/operation.ts';
import { emptySchema } from '../schema/schema.ts';
import type { Table } from '../schema/table.ts';
import type { TableName } from '../schema/table-name.ts';
import type { Direction } from './events.ts';
import type { Executor } from './executor.ts';
import type { PlanBase } from './plan-base.ts';

/**
 * One statement of a revision that cannot be a single transaction. The whole plan is written down before the first
 * statement runs; a row that is `started` and not `done` after a crash is the one that nobody knows about.
 */
export interface JournalEntry {
  readonly revision: string;
  readonly direction: Direction;
  /** Counted from 1 through the whole revision. */
  readonly number: number;
  /** Operations recorded up to one `op.query` are planned together; counted from 0. */
  readonly segment: number;
  /** The position in the segment of the operation that the statement comes from. */
  readonly operation: number | undefined;
  readonly state: JournalState;
  readonly outside: boolean;
  readonly statement: string;
  readonly sha256: string;
  /** A hash of the operations of the segment, which tells whether the file was edited since. */
  readonly plan: string;
  /** What the segment was planned from, where that matters; the first entry of a segment has it. */
  readonly base: PlanBase | undefined;
}

export type JournalState = 'planned' | 'started' | 'done';

/** The longest text that MySQL has a type for; elsewhere a text has no length. */
const longText = 4_294_967_295;

/** What is under way. Empty but while a revision runs, or after one was cut off. */
export const journalTable = (name: TableName): Table => ({
  ...name,
  columns: [
    { name: 'revision', type: { type: 'String', length: 255 }, nullable: false },
    { name: 'number', type: { type: 'Integer' }, nullable: false },
    { name: 'direction', type: { type: 'String', length: 16 }, nullable: false },
    { name: 'segment', type: { type: 'Integer' }, nullable: false },
    { name: 'operation', type: { type: 'Integer' } },
    { name: 'state', type: { type: 'String', length: 16 }, nullable: false },
    { name: 'place', type: { type: 'String', length: 16 }, nullable: false },
    { name: 'statement', type: { type: 'Text', length: longText }, nullable: false },
    { name: 'sha256', type: { type: 'String', length: 64 }, nullable: false },
    { name: 'plan', type: { type: 'String', length: 64 }, nullable: false },
    { name: 'base', type: { type: 'Text', length: longText } },
  ],
  constraints: [{ kind: 'primaryKey', name: `${name.name}_pkc`, columns: ['revision', 'number'] }],
});

interface JournalRow {
  readonly revision: string;
  readonly number: number | bigint;
  readonly direction: Direction;
  readonly segment: number | bigint;
  readonly operation: number | bigint | null;
  readonly state: JournalState;
  readonly place: string;
  readonly statement: string;
  readonly sha256: string;
  readonly plan: string;
  readonly base: string | null;
}

/** Everything that an earlier run left behind, in the order of the statements. */
export async function readJournal(
  connection: Connection,
  dialect: Dialect,
  name: TableName,
): Promise<readonly JournalEntry[]> {
  const q = (column: string): string => dialect.quoteIdentifier(column);
  const columns = journalTable(name).columns.map((column) => q(column.name));
  const rows = await connection.query<JournalRow>(
    `SELECT ${columns.join(', ')} FROM ${dialect.quoteTable(name)} ORDER BY ${q('revision')}, ${q('number')}`,
  );
  return rows.map(({ place, operation, base, ...row }) => ({
    ...row,
    base: base === null ? undefined : (JSON.parse(base) as PlanBase),
    number: Number(row.number),
    segment: Number(row.segment),
    operation: operation === null ? undefined : Number(operation),
    outside: place === 'outside',
  }));
}

/** Writes the journal table. When that is committed is for the caller to say. */
export class Journal {
  readonly #executor: Executor;
  readonly #dialect: Dialect;
  readonly #server: Server;
  readonly #name: TableName;

  constructor(executor: Executor, dialect: Dialect, server: Server, name: TableName) {
    this.#executor = executor;
    this.#dialect = dialect;
    this.#server = server;
    this.#name = name;
  }

  async plan(entries: readonly JournalEntry[]): Promise<void> {
    const rows = entries.map(({ outside, operation, base, ...entry }) => ({
      ...entry,
      base: base === undefined ? null : JSON.stringify(base),
      operation: operation ?? null,
      place: outside ? 'outside' : 'inside',
    }));
    const on = { table: this.#name.name, ...(this.#name.schema === undefined ? {} : { schema: this.#name.schema }) };
    const insert = this.#dialect.compile([{ kind: 'bulkInsert', ...on, rows }], emptySchema, this.#server);
    for (const { sql } of insert) await this.#executor.execute(sql);
  }

  /** Writes down how far a revision is: the statements `from` to `done` are done, the next one is begun or not. */
  async mark(revision: string, from: number, done: number, next: 'started' | 'planned'): Promise<void> {
    const number = this.#dialect.quoteIdentifier('number');
    const state = `CASE WHEN ${number} <= ${done} THEN ${this.#literal('done')} ELSE ${this.#literal(next)} END`;
    await this.#executor.execute(
      `UPDATE ${this.#table} SET ${this.#dialect.quoteIdentifier('state')} = ${state} WHERE ${this.#of(revision)} AND ${number} BETWEEN ${from} AND ${done + 1}`,
    );
  }

  /** Forgets one revision from a statement on, or, without one, everything. */
  async forget(revision?: string, from = 1): Promise<void> {
    const where =
      revision === undefined
        ? ''
        : ` WHERE ${this.#of(revision)} AND ${this.#dialect.quoteIdentifier('number')} >= ${from}`;
    await this.#executor.execute(`DELETE FROM ${this.#table}${where}`);
  }

  #of(revision: string): string {
    return `${this.#dialect.quoteIdentifier('revision')} = ${this.#literal(revision)}`;
  }

  #literal(value: string): string {
    return this.#dialect.quoteLiteral(value);
  }

  get #table(): string {
    return this.#dialect.quoteTable(this.#name);
  }
}

/** The entries for the statements of a segment, none of which has run. */
export function planEntries(
  of: { readonly revision: string; readonly direction: Direction; readonly segment: number; readonly first: number },
  operations: readonly Operation[],
  statements: readonly Statement[],
  base: PlanBase | undefined,
): readonly JournalEntry[] {
  const plan = hashOperations(operations);
  const { first, ...rest } = of;
  return statements.map((statement, at) => ({
    ...rest,
    number: first + at,
    operation: statement.operation,
    state: 'planned',
    outside: statement.transaction === 'outside',
    statement: statement.sql,
    sha256: sha256(statement.sql),
    plan,
    base: at === 0 ? base : undefined,
  }));
}

export const hashOperations = (operations: readonly Operation[]): string => sha256(JSON.stringify(operations));

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
