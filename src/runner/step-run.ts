import type { Preparation } from '../dialects/dialect.ts';
import { hazardsOf, type OperationHazard } from '../operations/hazards.ts';
import type { Operation } from '../operations/operation.ts';
import { type Recorded, recorder } from '../operations/recorder.ts';
import type { Step } from '../revisions/graph.ts';
import { emptySchema } from '../schema/schema.ts';
import { tableLabel } from '../schema/table-name.ts';
import { isOneTransaction, type RevisionBody, type RunContext, writesRows } from './context.ts';
import { CannotBeTried, VersionTableChanged } from './errors.ts';
import type { StepPlace } from './events.ts';
import { explainFailure, type Progress } from './failure.ts';
import { firstRefused } from './first-refused.ts';
import { historyStatements, whoRuns } from './history.ts';
import { type JournalEntry, planEntries } from './journal.ts';
import { type PlanBase, planBase, schemaBefore } from './plan-base.ts';
import { type Plan, resumeSegment } from './resume.ts';
import { scopeOf } from './scope.ts';
import { moveVersions, readVersions, versionMoves } from './version-table.ts';

/**
 * One revision, one way. Its statements are one transaction where the database and the statements allow that; otherwise
 * the plan is journalled first, and every statement before and after it ran.
 */
export class StepRun {
  readonly #context: RunContext;
  readonly #step: Step;
  readonly #place: StepPlace;
  /** DDL cannot be undone, or the user wants no transaction: every statement is on its own. */
  readonly #isPiecemeal: boolean;
  #preparation: Preparation | undefined;
  #isSkipped = false;
  #segments = 0;
  #planned = 0;
  /** The last statement that the journal knows to be done. */
  #marked = 0;
  /** The statement that the journal knows to be begun. */
  #started: number | undefined;
  /** The last statement that the server has acknowledged. */
  #executed = 0;
  /** The last statement whose effect a rollback does not undo. */
  #lasting = 0;
  #isJournalled = false;
  /** What earlier segments ran in the transaction that is still open: it is journalled when that turns out to be split. */
  readonly #unwritten: JournalEntry[] = [];
  readonly #hazards: OperationHazard[] = [];
  #recorded = 0;
  #current: Recorded | undefined;

  constructor(context: RunContext, step: Step, place: StepPlace) {
    this.#context = context;
    this.#step = step;
    this.#place = place;
    this.#isPiecemeal = context.transaction === 'none' || !context.database.dialect.capabilities.transactionalDdl;
  }

