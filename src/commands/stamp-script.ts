import { UsageError } from '../errors.ts';
import { parseRange, parseTarget, type Target, type TargetRange } from '../revisions/target.ts';
import { writeStampScript } from '../runner/script.ts';
import { type OfflineOptions, startOf, termsOf } from './offline.ts';
import { openProject } from './project.ts';
import { decideStamp } from './stamp.ts';
import { hookStatements } from './version-hooks.ts';

export interface StampScriptOptions extends OfflineOptions {
  /** Where the database is: `head`, ids, `base`; `FROM:TO` where it is not at base before. */
  readonly targets: readonly string[];
  /** Whatever the version table holds is forgotten. */
  readonly purge?: boolean | undefined;
}

/** A script that declares where a database is. */
export interface StampScriptResult {
  readonly dialect: string;
  /** The heads that the database has to be at; absent where that does not matter. */
  readonly from?: readonly string[];
  readonly to: readonly string[];
  /** For the database's own command line. */
  readonly sql: string;
}

/**
 * Writes the SQL of a stamp, for the database's own command line, without a connection. The script refuses a database that is
 * not where it starts.
 *
 * @param options the targets, and which project and kind of database
 * @throws UsageError, UnknownRevision, ContradictoryTargets
 * @example
 * const { sql } = await stampScript({ targets: ['ab12:head'], dialect: 'mariadb' });
 */
export async function stampScript(options: StampScriptOptions): Promise<StampScriptResult> {
  const ranges = options.targets.map(rangeOf);
  const targets = ranges.flatMap(({ to }) => to ?? []);
  const from = commonStart(ranges);
  const { settings, graph } = await openProject('stamp', options);
  const terms = await termsOf(settings, options);
  const start = from === undefined ? [] : startOf(graph, from);
  const { heads, stamps } = decideStamp(graph, options.purge === true ? [] : start, targets);
  const known = options.purge === true ? undefined : start;
  const revisions = stamps.map(({ revision }) => revision);
  const change = { direction: 'stamp', revisions, message: '', from: start, to: heads } as const;
  const alongside = await hookStatements(settings, { ...change, database: terms.dialect.name });
  const sql = writeStampScript(terms, known, heads, stamps, alongside);
  return { dialect: terms.dialect.name, ...(known === undefined ? {} : { from: known }), to: heads, sql };
}

function rangeOf(text: string): TargetRange {
  const range = text.includes(':') ? parseRange(text) : { to: parseTarget(text) };
  if (range.to !== undefined) return range;
  throw new UsageError(`'${text}' does not say where the database is afterwards`, { hint: 'write FROM:TO' });
}

/** Where all ranges start that say so. */
function commonStart(ranges: readonly TargetRange[]): Target | undefined {
  const [first, ...others] = ranges.flatMap(({ from }) => from ?? []);
  const other = others.find(({ text }) => text !== first?.text);
  if (first === undefined || other === undefined) return first;
  throw new UsageError(`a script starts from one place, and not from both '${first.text}' and '${other.text}'`, {
    hint: 'write the same start in every range',
  });
}
