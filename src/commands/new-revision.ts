import { dirname, resolve, sep } from 'node:path';
import type { DirectivesContext, RevisionDirectives } from '../config/hooks.ts';
import { ConfigError, UsageError } from '../errors.ts';
import type { Operation } from '../operations/operation.ts';
import type { RevisionGraph } from '../revisions/graph.ts';
import {
  labelPattern,
  type Revision,
  type RevisionFormat,
  reservedIds,
  revisionIdPattern,
  revisionIdRule,
} from '../revisions/revision.ts';
import { resolveId } from '../revisions/target.ts';
import type { NewRevision } from '../revisions/template.ts';
import { processDirectives } from './directives.ts';
import type { Project } from './project.ts';
import { type Scripts, type WayBack, writeRevisionFile } from './write-revision.ts';

/** What every command that writes a revision can be told of it. */
export interface NewRevisionOptions {
  /** What the revision does. */
  readonly message?: string | undefined;
  /** The id. Absent: twelve random hexadecimal digits. */
  readonly id?: string | undefined;
  /** Names for the branch that begins with it. */
  readonly branchLabels?: readonly string[] | undefined;
  /** The migrations folder that it goes into. Absent: that of the revision that it follows. */
  readonly location?: string | undefined;
  /** In what language it is written. Absent: as the config says. */
  readonly format?: RevisionFormat | undefined;
  /** When it is written, for its name and first line. */
  readonly at?: Date | undefined;
}

/** What a new revision says of itself. */
export type NewHeader = NewRevision['header'];

/** Sees to it that an id and labels can be used. @throws UsageError when one cannot be one, or is taken */
export function requireFree(graph: RevisionGraph, { id, labels }: Pick<NewHeader, 'id' | 'labels'>): void {
  if (!revisionIdPattern.test(id)) {
    throw new UsageError(`'${id}' cannot be the id of a revision`, { hint: `use ${revisionIdRule}` });
  }
  if (reservedIds.includes(id)) {
    throw new UsageError(`'${id}' cannot be the id of a revision: targets are called so`, { hint: 'give another one' });
  }
  if (graph.has(id)) {
    throw new UsageError(`there is a revision ${id} already`, {
      file: graph.get(id).path,
      hint: 'give another --rev-id, or none',
    });
  }
  for (const label of labels) {
    if (!labelPattern.test(label)) throw new UsageError(`'${label}' cannot be a branch label`, { hint: 'use a word' });
    if (graph.labels.has(label)) throw new UsageError(`branch label '${label}' is used by ${graph.labels.get(label)}`);
  }
}

/** What a new revision depends on: ids in full, and branch labels as they are. @throws UnknownRevision, AmbiguousRevision */
export const resolveDependencies = (graph: RevisionGraph, names: readonly string[]): readonly string[] =>
  names.map((name) => (graph.labels.has(name) ? name : resolveId(graph, name)));

/** Sees to it that nothing follows the parents of a new revision, unless any will do. @throws UsageError */
export function requireHeads(graph: RevisionGraph, parents: readonly string[], allowed: 'heads' | 'any'): void {
  for (const parent of parents) {
    if (allowed === 'any' || graph.heads.includes(parent)) continue;
    throw new UsageError(`revision ${parent} is not a head: ${graph.children(parent).join(', ')} follows it already`, {
      hint: 'give --splice to begin a branch there',
    });
  }
}

/** What a new revision does, and for which command it is made. */
export interface Content extends Pick<NewRevisionOptions, 'location' | 'format' | 'at'> {
  readonly command: Exclude<DirectivesContext['command'], 'check'>;
  /** The models were compared with the database. */
  readonly autogenerate?: boolean | undefined;
  /** It is written also where it does nothing. */
  readonly empty?: boolean | undefined;
  readonly wayBack?: WayBack | undefined;
  readonly upgrade?: readonly Operation[];
  readonly downgrade?: readonly Operation[];
  /** What it is in SQL. */
  readonly scriptsFor?: (directives: RevisionDirectives) => () => Scripts;
}

/**
 * Writes a revision as the config's hooks leave it; nothing where they, or a comparison, leave nothing to write.
 *
 * @throws RevisionExists, UnsafePath, UsageError, ConfigError, PostWriteHookFailed
 */
export async function writeNewRevision(
  project: Project,
  header: NewHeader,
  content: Content,
): Promise<Revision | undefined> {
  const { settings, graph } = project;
  const { command, autogenerate = false, empty, upgrade = [], downgrade = [], scriptsFor = emptyScripts } = content;
  const location = folderFor(project, header, content.location);
  const proposed = { ...header, location, upgrade, downgrade, imports: [] };
  const directives = await processDirectives(settings, proposed, { command, autogenerate, name: settings.name });
  if (directives === null) return undefined;
  const scripts = scriptsFor(directives);
  const isNothing = directives.upgrade.length === 0 && directives.downgrade.length === 0;
  if (autogenerate && empty !== true && isNothing) return undefined;
  if (directives.id !== header.id || directives.labels !== header.labels) requireFree(graph, directives);
  const { format, at, wayBack } = content;
  return writeRevisionFile(settings, directives, { format, at, wayBack, scripts });
}

/** Without a database nobody knows in whose SQL operations would be written. */
const emptyScripts =
  ({ upgrade, downgrade }: RevisionDirectives) =>
  (): Scripts => {
    if (upgrade.length + downgrade.length === 0) return { up: '', down: '' };
    throw new ConfigError('operations cannot be written as SQL without a database to write it for', {
      hint: "give --format ts; if 'processRevisionDirectives' added them, let it return such a revision as it is",
    });
  };

/** The migrations folder that was asked for, or the one of the parent. @throws UsageError */
function folderFor(
  { settings: { locations, root }, graph }: Project,
  { parents }: NewHeader,
  asked: string | undefined,
): string {
  const parent = parents[0] === undefined ? undefined : dirname(graph.get(parents[0]).path);
  const wanted = asked === undefined ? parent : resolve(root, asked);
  const isIn = (folder: string): boolean => wanted === folder || wanted?.startsWith(`${folder}${sep}`) === true;
  const home = asked === undefined ? locations.find(isIn) : locations.find((folder) => folder === wanted);
  if (home !== undefined) return home;
  if (asked === undefined && locations.length === 1) return locations[0] as string;
  throw new UsageError(
    asked === undefined
      ? 'there are several migrations folders, and this revision follows none in any of them'
      : `${asked} is none of the migrations folders`,
    { hint: `give --version-path with one of ${locations.join(', ')}` },
  );
}
