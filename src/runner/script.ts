import type { Dialect, Preparation, Server } from '../dialects/dialect.ts';
import type { Operation } from '../operations/operation.ts';
import type { Step } from '../revisions/graph.ts';
import { emptySchema, type Schema } from '../schema/schema.ts';
import { tableLabel } from '../schema/table-name.ts';
import type { TransactionMode } from './context.ts';
import { type HistoryEntry, historyStatements, historyTable } from './history.ts';
import { journalTable } from './journal.ts';
import type { OwnTables } from './own-tables.ts';
import { commentLine, inTransactions, linesOf, partsOf, type ScriptPart } from './script-lines.ts';
import type { Stamp } from './stamp.ts';
import { clearStatement, moveStatement, versionCondition, versionMoves, versionTable } from './version-table.ts';

/** The kind of database that a script is for, and how it is to be written. */
export interface ScriptTerms {
  readonly dialect: Dialect;
  readonly server: Server;
  readonly own: OwnTables;
  /** Options of the URL, where there is one, that decide how a session begins. */
  readonly session: Readonly<Record<string, string>>;
  readonly transaction: TransactionMode;
  readonly toolVersion: string;
  /** What the script is for, in the user's words. */
  readonly tag?: string | undefined;
}

/** A revision as it goes into a script. */
export interface ScriptStep {
  readonly step: Step;
  readonly checksum: string;
  readonly operations: readonly Operation[];
  /** What is told of the change of the version does in its transaction. */
  readonly alongside: readonly string[];
  /** The schema that the operations start from, where `prepare` asks for it. */
  readonly before: Schema;
}

/**
 * Revisions as a script for the database's own command line. It stops at the first error, refuses a database that is not at
 * `start`, and moves the version rows as a run does.
 *
 * @param start the heads that the version table has to hold
 */
export function writeScript(terms: ScriptTerms, start: readonly string[], steps: readonly ScriptStep[]): string {
  const [first] = steps;
  const verb = first?.step.direction ?? 'upgrade';
  const end = steps.reduce((versions, { step }) => afterStep(versions, step), start);
  if (first === undefined) return `${commentLine(`Athanor: nothing to do at ${labelOf(start)}`)}\n`;
  const header = headerOf(terms, `${verb} from ${labelOf(start)} to ${labelOf(end)}`);
  return `${[...header, '', ...preparing(terms, start), ...body(terms, start, steps)].join('\n')}\n`;
}

/**
 * Where a database is, declared by a script.
 *
 * @param start the heads that the version table has to hold; undefined where whatever it holds is forgotten
 * @param alongside further statements for the transaction of the change
 */
export function writeStampScript(
  terms: ScriptTerms,
  start: readonly string[] | undefined,
  end: readonly string[],
  stamps: readonly Stamp[],
  alongside: readonly string[],
): string {
  const { dialect, own } = terms;
  const from = start === undefined ? 'wherever it was' : labelOf(start);
  const moves =
    start === undefined
      ? [clearStatement(dialect, own.version), ...movesOf(terms, [], end)]
      : movesOf(terms, start, end);
  const entries = stamps.flatMap((stamp) => historyOf(terms, { ...stamp, direction: 'stamp' }));
  return `${[
    ...headerOf(terms, `stamp from ${from} to ${labelOf(end)}`),
    '',
    ...preparing(terms, start),
    `${dialect.shell.begin};`,
    ...linesOf(dialect, [
      ...moves,
      clearStatement(dialect, own.journal),
      ...entries,
      ...alongside,
      ...proof(terms, end),
    ]),
    'COMMIT;',
  ].join('\n')}\n`;
}

/** The tables that Athanor keeps for itself, by a script. */
export const writeTablesScript = (terms: ScriptTerms): string =>
  `${[...headerOf(terms, 'the version table'), '', ...preparing(terms, undefined)].join('\n')}`;

const labelOf = (versions: readonly string[]): string => (versions.length === 0 ? 'base' : [...versions].join(', '));

/** The heads that are stored after a step. */
export const afterStep = (versions: readonly string[], { leaving, entering }: Step): readonly string[] => [
  ...versions.filter((id) => !leaving.includes(id)),
  ...entering,
];

function headerOf({ dialect, session, tag }: ScriptTerms, title: string): readonly string[] {
  const { shell, capabilities } = dialect;
  return [
    commentLine(`Athanor: ${title}${tag === undefined ? '' : ` (${tag})`}`),
    commentLine(`Run it with: ${shell.usage}`),
    ...(capabilities.transactionalDdl
      ? []
      : [
          commentLine(
            'This database commits every change of the schema by itself: what ran before an error stays, and the version tells nothing of it.',
          ),
        ]),
    ...shell.opening(session),
  ];
}

