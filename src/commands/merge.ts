import { UsageError } from '../errors.ts';
import { given } from '../metadata/given.ts';
import { newRevisionId } from '../revisions/file-name.ts';
import type { Revision } from '../revisions/revision.ts';
import { findMeetings, type Meetings } from './meetings.ts';
import {
  type NewRevisionOptions,
  requireFree,
  requireHeads,
  resolveDependencies,
  writeNewRevision,
} from './new-revision.ts';
import { openProject, type Project, type ProjectOptions } from './project.ts';
import { resolveNames } from './resolve-names.ts';

export interface MergeOptions extends ProjectOptions, NewRevisionOptions {
  /** The revisions to join. Absent: all heads. */
  readonly revisions?: readonly string[] | undefined;
  /** They may be revisions that others follow already. */
  readonly splice?: boolean | undefined;
  /** Revisions that have to be applied before. */
  readonly dependsOn?: readonly string[] | undefined;
}

export interface MergeResult extends Meetings {
  /** The revision that was written; absent where a hook of the config prevented it. */
  readonly revision?: Revision;
}

/**
 * Writes a revision that follows several, so that their branches go on as one. It does nothing itself; what the branches both
 * work on is told, since neither of them knew of the other.
 *
 * @param options the revisions, and which project
 * @returns the revision, and where its branches meet
 * @throws UsageError, UnknownRevision, AmbiguousRevision
 * @example await merge({ revisions: ['heads'], message: 'merge billing' });
 */
export async function merge(options: MergeOptions = {}): Promise<MergeResult> {
  const project = await openProject('merge', options);
  const { graph, settings } = project;
  const parents = await parentsOf(project, options);
  const {
    id = newRevisionId(),
    message = `merge ${parents.join(' and ')}`,
    branchLabels = [],
    dependsOn = [],
  } = options;
  const header = { id, message, parents, labels: branchLabels, dependsOn: resolveDependencies(graph, dependsOn) };
  requireFree(graph, header);
  const meetings = await findMeetings(graph, parents, settings);
  const written = await writeNewRevision(project, header, { ...options, command: 'merge' });
  return { ...given({ revision: written }), ...meetings };
}

async function parentsOf(
  project: Project,
  { revisions = ['heads'], splice }: MergeOptions,
): Promise<readonly string[]> {
  const { graph } = project;
  const named = await resolveNames(project, revisions);
  const parents = [...new Set(named)];
  if (parents.length < named.length) throw new UsageError(`one revision is named twice: ${named.join(', ')}`);
  if (parents.length < 2) {
    const only = parents[0] === undefined ? 'there is none' : `here is only ${parents[0]}`;
    throw new UsageError(`a merge joins two revisions at least, and ${only}`, {
      hint: graph.heads.length > 1 ? `the heads are ${graph.heads.join(', ')}` : 'there is nothing to join',
    });
  }
  for (const parent of parents) {
    const below = graph.ancestors(parents.filter((other) => other !== parent));
    if (below.has(parent)) throw new UsageError(`revision ${parent} is part of what another of them stands on already`);
  }
  requireHeads(graph, parents, splice === true ? 'any' : 'heads');
  return parents;
}
