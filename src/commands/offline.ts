import type { Settings } from '../config/settings.ts';
import type { ServerVersion } from '../dialects/dialect.ts';
import { loadDialect } from '../dialects/registry.ts';
import { InapplicableOperation, MigrationError, UsageError } from '../errors.ts';
import { applyAll } from '../operations/apply.ts';
import type { Operation } from '../operations/operation.ts';
import type { RevisionGraph, Step } from '../revisions/graph.ts';
import { planDowngradeTo, planUpgradeTo } from '../revisions/plan.ts';
import { parseRange, parseTarget, resolveTarget, type Target } from '../revisions/target.ts';
import type { TransactionMode } from '../runner/context.ts';
import type { Direction } from '../runner/events.ts';
import { ownTables } from '../runner/own-tables.ts';
import { afterStep, type ScriptStep, type ScriptTerms, writeScript } from '../runner/script.ts';
import { emptySchema, type Schema } from '../schema/schema.ts';
import type { DialectName } from '../schema/type.ts';
import { SchemaUnknown } from './errors.ts';
import { openProject, type Project, type ProjectOptions } from './project.ts';
import { recordOffline } from './replay.ts';
import { asksDatabase } from './resolve-names.ts';
import { toolVersion } from './tool-version.ts';
import { hookStatements } from './version-hooks.ts';

/** What every script is told. */
export interface OfflineOptions extends ProjectOptions {
  /** The kind of database that the script is for. Absent: that of the URL. */
  readonly dialect?: DialectName | undefined;
  /** The version of the server that the script is for, as `15` or `10.11.2`. Absent: the newest that Athanor knows. */
  readonly serverVersion?: string | undefined;
  /** What is one transaction, where the database can undo DDL. Absent: as the config says. */
  readonly transaction?: TransactionMode | undefined;
}

export interface ScriptOptions extends OfflineOptions {
  /** `FROM:TO`. An upgrade may leave out `FROM`, which is base then, or `TO`, which is head. */
  readonly range: string;
}

/** A script, and what it does. */
export interface ScriptResult {
  readonly dialect: DialectName;
  readonly direction: Direction;
  /** The heads that a database has to be at, and those that it is at afterwards. */
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** The revisions, in the order in which they run. */
  readonly revisions: readonly string[];
  /** For the database's own command line. */
  readonly sql: string;
}

/**
 * Writes the SQL of an upgrade, for the database's own command line, without a connection. The script stops at the first error,
 * refuses a database that is not where it starts, and moves the version rows.
 *
 * @param options the range, and which project and kind of database
 * @throws QueryNotPossible, SchemaUnknown, UnknownRevision, MultipleHeads
 * @example
 * const { sql } = await upgradeScript({ range: 'ab12:head', dialect: 'postgresql' });
 */
export async function upgradeScript(options: ScriptOptions): Promise<ScriptResult> {
  const { from, to } = options.range.includes(':') ? parseRange(options.range) : { to: parseTarget(options.range) };
  return writeRange('upgrade', options, (graph) => {
    const start = from === undefined ? [] : startOf(graph, from);
    return { start, steps: planUpgradeTo(graph, start, to ?? parseTarget('head')) };
  });
}

/**
 * The same for a downgrade, which has to say where it starts and where it ends.
 *
 * @throws UsageError, QueryNotPossible, SchemaUnknown, UnknownRevision, NotAnAncestor, IrreversibleRevision
 * @example
 * const { sql } = await downgradeScript({ range: 'head:-1' });
 */
export async function downgradeScript(options: ScriptOptions): Promise<ScriptResult> {
  const { from, to } = options.range.includes(':') ? parseRange(options.range) : {};
  if (from === undefined || to === undefined) {
    throw new UsageError(`'${options.range}' does not say from where and to where the script takes a database back`, {
      hint: 'write FROM:TO, as in head:-1 or head:base',
    });
  }
  return writeRange('downgrade', options, (graph) => {
    const start = startOf(graph, from);
    return { start, steps: planDowngradeTo(graph, start, to) };
  });
}

/**
 * The same either way: back where the end of the range comes before its start, otherwise forward.
 *
 * @throws what `upgradeScript` and `downgradeScript` throw
 * @example
 * const { direction, sql } = await rangeScript({ range: 'base:head', dialect: 'mysql' });
 */
export async function rangeScript(options: ScriptOptions): Promise<ScriptResult> {
  const { from, to } = options.range.includes(':') ? parseRange(options.range) : {};
  if (from === undefined || to === undefined) return upgradeScript(options);
  const { graph } = await openProject('sql', options);
  const isBack = to.name === undefined ? (to.offset ?? 0) < 0 : isBefore(graph, to, startOf(graph, from));
  return isBack ? downgradeScript(options) : upgradeScript(options);
}

function isBefore(graph: RevisionGraph, target: Target, start: readonly string[]): boolean {
  const applied = graph.ancestors(start);
  const ids = resolveTarget(graph, start, target);
  return start.length > 0 && ids.every((id) => applied.has(id) && !start.includes(id));
}

