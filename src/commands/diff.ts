import { applyFilters } from '../config/comparison-filters.ts';
import { leaveUnowned } from '../config/ownership.ts';
import type { Settings } from '../config/settings.ts';
import type { Connection, Dialect, Server } from '../dialects/dialect.ts';
import { createCustomObject } from '../operations/object-kind.ts';
import { emptySchema, type Schema } from '../schema/schema.ts';
import { tableKey } from '../schema/table-name.ts';
import { compare } from './compare.ts';
import { canonicalObjects } from './custom-objects.ts';
import { parseSide, type Side } from './diff-sides.ts';
import { type Difference, differenceOf } from './difference.ts';
import { openProject, type Project, type ProjectDatabase, type ProjectOptions, withUrl } from './project.ts';
import { parseRenames } from './rename-answers.ts';
import { replay } from './replay.ts';
import { type ComparedSides, liveSchema, modelsSchema } from './schemas.ts';
import { scriptOf } from './script.ts';
import { type ServerTerms, termsOfProject } from './terms.ts';

export interface DiffOptions extends ProjectOptions {
  /** `models`, `database`, a URL or a revision. Absent: `database`. */
  readonly from?: string | undefined;
  /** The same. Absent: `models`. */
  readonly to?: string | undefined;
  /** What turns `to` into `from`. */
  readonly reverse?: boolean | undefined;
  /** `users.age=years`: a rename where otherwise a drop and an addition are seen. */
  readonly renames?: readonly string[] | undefined;
}

export interface DiffResult extends Difference {
  readonly from: string;
  readonly to: string;
  /** The operations as a script for the database's own shell. */
  readonly sql: string;
  /** Each side as SQL on the terms of one server, table by table, for comparing line by line. */
  readonly sides: { readonly from: string; readonly to: string };
}

/**
 * What turns one schema into another. Nothing is written.
 *
 * @param options the two sides, and which project
 * @returns the operations, as data and as SQL
 * @throws InvalidUrl, UnknownRevision, ConnectionFailed, MetadataMissing, ModelError, QueryNotPossible
 * @example
 * const { sql } = await diff({ from: '9f31c0ffee00', to: 'models' });
 */
export async function diff(options: DiffOptions = {}): Promise<DiffResult> {
  const project = await openProject('diff', options);
  const named = [options.from ?? 'database', options.to ?? 'models'].map((text) => parseSide(text, project.graph));
  const [from, to] = (options.reverse === true ? named.reverse() : named) as [Side, Side];
  return withLive(from, project.settings, (source) =>
    withLive(to, project.settings, (target) =>
      compareSides(project, { side: from, open: source }, { side: to, open: target }, options.renames ?? []),
    ),
  );
}

interface OpenSide {
  readonly side: Side;
  readonly open: ProjectDatabase | undefined;
}

async function withLive<T>(
  side: Side,
  settings: Settings,
  work: (open: ProjectDatabase | undefined) => Promise<T>,
): Promise<T> {
  return side.kind === 'live' ? withUrl(side.url ?? (await settings.url()), settings, work, 'read') : work(undefined);
}

async function compareSides(
  project: Project,
  from: OpenSide,
  to: OpenSide,
  renames: readonly string[],
): Promise<DiffResult> {
  const terms = await termsOf(project.settings, from.open ?? to.open);
  const { dialect, server } = terms;
  const [source, target] = await readSides(project, from, to, dialect);
  const { before, after, insisted } = filtered(
    project.settings,
    { from: from.side, to: to.side },
    source.schema,
    target.schema,
  );
  const comparison = await compare({ ...terms, before, after, insisted, renames: parseRenames(renames, before) });
  const difference = differenceOf(comparison);
  return {
    from: from.side.label,
    to: to.side.label,
    ...difference,
    notes: [...terms.notes, ...difference.notes, ...source.notes, ...target.notes],
    sql: scriptOf(dialect, server, comparison.operations, source.schema).text,
    sides: { from: schemaText(dialect, server, before), to: schemaText(dialect, server, after) },
  };
}

interface Terms extends ServerTerms {
  readonly connection?: Connection;
}

/** Whose rules decide: those of a database that takes part, otherwise of the kind of database that the project is for. */
async function termsOf(settings: Settings, open: ProjectDatabase | undefined): Promise<Terms> {
  return open === undefined
    ? termsOfProject(settings)
    : { ...open.database, server: open.database.connection.server, notes: [] };
}

interface ReadSide {
  readonly schema: Schema;
  readonly notes: readonly string[];
}

/** A database is read last, in the schemas that the other side names. */
async function readSides(
  project: Project,
  from: OpenSide,
  to: OpenSide,
  dialect: Dialect,
): Promise<readonly [ReadSide, ReadSide]> {
  if (from.side.kind !== 'live') {
    const source = await readSide(project, from, dialect);
    return [source, await readSide(project, to, dialect, source.schema)];
  }
  const target = to.side.kind === 'live' ? undefined : await readSide(project, to, dialect);
  const source = await readSide(project, from, dialect, target?.schema);
  return [source, target ?? (await readSide(project, to, dialect, source.schema))];
}

async function readSide(
  { settings, graph }: Project,
  { side, open }: OpenSide,
  dialect: Dialect,
  counterpart?: Schema,
): Promise<ReadSide> {
  if (open !== undefined) return { schema: await liveSchema(open, settings, counterpart), notes: [] };
  if (side.kind !== 'revision') return { schema: modelsSchema(settings, dialect.capabilities), notes: [] };
  const { schema, unseen } = await replay(graph, side.ids, settings);
  const note = `${side.label} was replayed in memory, where SQL written by hand has no effect (${unseen.join(', ')})`;
  return { schema, notes: unseen.length === 0 ? [] : [note] };
}

/**
 * The config's filters know a database and models; whatever is not the models counts as the database. What the models do not
 * own is left alone where they are a side; between two databases everything counts.
 */
function filtered(
  { filters, owns }: Settings,
  sides: { readonly from: Side; readonly to: Side },
  source: Schema,
  target: Schema,
): Pick<ComparedSides, 'before' | 'after' | 'insisted'> {
  if (sides.from.kind === 'models') {
    const { database, models } = leaveUnowned(applyFilters(filters, { database: target, models: source }), owns);
    return { before: models, after: database, insisted: [] };
  }
  const { insisted, ...both } = applyFilters(filters, { database: source, models: target });
  const { database, models } = leaveUnowned(both, sides.to.kind === 'models' ? owns : 'all');
  return { before: database, after: models, insisted };
}

/** A schema as SQL in canonical form, each table by itself, in the order of their names. */
function schemaText(dialect: Dialect, server: Server, schema: Schema): string {
  const { tables, objects = [] } = dialect.canonicalise(schema, server);
  const sorted = [...tables].sort((a, b) => (tableKey(a) < tableKey(b) ? -1 : 1));
  const operations = [
    ...objects.map((object) => ({ kind: 'createObject', object }) as const),
    ...sorted.map((table) => ({ kind: 'createTable', table }) as const),
    ...canonicalObjects(schema, server).map(createCustomObject),
  ];
  return operations
    .map((operation) =>
      dialect
        .compile([operation], emptySchema, server)
        .map(({ sql }) => `${sql};\n`)
        .join(''),
    )
    .join('\n');
}