  /** @throws MigrationFailed, UnclearStatement, UnfinishedRevisionChanged, VersionTableChanged, Interrupted */
  async run(): Promise<void> {
    const { report, finished } = this.#context;
    const { revision, direction } = this.#step;
    const started = new Date();
    const clock = performance.now();
    report({ kind: 'stepStarted', step: this.#place });
    try {
      const body = await this.#context.load(revision);
      await this.#record(body);
      const durationMs = Math.round(performance.now() - clock);
      if (!this.#isSkipped) await this.#finish(body, started, durationMs);
      const outcome = this.#isSkipped ? 'skipped' : 'ran';
      const hazards = this.#isSkipped ? [] : this.#hazards;
      finished.push({ revision: revision.id, message: revision.message, direction, outcome, durationMs, hazards });
      report(
        this.#isSkipped
          ? { kind: 'stepSkipped', step: this.#place }
          : { kind: 'stepFinished', step: this.#place, durationMs },
      );
    } catch (error) {
      const failure = await this.#abandon(error);
      // What failed is worth more than a clean-up that fails with it, on a connection that is gone.
      await this.#cleanUp().catch(() => {});
      throw failure;
    }
    await this.#cleanUp();
  }

  async #record(body: RevisionBody): Promise<void> {
    const { op, flush } = recorder(async (sql, parameters) => {
      await this.#runSegment(flush(), 'unknown');
      if (this.#isSkipped) return [];
      return this.#context.executor.query(sql, parameters);
    });
    try {
      await body.run(this.#step.direction, op);
    } catch (error) {
      // What somebody else has done is not done again: a query was answered with no rows, whatever the revision expects.
      if (!this.#isSkipped) throw error;
    }
    await this.#runSegment(flush(), 'none');
  }

  /** Compiles and runs what was recorded up to here. */
  async #runSegment(recorded: readonly Recorded[], rest: 'none' | 'unknown'): Promise<void> {
    if (this.#isSkipped) return;
    const { dialect } = this.#context.database;
    const operations = recorded.map(({ operation }) => operation);
    if (this.#preparation === undefined) {
      this.#preparation = dialect.prepare(operations, rest);
      await this.#open(this.#preparation);
      if (this.#isSkipped) return;
    }
    const segment = this.#segments++;
    const left = this.#leftBehind(segment);
    const entries = left.length === 0 ? await this.#plan(recorded, segment) : await this.#resume(recorded, left);
    const apart = entries.find(({ outside }) => outside);
    if (this.#context.purpose === 'try' && apart !== undefined) throw new CannotBeTried(apart.statement);
    this.#warn(operations);
    for (const [at, entry] of entries.entries()) {
      this.#current = entry.operation === undefined ? undefined : recorded[entry.operation];
      await this.#runStatement(entry, at === entries.length - 1);
    }
    this.#current = undefined;
  }

  #warn(operations: readonly Operation[]): void {
    const hazards = hazardsOf(operations).map((one) => ({ ...one, operation: one.operation + this.#recorded }));
    this.#recorded += operations.length;
    this.#hazards.push(...hazards);
    if (hazards.length > 0) this.#context.report({ kind: 'hazardsAhead', step: this.#place, hazards });
  }

  /** What runs before the transaction, the transaction, and a last look at the version table inside it. */
  async #open({ before }: Preparation): Promise<void> {
    const { executor, database, own, graph } = this.#context;
    if (!this.#isTogether) {
      for (const { sql } of before) await executor.execute(sql);
      if (!this.#isPiecemeal) await executor.begin();
    }
    const expected = [...this.#context.versions].sort();
    const found = await readVersions(database.connection, database.dialect, own.version);
    const isApplied = graph.ancestors(found.filter((id) => graph.has(id))).has(this.#step.revision.id);
    if (isApplied !== (this.#step.direction === 'upgrade')) {
      if (found.join() === expected.join()) return;
      throw new VersionTableChanged(
        `${tableLabel(own.version)} held ${expected.join(', ') || 'nothing'} and now holds ${found.join(', ') || 'nothing'}`,
        { hint: "somebody else migrates this database at the same time; look at 'migrate status' and run again" },
      );
    }
    this.#isSkipped = true;
    this.#context.versions = found;
    if (executor.inTransaction && !this.#isTogether) await executor.rollback();
  }

  get #isTogether(): boolean {
    return isOneTransaction(this.#context);
  }

  #leftBehind(segment: number): readonly JournalEntry[] {
    const { id } = this.#step.revision;
    return this.#context.unfinished.filter((entry) => entry.revision === id && entry.segment === segment);
  }

  /** Compiles from what the database has, or from what an earlier run of the same operations found. */
  async #compile(recorded: readonly Recorded[], found?: PlanBase): Promise<Plan> {
    const { dialect, connection } = this.#context.database;
    const { server } = connection;
    const operations = recorded.map(({ operation }) => operation);
    const { needsSchema } = dialect.prepare(operations, 'none');
    const now = needsSchema ? await dialect.reflect(connection, scopeOf(operations, server)) : emptySchema;
    const before = needsSchema && found !== undefined ? schemaBefore(found, now) : now;
    const base = needsSchema ? planBase(before, operations) : undefined;
    try {
      return { statements: dialect.compile(operations, before, server), base };
    } catch (error) {
      this.#current = recorded[firstRefused(operations, (some) => dialect.compile(some, before, server))];
      throw error;
    }
  }

  async #plan(recorded: readonly Recorded[], segment: number): Promise<readonly JournalEntry[]> {
    const { statements, base } = await this.#compile(recorded);
    const operations = recorded.map(({ operation }) => operation);
    const { id: revision } = this.#step.revision;
    const { direction } = this.#step;
    const first = this.#planned + 1;
    const entries = planEntries({ revision, direction, segment, first }, operations, statements, base);
    this.#planned += entries.length;
    const splits = entries.some(({ outside }) => outside);
    if (entries.length > 0 && (this.#isPiecemeal || splits || this.#isJournalled)) {
      this.#isJournalled = true;
      await this.#context.journal.plan([...this.#unwritten.splice(0), ...entries]);
      this.#marked = Math.max(this.#marked, first - 1);
    } else {
      this.#unwritten.push(...entries.map((entry): JournalEntry => ({ ...entry, state: 'done' })));
    }
    return entries;
  }

  async #resume(recorded: readonly Recorded[], left: readonly JournalEntry[]): Promise<readonly JournalEntry[]> {
    const compile = (base: PlanBase | undefined) => this.#compile(recorded, base);
    const operations = recorded.map(({ operation }) => operation);
    const entries = await resumeSegment(this.#context, { operations, left, revision: this.#step.revision, compile });
    const next = entries.find(({ state }) => state !== 'done')?.number ?? (entries.at(-1)?.number ?? 0) + 1;
    this.#planned = entries.at(-1)?.number ?? this.#planned;
    this.#marked = next - 1;
    this.#lasting = next - 1;
    this.#isJournalled = true;
    const { report } = this.#context;
    report({ kind: 'stepResumed', step: this.#place, done: next - 1, of: this.#planned });
    return entries.filter(({ number }) => number >= next);
  }

  async #runStatement(entry: JournalEntry, isLast: boolean): Promise<void> {
    if (this.#isPiecemeal) await this.#runAlone(entry, isLast);
    else if (entry.outside) await this.#runOutside(entry);
    else await this.#context.executor.execute(entry.statement);
    if (this.#isPiecemeal || entry.outside) this.#lasting = entry.number;
  }

  /**
   * A statement and its journal row. Rows that it writes and the row that says so are one transaction; DDL ends the
   * transaction by itself, and the catalog can tell whether it happened.
   */
  async #runAlone(entry: JournalEntry, isLast: boolean): Promise<void> {
    const { executor, database } = this.#context;
    const operation = this.#current?.operation;
    const isOne = !database.dialect.capabilities.transactionalDdl || (operation !== undefined && writesRows(operation));
    if (this.#started !== entry.number) await this.#mark(entry.number - 1, 'started');
    if (isOne) await executor.begin();
    await executor.execute(entry.statement);
    this.#executed = entry.number;
    await this.#mark(entry.number, isLast ? 'planned' : 'started');
    if (isOne) await executor.commit();
  }

  async #runOutside(entry: JournalEntry): Promise<void> {
    const { executor } = this.#context;
    await this.#mark(entry.number - 1, 'started');
    await executor.commit();
    this.#lasting = entry.number - 1;
    await executor.execute(entry.statement);
    await this.#mark(entry.number, 'planned');
    await executor.begin();
  }

  async #mark(done: number, next: 'started' | 'planned'): Promise<void> {
    const from = Math.min(this.#marked + 1, done + 1);
    await this.#context.journal.mark(this.#step.revision.id, from, done, next);
    this.#marked = done;
    this.#started = next === 'started' ? done + 1 : undefined;
  }

  /** The version row, the history and the end of the journal: together, and last. */
  async #finish(body: RevisionBody, started: Date, durationMs: number): Promise<void> {
    const { graph, executor, database, own, toolVersion, journal } = this.#context;
    const { dialect, connection } = database;
    const { revision, direction, leaving, entering } = this.#step;
    if (!executor.inTransaction) await executor.begin();
    const held = graph.canonical(this.#context.versions);
    const after = [...held.filter((id) => !leaving.includes(id)), ...entering];
    await moveVersions(executor, dialect, own.version, versionMoves(this.#context.versions, after));
    const entry = {
      revision: revision.id,
      message: revision.message,
      direction,
      startedAt: started.toISOString(),
      durationMs,
      appliedBy: whoRuns(),
      checksum: body.checksum,
      toolVersion,
    };
    for (const sql of historyStatements(dialect, connection.server, own.history, entry)) await executor.execute(sql);
    if (this.#isJournalled) await journal.forget(revision.id);
    await this.#context.onVersionChange?.({
      direction,
      revisions: [revision.id],
      message: revision.message,
      from: this.#context.versions,
      to: after,
      database: connection.label,
      execute: async (sql) => void (await executor.execute(sql)),
    });
    if (!this.#isTogether) await executor.commit();
    this.#context.versions = after;
  }

  /** Rolls back what can be, leaves the journal true, and says what went wrong and where things stand. */
  async #abandon(error: unknown): Promise<unknown> {
    const { executor } = this.#context;
    const wasOpen = executor.inTransaction;
    const rolledBack = wasOpen
      ? await executor.rollback().then(
          () => true,
          () => false,
        )
      : true;
    // The server refused the statement, so that it is known not to have happened. Where even this fails, its row stays
    // 'started', and the next run asks the catalog.
    const isKnown = rolledBack && this.#executed <= this.#lasting;
    if (this.#isPiecemeal && this.#isJournalled && isKnown) await this.#mark(this.#lasting, 'planned').catch(() => {});
    return explainFailure(error, this.#progress(), this.#current);
  }

  #progress(): Progress {
    const { finished } = this.#context;
    return {
      step: this.#step,
      place: this.#place,
      transaction: this.#isPiecemeal ? 'none' : this.#isTogether ? 'all' : 'per-revision',
      lasting: this.#lasting,
      planned: this.#planned,
      before: finished.filter(({ outcome }) => outcome === 'ran').map(({ revision }) => revision),
    };
  }

  async #cleanUp(): Promise<void> {
    const { connection } = this.#context.database;
    if (this.#isTogether) return;
    for (const { sql } of this.#preparation?.after ?? []) await connection.execute(sql);
  }
}
