import { rmSync } from 'node:fs';
import type { RevisionDirectives } from '../config/hooks.ts';
import { MigrationError } from '../errors.ts';
import { given } from '../metadata/given.ts';
import type { Operation } from '../operations/operation.ts';
import { IrreversibleRevision } from '../revisions/errors.ts';
import { newRevisionId } from '../revisions/file-name.ts';
import type { RevisionGraph } from '../revisions/graph.ts';
import { revisionsIn } from '../revisions/range.ts';
import type { Revision } from '../revisions/revision.ts';
import { parseRange } from '../revisions/target.ts';
import { CannotSquash } from './errors.ts';
import { type NewHeader, type NewRevisionOptions, requireFree, writeNewRevision } from './new-revision.ts';
import { openProject, type Project, type ProjectOptions } from './project.ts';
import { recordOffline } from './replay.ts';
import type { Scripts } from './write-revision.ts';

export interface SquashOptions extends ProjectOptions, NewRevisionOptions {
  /** `FROM:TO`, both included; `:TO` begins with the first revision. */
  readonly range: string;
  /** Delete the files of the range. Without it they stay, for databases that have run it in part. */
  readonly delete?: boolean | undefined;
}

export interface SquashResult {
  /** The revision that was written; absent where a hook of the config prevented it. */
  readonly revision?: Revision;
  /** The revisions that it replaces, in the order in which they ran. */
  readonly replaced: readonly Revision[];
  readonly isDeleted: boolean;
  /** Revisions of the range that cannot be taken back, so that neither can the new one. */
  readonly irreversible: readonly string[];
}

/**
 * Writes one revision that does what a range of revisions does, one after the other, and replaces it: a fresh database runs it,
 * one that has run the range has run it. A database that is in the middle of the range goes on to its end, as long as the
 * files are there.
 *
 * @param options the range, and which project
 * @returns the revision, and what it replaces
 * @throws CannotSquash, UnknownRevision, UnrelatedRevisions, RevisionFailed
 * @example await squash({ range: ':ab12', message: 'until version 2' });
 */
export async function squash(options: SquashOptions): Promise<SquashResult> {
  const project = await openProject('squash', options);
  const { graph } = project;
  const ids = graph.sort(revisionsIn(graph, undefined, parseRange(options.range)));
  const replaced = ids.map((id) => graph.get(id));
  const header = headerOf(graph, ids, options);
  const { upgrade, downgrade, irreversible } = await recordRange(project, ids);
  const written = await writeNewRevision(project, header, {
    ...options,
    command: 'squash',
    upgrade,
    downgrade,
    wayBack: irreversible.length > 0 ? 'none' : 'downgrade',
    ...(options.format === 'sql' ? { scriptsFor: scriptsByHand } : {}),
  });
  const isDeleted = options.delete === true && written !== undefined;
  if (isDeleted) for (const { path } of replaced) rmSync(path);
  return { ...given({ revision: written }), replaced, isDeleted, irreversible };
}

/** Where the new revision stands: after all that the range needs, and before all that follows its end. */
function headerOf(graph: RevisionGraph, ids: readonly string[], options: SquashOptions): NewHeader {
  const within = new Set(ids);
  requireOneEnd(graph, within, ids);
  const inside = ids.map((id) => graph.get(id));
  const parents = inside.flatMap((revision) => revision.parents.filter((id) => !within.has(id)));
  const needs = ids.flatMap((id) => graph.needs(id).filter((need) => !within.has(need)));
  const { id = newRevisionId(), message = `squash ${ids[0]} to ${ids.at(-1)}`, branchLabels = [] } = options;
  const follows = graph.headsOf(graph.ancestors(parents));
  const others = graph.headsOf(graph.ancestors(needs)).filter((need) => !graph.ancestors(follows).has(need));
  requireFree(graph, { id, labels: branchLabels });
  const labels = [...new Set([...branchLabels, ...inside.flatMap((revision) => revision.labels)])];
  // Those that are replaced by one of them count as well: that one may be deleted with the others.
  const replaces = inside.flatMap((revision) => [...(revision.replaces ?? []), revision.id]);
  return { id, message, parents: follows, labels, dependsOn: others, replaces };
}

/** What is outside may stand only on the last revision of the range: all else is gone for it. */
function requireOneEnd(graph: RevisionGraph, within: ReadonlySet<string>, ids: readonly string[]): void {
  if (ids.length < 2) {
    throw new CannotSquash(`the range holds ${ids.length === 0 ? 'no revision' : `only ${ids[0]}`}`, {
      hint: 'name a range of two revisions or more, as FROM:TO',
    });
  }
  const ends = graph.headsOf(within);
  if (ends.length > 1) {
    throw new CannotSquash(`the range has several ends: ${ends.join(', ')}`, {
      hint: `join them first: migrate merge ${ends.join(' ')}`,
    });
  }
  for (const { id } of graph.revisions) {
    const inner = graph.needs(id).find((need) => within.has(need) && need !== ends[0]);
    if (within.has(id) || inner === undefined) continue;
    throw new CannotSquash(
      `revision ${id} is outside of the range and stands on ${inner}, which is in the middle of it`,
      {
        hint: `end the range at ${inner}, or begin it after that`,
      },
    );
  }
}

interface RecordedRange {
  readonly upgrade: readonly Operation[];
  readonly downgrade: readonly Operation[];
  readonly irreversible: readonly string[];
}

async function recordRange({ graph, settings }: Project, ids: readonly string[]): Promise<RecordedRange> {
  const upgrade: Operation[] = [];
  const downgrade: Operation[] = [];
  const irreversible: string[] = [];
  for (const id of ids) {
    const forward = await recorded(id, () => recordOffline(graph, id, 'upgrade', settings));
    upgrade.push(...forward.operations);
    try {
      const back = await recorded(id, () => recordOffline(graph, id, 'downgrade', settings));
      downgrade.unshift(...back.operations);
    } catch (error) {
      if (!(error instanceof IrreversibleRevision)) throw error;
      irreversible.push(id);
    }
  }
  return { upgrade, downgrade: irreversible.length > 0 ? [] : downgrade, irreversible };
}

async function recorded<T>(id: string, record: () => Promise<T>): Promise<T> {
  try {
    return await record();
  } catch (error) {
    if (!(error instanceof MigrationError) || error.code !== 'query_not_possible') throw error;
    throw new CannotSquash(`revision ${id} asks the database (op.query), and what it does then is not known here`, {
      file: error.file,
      hint: 'leave it out of the range: squash what is before it, or what comes after it',
      cause: error,
    });
  }
}

/** SQL by hand stays what it is; operations would need to know the database. */
const scriptsByHand =
  ({ upgrade, downgrade }: RevisionDirectives) =>
  (): Scripts => ({ up: sqlOf(upgrade), down: sqlOf(downgrade) });

const sqlOf = (operations: readonly Operation[]): string =>
  operations
    .map((operation) => {
      if (operation.kind === 'execute' && typeof operation.sql === 'string') return closed(operation.sql);
      throw new CannotSquash(
        'not all of the range is SQL by hand, which alone can be written as SQL without a database',
        {
          hint: 'give --format ts',
        },
      );
    })
    .join('\n');

const closed = (sql: string): string => (sql.trimEnd().endsWith(';') ? sql : `${sql.trimEnd()};`);
