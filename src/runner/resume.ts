import type { Dialect, Server, Statement } from '../dialects/dialect.ts';
import { InapplicableOperation, MigrationError } from '../errors.ts';
import type { Operation } from '../operations/operation.ts';
import type { Revision } from '../revisions/revision.ts';
import { emptySchema } from '../schema/schema.ts';
import { type RunContext, writesRows } from './context.ts';
import { UnclearStatement, UnfinishedRevisionChanged } from './errors.ts';
import { hashOperations, type JournalEntry, planEntries, sha256 } from './journal.ts';
import type { PlanBase } from './plan-base.ts';
import { probe } from './probe.ts';

/** Statements, and what they were compiled from where that matters. */
export interface Plan {
  readonly statements: readonly Statement[];
  readonly base: PlanBase | undefined;
}

interface LeftBehind {
  readonly revision: Revision;
  /** What the file records now. */
  readonly operations: readonly Operation[];
  /** What the journal says of these operations. */
  readonly left: readonly JournalEntry[];
  /** Compiles what the file records now from where the segment began. */
  readonly compile: (base: PlanBase | undefined) => Promise<Plan>;
}

/**
 * The statements of a segment that an earlier run was cut off in, with a state that can be relied on: the one that was
 * begun and not finished is looked up in the catalog.
 *
 * @throws UnfinishedRevisionChanged when the file was edited where it was already run
 * @throws UnclearStatement when the catalog does not tell, and the caller did not
 */
export async function resumeSegment(context: RunContext, behind: LeftBehind): Promise<readonly JournalEntry[]> {
  const isEdited = behind.left[0]?.plan !== hashOperations(behind.operations);
  const entries = isEdited ? await planAnew(context, behind) : behind.left;
  const begun = entries.find(({ state }) => state === 'started');
  if (begun === undefined) return entries;
  if (await happened(context, behind, entries, begun)) {
    await context.journal.mark(begun.revision, begun.number, begun.number, 'planned');
    return entries.map((entry) => (entry === begun ? { ...entry, state: 'done' } : entry));
  }
  const again = restartFrom(entries, begun);
  await context.journal.mark(begun.revision, again, again - 1, 'planned');
  return entries.map((entry) => (entry.number < again ? entry : { ...entry, state: 'planned' }));
}

/** Statements outside of transactions that prepare for one another, such as clearing away what was cut off, go together. */
function restartFrom(entries: readonly JournalEntry[], begun: JournalEntry): number {
  if (!begun.outside || begun.operation === undefined) return begun.number;
  const together = entries.filter(({ outside, operation }) => outside && operation === begun.operation);
  return Math.min(...together.map(({ number }) => number));
}

/** The plan of the edited file, if what was run of the old one is its beginning. */
async function planAnew(context: RunContext, behind: LeftBehind): Promise<readonly JournalEntry[]> {
  const { left, operations, compile } = behind;
  const begun = left.filter(
    (entry) => entry.state === 'done' || (entry.state === 'started' && !isUndone(context, entry)),
  );
  const [{ revision, direction, segment, number: first }] = left as [JournalEntry];
  const { statements, base } = await compile(left[0]?.base).catch((error: unknown) => {
    if (begun.length > 0 && error instanceof InapplicableOperation) throw changed(behind, begun.length, error);
    throw error;
  });
  const fresh = planEntries({ revision, direction, segment, first }, operations, statements, base);
  const odd = begun.findIndex((entry, at) => entry.sha256 !== fresh[at]?.sha256);
  if (odd >= 0) throw changed(behind, odd + 1);
  const entries = fresh.map((entry, at) => ({ ...entry, state: begun[at]?.state ?? entry.state }));
  await context.journal.forget(revision, first);
  await context.journal.plan(entries);
  return entries;
}

/** A statement that was begun and had no effect may be edited like those that were not. */
const isUndone = (context: RunContext, entry: JournalEntry): boolean =>
  isAtomic(context, entry) || context.interrupted === 'undone';