/** The tables that a run keeps, where they are not there yet, and a look whether the database is where the script starts. */
function preparing(terms: ScriptTerms, start: readonly string[] | undefined): readonly string[] {
  const { dialect, own } = terms;
  // A database that is further on has a version table, or is another one.
  const tables = [
    ...(start === undefined || start.length === 0 ? [versionTable(own.version)] : []),
    historyTable(own.history),
    journalTable(own.journal),
  ];
  const creates = dialect
    .compile(
      tables.map((table) => ({ kind: 'createTable', table })),
      emptySchema,
      terms.server,
    )
    .map(({ sql }) => sql.replace(/^CREATE TABLE /, 'CREATE TABLE IF NOT EXISTS '));
  const guards =
    start === undefined
      ? []
      : [
          ...expecting(terms, start, `the database is not at ${labelOf(start)}`),
          ...dialect.shell.assert(
            'a revision was cut off halfway',
            `(SELECT count(*) FROM ${dialect.quoteTable(own.journal)}) = 0`,
          ),
        ];
  return [
    ...(start === undefined ? [] : [commentLine(`The database has to be at ${labelOf(start)}.`)]),
    `${dialect.shell.begin};`,
    ...linesOf(dialect, [...creates, ...guards]),
    'COMMIT;',
    '',
  ];
}

const expecting = ({ dialect, own }: ScriptTerms, versions: readonly string[], message: string): readonly string[] =>
  dialect.shell.assert(message, versionCondition(dialect, own.version, versions));

/** The end of a transaction that moves the version: it holds only if nobody else moved it meanwhile. */
const proof = (terms: ScriptTerms, versions: readonly string[]): readonly string[] =>
  expecting(terms, versions, `somebody else moved ${tableLabel(terms.own.version)}`);

function body(terms: ScriptTerms, start: readonly string[], steps: readonly ScriptStep[]): readonly string[] {
  const { dialect } = terms;
  let versions = start;
  const written = steps.map((one) => {
    const before = versions;
    versions = afterStep(before, one.step);
    return writeStep(terms, one, before, versions);
  });
  if (terms.transaction !== 'all' || !dialect.capabilities.transactionalDdl) {
    return written.flatMap(({ title, preparation, parts, end }) => [
      title,
      ...linesOf(dialect, preparation.before),
      ...apart(terms, parts, end),
      ...linesOf(dialect, preparation.after),
      '',
    ]);
  }
  const { before, after } = dialect.prepare([], 'unknown');
  const all = written.flatMap(({ title, parts, end }) => withTitle(title, [...parts, ...end]));
  return [...linesOf(dialect, before), ...inTransactions(dialect, all), ...linesOf(dialect, after)];
}

const withTitle = (title: string, [first, ...rest]: readonly ScriptPart[]): readonly ScriptPart[] =>
  first === undefined ? [] : [{ ...first, lines: [title, ...first.lines] }, ...rest];

interface WrittenStep {
  readonly title: string;
  readonly preparation: Preparation;
  readonly parts: readonly ScriptPart[];
  /** The version row, the history, and the proof. */
  readonly end: readonly ScriptPart[];
}

function writeStep(
  terms: ScriptTerms,
  { step, checksum, operations, alongside, before }: ScriptStep,
  from: readonly string[],
  to: readonly string[],
): WrittenStep {
  const { dialect } = terms;
  const { id, message } = step.revision;
  const entry = { revision: id, message, checksum, direction: step.direction };
  const end = [...movesOf(terms, from, to), ...historyOf(terms, entry), ...alongside, ...proof(terms, to)];
  return {
    title: commentLine(`${step.direction === 'upgrade' ? '' : 'back: '}${id} ${message}`),
    preparation: dialect.prepare(operations, 'none'),
    parts: partsOf(terms, operations, before),
    end: linesOf(dialect, end).map((line) => ({ lines: [line], outside: false })),
  };
}

/** A revision in a transaction of its own, as far as the database and the user want one. */
function apart(
  { dialect, transaction }: ScriptTerms,
  parts: readonly ScriptPart[],
  end: readonly ScriptPart[],
): readonly string[] {
  if (transaction !== 'none' && dialect.capabilities.transactionalDdl)
    return inTransactions(dialect, [...parts, ...end]);
  return [...parts.flatMap(({ lines }) => lines), ...inTransactions(dialect, end)];
}

const movesOf = ({ dialect, own }: ScriptTerms, from: readonly string[], to: readonly string[]): readonly string[] =>
  versionMoves(from, to).map((move) => moveStatement(dialect, own.version, move));

/** When and by whom is not known before the script runs: the server says when. */
function historyOf(
  { dialect, server, own, toolVersion }: ScriptTerms,
  entry: Pick<HistoryEntry, 'revision' | 'message' | 'checksum' | 'direction'>,
): readonly string[] {
  return historyStatements(dialect, server, own.history, {
    ...entry,
    durationMs: 0,
    appliedBy: 'script',
    toolVersion,
  });
}
