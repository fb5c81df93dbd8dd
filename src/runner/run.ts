import type { RevisionGraph, Step } from '../revisions/graph.ts';
import { tableKey, tableLabel } from '../schema/table-name.ts';
import { isOneTransaction, type RevisionBody, type RunContext, type RunOptions, type RunResult } from './context.ts';
import { UnfinishedRevision } from './errors.ts';
import type { Report, StepPlace } from './events.ts';
import { LiveExecutor, TrialExecutor } from './executor.ts';
import { beforeAnything } from './failure.ts';
import { watchStatements } from './heartbeat.ts';
import { Journal, type JournalEntry } from './journal.ts';
import { withLock } from './lock.ts';
import { createOwnTables, proveVersions } from './own-rows.ts';
import { type DatabaseState, readState } from './state.ts';
import { StepRun } from './step-run.ts';
import { requireRoomFor } from './version-table.ts';

/**
 * Runs revisions: waits for the lock, reads again what is applied, plans, runs step after step, and proves by the version
 * table that what was planned has happened.
 *
 * @throws LockNotAcquired, MigrationFailed, UnfinishedRevision, VersionTableChanged, Interrupted
 */
export async function run(options: RunOptions): Promise<RunResult> {
  const { database, own, signal, openMonitor, heartbeatMs, report = () => {} } = options;
  const { dialect, connection } = database;
  const { backend } = connection;
  const watch = watchStatements({ dialect, backend, openMonitor, report, everyMs: heartbeatMs ?? 5000 });
  const session = { connection, report, signal, heartbeat: watch.heartbeat };
  const executor = options.purpose === 'try' ? new TrialExecutor(session) : new LiveExecutor(session);
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
  const { graph, heads: before } = positionIn(options, state);
  const wanted = options.plan(graph, before);
  requireSameRevision(state, wanted);
  if (wanted.length === 0) return { before, after: before, steps: [] };
  const load = await loadAhead(options, wanted);
  const ready = await createOwnTables(options, executor, state);
  // Where nothing but a transaction keeps others out, they may have run revisions until here.
  const now = ready.versions.join() === state.versions.join() ? { graph, heads: before } : positionIn(options, ready);
  const steps = now.heads === before ? wanted : options.plan(now.graph, now.heads);
  const ids = steps.map(({ revision }) => revision.id);
  requireRoomFor(
    ids,
    ready.tables.find((table) => tableKey(table) === tableKey(own.version)),
  );

  const context: RunContext = {
    ...options,
    graph: now.graph,
    load,
    executor,
    report,
    // A statement and its entry belong together: no signal comes between them.
    journal: new Journal(
      new LiveExecutor({ connection: database.connection, report }),
      database.dialect,
      database.connection.server,
      own.journal,
    ),
    unfinished: ready.unfinished,
    versions: ready.versions,
    finished: [],
  };
  await (isOneTransaction(options) ? runTogether(context, steps) : runApart(context, steps));
  const after = await proveVersions(context, context.versions, (found) => hasHappened(context, steps, found));
  return { before, after, steps: context.finished };
}

/** Loads every revision of the plan, so that a file that is broken stops the run before its first step. */
async function loadAhead({ load }: RunOptions, steps: readonly Step[]): Promise<RunOptions['load']> {
  const bodies = new Map<string, RevisionBody>();
  try {
    for (const { revision } of steps) bodies.set(revision.id, await load(revision));
  } catch (error) {
    throw beforeAnything(error);
  }
  return async (revision) => bodies.get(revision.id) ?? load(revision);
}

/** Every revision of the run is where the run put it, whatever became of others. */
function hasHappened({ graph }: RunContext, steps: readonly Step[], found: readonly string[]): boolean {
  if (!found.every((id) => graph.has(id))) return false;
  const applied = graph.ancestors(found);
  return steps.every(({ revision, direction }) => applied.has(revision.id) === (direction === 'upgrade'));
}

/** The history as the database needs it, and the heads that it stores of it. */
function positionIn(
  options: RunOptions,
  { versions }: DatabaseState,
): { graph: RevisionGraph; heads: readonly string[] } {
  options.requireKnown(versions);
  const graph = options.graph.for(versions);
  return { graph, heads: graph.headsOf(graph.ancestors(versions)) };
}

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

const doneCount = (entries: readonly JournalEntry[]): number => entries.filter(({ state }) => state === 'done').length;