const changed = ({ revision }: LeftBehind, number: number, cause?: unknown): UnfinishedRevisionChanged =>
  new UnfinishedRevisionChanged(
    `revision ${revision.id} was cut off halfway, and its file was edited since where it was already run (statement ${number})`,
    {
      file: revision.path,
      hint: `restore the file and run again; or put the schema right by hand and say where it is with 'migrate stamp'`,
      cause,
    },
  );

/** Whether the statement that was begun took effect. */
async function happened(
  context: RunContext,
  behind: LeftBehind,
  entries: readonly JournalEntry[],
  begun: JournalEntry,
): Promise<boolean> {
  const { operations, revision } = behind;
  const { dialect, connection } = context.database;
  const whole = begun.operation === undefined ? undefined : operations[begun.operation];
  if (isAtomic(context, begun, whole)) return false;
  const siblings = entries.filter(({ operation }) => operation === begun.operation);
  const asked = whole !== undefined && siblings.length > 1 ? partOf(whole, begun, dialect, connection.server) : whole;
  // What comes before the statement that has the effect can be run again.
  if (asked === undefined && begun.outside && whole !== undefined) return false;
  const statement = await statementOf(behind, begun);
  const together = statement?.together?.map((at) => operations[at] as Operation);
  const answer = asked === undefined ? 'unclear' : await probe(context.database, together ?? [asked]);
  if (answer !== 'unclear') return answer === 'done';
  if (statement?.repeatable === true) return false;
  if (context.interrupted !== undefined) return context.interrupted === 'done';
  const command = `migrate ${begun.direction} ${begun.direction === 'upgrade' ? begun.revision : '-1'} --interrupted`;
  throw new UnclearStatement(
    `an earlier run was cut off during statement ${begun.number} of revision ${begun.revision}, and the catalog does not tell whether it took effect:\n${begun.statement}`,
    {
      file: revision.path,
      hint: `look at the database: if the statement took effect, run '${command} done', otherwise '${command} undone'`,
    },
  );
}

/** The statement as it is compiled, which says more of it than the journal; undefined where it is not compiled any more. */
async function statementOf({ left, compile }: LeftBehind, begun: JournalEntry): Promise<Statement | undefined> {
  try {
    const { statements } = await compile(left[0]?.base);
    return statements.find(({ sql }) => sha256(sql) === begun.sha256);
  } catch (error) {
    if (error instanceof MigrationError) return undefined;
    throw error;
  }
}

/** Rows and their journal entry are written in one transaction: 'started' means that both were rolled back. */
function isAtomic({ database }: RunContext, { statement, outside }: JournalEntry, operation?: Operation): boolean {
  if (outside) return false;
  if (operation !== undefined && writesRows(operation)) return true;
  const isAlwaysOne = !database.dialect.capabilities.transactionalDdl;
  return isAlwaysOne && /^\s*(insert|update|delete|replace|select|with)\b/i.test(statement);
}

/** The part of an operation that a statement brings about, where the operation takes several. */
function partOf(operation: Operation, begun: JournalEntry, dialect: Dialect, server: Server): Operation | undefined {
  return partsOf(operation).find((part) => {
    const last = dialect.compile([part], emptySchema, server).at(-1);
    return last !== undefined && sha256(last.sql) === begun.sha256;
  });
}

function partsOf(operation: Operation): readonly Operation[] {
  if (operation.kind === 'createIndex') {
    const { comment: _, ...index } = operation.index;
    return [{ ...operation, index }];
  }
  if (operation.kind !== 'createTable') return [];
  const { indexes = [], ...bare } = operation.table;
  const on = { table: bare.name, ...(bare.schema === undefined ? {} : { schema: bare.schema }) };
  const late = (bare.constraints ?? []).filter((one) => one.kind === 'foreignKey' && one.useAlter === true);
  return [
    { kind: 'createTable', table: bare },
    ...indexes.map((index): Operation => ({ kind: 'createIndex', ...on, index })),
    ...late.map((constraint): Operation => ({ kind: 'addConstraint', ...on, constraint })),
  ];
}
