import type { Connection } from '../dialects/dialect.ts';
import type { Database } from '../dialects/registry.ts';
import type { Operations } from '../operations/recorder.ts';
import type { RevisionGraph, Step } from '../revisions/graph.ts';
import type { Revision } from '../revisions/revision.ts';
import { emptySchema } from '../schema/schema.ts';
import { tableKey, tableLabel } from '../schema/table-name.ts';
import { UnfinishedRevision, VersionTableChanged } from './errors.ts';
import type { Direction, Report, StepPlace } from './events.ts';
import { LiveExecutor } from './executor.ts';
import { watchStatements } from './heartbeat.ts';
import { historyTable } from './history.ts';
import { Journal, type JournalEntry, journalTable } from './journal.ts';
import { withLock } from './lock.ts';
import type { OwnTables } from './own-tables.ts';
import { type DatabaseState, isThere, readState } from './state.ts';
import { StepRun } from './step-run.ts';
import { readVersions, requireRoomFor, versionTable } from './version-table.ts';

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
  readonly plan: (heads: readonly string[]) => readonly Step[];
  readonly load: (revision: Revision) => Promise<RevisionBody>;
  readonly transaction: TransactionMode;
  readonly lockTimeoutMs: number;
  readonly interrupted?: InterruptedAnswer | undefined;
  readonly toolVersion: string;
  /** Opens the connection that sees what a long statement waits for. */
  readonly openMonitor: () => Promise<Connection>;
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

/**
 * Runs revisions: waits for the lock, reads again what is applied, plans, runs step after step, and proves by the version
 * table that what was planned has happened.
 *
 * @throws LockNotAcquired, MigrationFailed, UnfinishedRevision, VersionTableChanged, Interrupted
 */
export async function run(options: RunOptions): Promise<RunResult> {
  const { database, own, signal, report = () => {} } = options;
  const { dialect, connection } = database;
  const { backend } = connection;
  const watch = watchStatements({ dialect, backend, openMonitor: options.openMonitor, report });
  const executor = new LiveExecutor({ connection, report, signal, heartbeat: watch.heartbeat });
  const lock = { dialect, connection, key: tableLabel(own.version), timeoutMs: options.lockTimeoutMs, signal, report };
  try {
    return await withLock(lock, () => runLocked(options, executor, report));
  } finally {
    await watch.close();
  }
}

async function runLocked(options: RunOptions, executor: LiveExecutor, report: Report): Promise<RunResult> {
  const { database, own } = options;
  const state = await readState(database, own);
  const before = options.graph.headsOf(options.graph.ancestors(state.versions));
  const steps = options.plan(before);
  requireSameRevision(state, steps);
  if (steps.length === 0) return { before, after: before, steps: [] };
  const ready = await createOwnTables(options, executor, state);
  const room = ready.tables.find((table) => tableKey(table) === tableKey(own.version));
  if (room !== undefined)
    requireRoomFor(
      steps.map(({ revision }) => revision.id),
      room,
    );

  const context: RunContext = {
    ...options,
    executor,
    report,
    journal: new Journal(executor, database.dialect, database.connection.server, own.journal),
    unfinished: ready.unfinished,
    versions: ready.versions,
    finished: [],
  };
  await (isOneTransaction(options) ? runTogether(context, steps) : runApart(context, steps));
  return { before, after: await proveVersions(context), steps: context.finished };
}

/** One transaction for the whole run makes sense only where it undoes DDL. */
export const isOneTransaction = ({ database, transaction }: Pick<RunOptions, 'database' | 'transaction'>): boolean =>
  transaction === 'all' && database.dialect.capabilities.transactionalDdl;

async function runApart(context: RunContext, steps: readonly Step[]): Promise<void> {
  for (const [at, step] of steps.entries()) await new StepRun(context, step, placeOf(step, at, steps.length)).run();
}

async function runTogether(context: RunContext, steps: readonly Step[]): Promise<void> {
  const { dialect, connection } = context.database;
  const { before, after } = dialect.prepare([], 'unknown');
  for (const { sql } of before) await context.executor.execute(sql);
  try {
    await context.executor.begin();
    await runApart(context, steps);
    await context.executor.commit();
  } finally {
    for (const { sql } of after) await connection.execute(sql);
  }
}

const placeOf = ({ revision, direction }: Step, at: number, of: number): StepPlace => ({
  revision: revision.id,
  message: revision.message,
  direction,
  number: at + 1,
  of,
});

/** What was begun has to be gone on with before anything else. */
function requireSameRevision({ unfinished }: DatabaseState, steps: readonly Step[]): void {
  const [open] = unfinished;
  const [first] = steps;
  if (open === undefined || (first?.revision.id === open.revision && first.direction === open.direction)) return;
  throw new UnfinishedRevision(
    `the ${open.direction} of revision ${open.revision} was cut off and has to be finished first: ${doneCount(unfinished)} of ${unfinished.length} statements are done`,
    {
      hint: `run 'migrate ${open.direction} ${open.direction === 'upgrade' ? open.revision : '-1'}' to go on with it; or put the schema right by hand and say where it is with 'migrate stamp'`,
    },
  );
}

export const doneCount = (entries: readonly JournalEntry[]): number =>
  entries.filter(({ state }) => state === 'done').length;

/** Under the lock, so that two processes do not create them at once; looked at again, for where there is no lock. */
export async function createOwnTables(
  { database, own }: Pick<RunOptions, 'database' | 'own'>,
  executor: LiveExecutor,
  state: DatabaseState,
): Promise<DatabaseState> {
  const { dialect, connection } = database;
  const needed = [versionTable(own.version), historyTable(own.history), journalTable(own.journal)];
  if (needed.every((table) => isThere(state.tables, table))) return state;
  await executor.begin();
  try {
    const now = await readState(database, own);
    const operations = needed
      .filter((table) => !isThere(now.tables, table))
      .map((table) => ({ kind: 'createTable' as const, table }));
    for (const { sql } of dialect.compile(operations, emptySchema, connection.server)) await executor.execute(sql);
    await executor.commit();
    return now;
  } catch (error) {
    await executor.rollback();
    throw error;
  }
}

/** Nothing is called a success before the version table says so. */
async function proveVersions({ database, own, versions }: RunContext): Promise<readonly string[]> {
  const found = await readVersions(database.connection, database.dialect, own.version);
  if (found.join() === [...versions].sort().join()) return found;
  throw new VersionTableChanged(
    `after the run ${tableLabel(own.version)} holds ${labels(found)}, and not ${labels(versions)}`,
    { hint: "somebody else moved it; look at 'migrate status'" },
  );
}

const labels = (ids: readonly string[]): string => (ids.length === 0 ? 'nothing' : [...ids].sort().join(', '));