/** The heads of a database that is said to be at a target. */
export function startOf(graph: RevisionGraph, target: Target): readonly string[] {
  if (asksDatabase(target)) {
    throw new UsageError(`'${target.text}' depends on a database, and a script starts from a revision`, {
      hint: 'write an id, head, heads or base',
    });
  }
  return graph.headsOf(graph.ancestors(resolveTarget(graph, [], target)));
}

interface RangePlan {
  readonly start: readonly string[];
  readonly steps: readonly Step[];
}

async function writeRange(
  direction: Direction,
  options: ScriptOptions,
  plan: (graph: RevisionGraph) => RangePlan,
): Promise<ScriptResult> {
  const project = await openProject(direction, options);
  const terms = await termsOf(project.settings, options);
  const { start, steps } = plan(project.graph);
  const sql = written(terms, start, await scriptSteps(project, terms, start, steps));
  const heads = steps.reduce(afterStep, start);
  const revisions = steps.map(({ revision }) => revision.id);
  return { dialect: terms.dialect.name, direction, from: start, to: heads, revisions, sql };
}

function written(terms: ScriptTerms, start: readonly string[], steps: readonly ScriptStep[]): string {
  try {
    return writeScript(terms, start, steps);
  } catch (error) {
    const odd = steps.find(({ before, operations }) => 'cause' in after({ schema: before }, operations));
    throw odd !== undefined && error instanceof InapplicableOperation ? unknownBefore(odd.step, error) : error;
  }
}

/** What scripts of a project are written for. Nothing is connected to. */
export async function termsOf(settings: Settings, options: OfflineOptions): Promise<ScriptTerms> {
  const url = options.dialect === undefined ? await settings.url() : undefined;
  const dialect = await loadDialect(options.dialect ?? (url as NonNullable<typeof url>).dialect);
  const { offlineServer } = dialect;
  const version = parseVersion(options.serverVersion) ?? offlineServer.version;
  return {
    dialect,
    server: { ...offlineServer, version },
    own: ownTables(settings.versionTable, dialect.offlineServer),
    session: url?.query ?? {},
    transaction: options.transaction ?? settings.transaction,
    toolVersion: toolVersion(),
    tag: options.tag,
  };
}

function parseVersion(text: string | undefined): ServerVersion | undefined {
  if (text === undefined) return undefined;
  const [, major, minor = '0', patch = '0'] = /^(\d{1,4})(?:\.(\d{1,4}))?(?:\.(\d{1,4}))?$/.exec(text) ?? [];
  if (major !== undefined) return [Number(major), Number(minor), Number(patch)];
  throw new UsageError(`'${text}' is not the version of a server`, { hint: 'write 15, 8.4 or 10.11.2' });
}

/** The schema as far as it is known, or why it is not. */
type Known = { readonly schema: Schema } | { readonly cause: MigrationError };

async function scriptSteps(
  { graph, settings }: Project,
  terms: ScriptTerms,
  start: readonly string[],
  steps: readonly Step[],
): Promise<readonly ScriptStep[]> {
  let known = await knownAt({ graph, settings }, start);
  let versions = start;
  const written: ScriptStep[] = [];
  for (const step of steps) {
    const { id, message } = step.revision;
    const { operations, checksum } = await recordOffline(graph, id, step.direction, settings);
    const { needsSchema } = terms.dialect.prepare(operations, 'none');
    if (needsSchema && 'cause' in known) throw unknownBefore(step, known.cause);
    const to = afterStep(versions, step);
    const change = {
      direction: step.direction,
      revisions: [id],
      message,
      from: versions,
      to,
      database: terms.dialect.name,
    };
    const alongside = await hookStatements(settings, change);
    written.push({ step, checksum, operations, alongside, before: 'schema' in known ? known.schema : emptySchema });
    versions = to;
    known = after(known, operations);
  }
  return written;
}

async function knownAt({ graph, settings }: Project, start: readonly string[]): Promise<Known> {
  let known: Known = { schema: emptySchema };
  for (const id of graph.sort(graph.ancestors(start))) {
    try {
      known = after(known, (await recordOffline(graph, id, 'upgrade', settings)).operations);
    } catch (cause) {
      if (!(cause instanceof MigrationError)) throw cause;
      return { cause };
    }
  }
  return known;
}

function after(known: Known, operations: readonly Operation[]): Known {
  if ('cause' in known) return known;
  try {
    return { schema: applyAll(operations, known.schema) };
  } catch (cause) {
    if (cause instanceof InapplicableOperation) return { cause };
    throw cause;
  }
}

const unknownBefore = ({ revision }: Step, cause: MigrationError): SchemaUnknown =>
  new SchemaUnknown(
    `revision ${revision.id} cannot be written as SQL without knowing the schema before it, which the revisions do not tell: ${cause.message}`,
    {
      file: cause.file ?? revision.path,
      hint: 'SQL written by hand and queries are not seen here: run this revision on a database',
      cause,
    },
  );
