import { applyAll } from '../operations/apply.ts';
import { hazardsOf, type OperationHazard } from '../operations/hazards.ts';
import type { Operation } from '../operations/operation.ts';
import { recorder } from '../operations/recorder.ts';
import type { Step } from '../revisions/graph.ts';
import type { RunOptions } from './context.ts';
import { CannotBeTried, MigrationFailed } from './errors.ts';
import type { Direction } from './events.ts';
import { run } from './run.ts';
import { scopeOf } from './scope.ts';
import { commentLine, partsOf } from './script-lines.ts';
import { readState } from './state.ts';

/** A revision as a trial found it. */
export interface TrialStep {
  readonly revision: string;
  readonly message: string;
  readonly direction: Direction;
  /** `ran`: in a transaction that was taken back. `compiled`: the SQL is known, and that it works is not. */
  readonly outcome: 'ran' | 'compiled' | 'untried';
  /** Absent where nothing is known of what the revision does. */
  readonly hazards?: readonly OperationHazard[];
}

export interface TrialResult {
  /** The heads that the database stores, before and after. */
  readonly before: readonly string[];
  readonly steps: readonly TrialStep[];
  /** Every revision ran, so that only other rows or other settings can make it fail. */
  readonly isProven: boolean;
  /** Why not every one did. */
  readonly reason?: string;
  /** What would be run, where the revisions were only compiled. */
  readonly sql?: string;
}

/**
 * Runs revisions and takes everything back, where a transaction can do that; otherwise only compiles them. Nothing is for good
 * either way.
 *
 * @throws what `run` throws
 */
export async function tryRun(options: RunOptions): Promise<TrialResult> {
  const { dialect } = options.database;
  return dialect.capabilities.transactionalDdl ? runAndTakeBack(options) : compileOnly(options);
}

async function runAndTakeBack(options: RunOptions): Promise<TrialResult> {
  const { database, own } = options;
  const { dialect, connection } = database;
  const { versions } = await readState(database, own);
  const planned = planOf(options, versions);
  const { before, after } = dialect.prepare([], 'unknown');
  const { onVersionChange: _, ...rest } = options;
  for (const { sql } of before) await connection.execute(sql);
  try {
    const result = await run({ ...rest, purpose: 'try', transaction: 'all' });
    const steps = result.steps.map(
      ({ revision, message, direction, hazards }): TrialStep => ({
        revision,
        message,
        direction,
        outcome: 'ran',
        hazards,
      }),
    );
    return { before: result.before, steps, isProven: true };
  } catch (error) {
    const cause = error instanceof MigrationFailed ? error.cause : undefined;
    if (!(error instanceof MigrationFailed && cause instanceof CannotBeTried)) throw withoutHint(error);
    const stopped = planned.findIndex(({ revision }) => revision.id === error.revision);
    const steps = planned.map(
      (step, at): TrialStep => ({ ...summaryOf(step), outcome: at < stopped ? 'ran' : 'untried' }),
    );
    return { before: versions, steps, isProven: false, reason: `revision ${error.revision}: ${cause.message}` };
  } finally {
    await connection.rollback();
    for (const { sql } of after) await connection.execute(sql);
  }
}

/** What became of the database is simple here: nothing. */
function withoutHint(error: unknown): unknown {
  if (!(error instanceof MigrationFailed)) return error;
  return Object.defineProperty(error, 'state', {
    value: 'this was a trial: everything was rolled back',
    enumerable: true,
  });
}

async function compileOnly(options: RunOptions): Promise<TrialResult> {
  const { database, own } = options;
  const { dialect, connection } = database;
  const { versions } = await readState(database, own);
  const planned = planOf(options, versions);
  if (planned.length === 0) return { before: versions, steps: [], isProven: true };
  const recorded = await recordAll(options, planned);
  const asking = planned[recorded.length];
  const lines: string[] = [];
  let known = await dialect.reflect(connection, scopeOf(recorded.flat(), connection.server));
  for (const [at, operations] of recorded.entries()) {
    const { revision } = planned[at] as Step;
    const parts = partsOf({ dialect, server: connection.server }, operations, known);
    lines.push(commentLine(`${revision.id} ${revision.message}`), ...parts.flatMap((part) => part.lines));
    known = applyAll(operations, known);
  }
  return {
    before: versions,
    steps: planned.map((step, at): TrialStep => {
      const operations = recorded[at];
      return operations === undefined
        ? { ...summaryOf(step), outcome: 'untried' }
        : { ...summaryOf(step), outcome: 'compiled', hazards: hazardsOf(operations) };
    }),
    isProven: false,
    reason:
      asking === undefined
        ? 'this database commits every change of the schema by itself, so that nothing could be tried'
        : `revision ${asking.revision.id} asks the database (op.query), and what follows depends on the answer`,
    ...(lines.length === 0 ? {} : { sql: `${lines.join('\n')}\n` }),
  };
}

/** What revisions record, up to the first that asks the database. */
async function recordAll({ load }: RunOptions, planned: readonly Step[]): Promise<readonly (readonly Operation[])[]> {
  const recorded: (readonly Operation[])[] = [];
  for (const { revision, direction } of planned) {
    let asks = false;
    const { op, flush } = recorder(async (sql) => {
      asks = true;
      throw new CannotBeTried(sql);
    });
    const body = await load(revision);
    try {
      await body.run(direction, op);
    } catch (error) {
      if (!asks) throw error;
    }
    if (asks) break;
    recorded.push(flush().map(({ operation }) => operation));
  }
  return recorded;
}

function planOf({ graph: history, plan, requireKnown }: RunOptions, versions: readonly string[]): readonly Step[] {
  requireKnown(versions);
  const graph = history.for(versions);
  return plan(graph, graph.headsOf(graph.ancestors(versions)));
}

type Summary = Pick<TrialStep, 'revision' | 'message' | 'direction'>;

const summaryOf = ({ revision: { id: revision, message }, direction }: Step): Summary => ({
  revision,
  message,
  direction,
});
