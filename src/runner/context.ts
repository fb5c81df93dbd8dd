import type { Connection } from '../dialects/dialect.ts';
import type { Database } from '../dialects/registry.ts';
import type { OperationHazard } from '../operations/hazards.ts';
import type { Operation } from '../operations/operation.ts';
import type { Operations } from '../operations/recorder.ts';
import type { RevisionGraph, Step } from '../revisions/graph.ts';
import type { Revision } from '../revisions/revision.ts';
import type { Direction, Report } from './events.ts';
import type { LiveExecutor } from './executor.ts';
import type { Journal, JournalEntry } from './journal.ts';
import type { OwnTables } from './own-tables.ts';
import type { OnVersionChange } from './version-change.ts';

/** How revisions are put into transactions, where the database can undo DDL. */
export type TransactionMode = 'per-revision' | 'all' | 'none';

/** What to believe of a statement that was cut off and left no trace that would decide it. */
export type InterruptedAnswer = 'done' | 'undone';

/** A revision file, loaded. */
export interface RevisionBody {
  /** SHA-256 of the file. */
  readonly checksum: string;
  readonly run: (direction: Direction, op: Operations) => void | Promise<void>;
}

export interface RunOptions {
  readonly database: Database;
  readonly own: OwnTables;
  readonly graph: RevisionGraph;
  /** What is to be done, seen from the heads that the database stores. Asked again under the lock. */
  readonly plan: (graph: RevisionGraph, heads: readonly string[]) => readonly Step[];
  /** Fails when the database is at a revision that no file holds. */
  readonly requireKnown: (versions: readonly string[]) => void;
  readonly load: (revision: Revision) => Promise<RevisionBody>;
  readonly transaction: TransactionMode;
  readonly lockTimeoutMs: number;
  readonly interrupted?: InterruptedAnswer | undefined;
  readonly toolVersion: string;
  /** Is told of every change of the version table, in its transaction. */
  readonly onVersionChange?: OnVersionChange | undefined;
  /** `try`: everything is one transaction, which is never committed. Absent: `apply`. */
  readonly purpose?: 'apply' | 'try';
  /** Opens the connection that sees what a long statement waits for. */
  readonly openMonitor: () => Promise<Connection>;
  /** How long a statement may take before it is said what it waits for; 5 seconds unless told. */
  readonly heartbeatMs?: number;
  readonly signal?: AbortSignal | undefined;
  readonly report?: Report | undefined;
}

export interface StepResult {
  readonly revision: string;
  readonly message: string;
  readonly direction: Direction;
  /** `skipped`: another process ran it first. */
  readonly outcome: 'ran' | 'skipped';
  readonly durationMs: number;
  /** What of it lost data, or might have failed on rows that were there. */
  readonly hazards: readonly OperationHazard[];
}

export interface RunResult {
  /** The heads that the database stored before and after. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly steps: readonly StepResult[];
}

/** What the steps of one run share. `versions` is what the version table is known to hold. */
export interface RunContext extends RunOptions {
  readonly executor: LiveExecutor;
  readonly journal: Journal;
  readonly report: Report;
  readonly unfinished: readonly JournalEntry[];
  versions: readonly string[];
  readonly finished: StepResult[];
}

/** One transaction for the whole run makes sense only where it undoes DDL. */
export const isOneTransaction = ({ database, transaction }: Pick<RunOptions, 'database' | 'transaction'>): boolean =>
  transaction === 'all' && database.dialect.capabilities.transactionalDdl;

/** Operations that are one transaction with their journal entry, on every database. */
export const writesRows = ({ kind }: Operation): boolean =>
  kind === 'bulkInsert' || kind === 'bulkDelete' || kind === 'backfill';
