import { RevisionCycle } from './errors.ts';
import type { Revision } from './revision.ts';

/** A history in which each squashed range is one revision, or is left as it was. */
export interface CollapsedHistory {
  readonly revisions: readonly Revision[];
  /** Other names of revisions: the last of a range means what replaces it, and the other way round. */
  readonly aliases: ReadonlyMap<string, string>;
  /** The revisions that are left out, and what stands for each. */
  readonly replaced: ReadonlyMap<string, string>;
}

/** Whether a revision stands for others. */
export const isSquash = ({ replaces = [] }: Revision): boolean => replaces.length > 0;

/**
 * Puts what replaces a range in its place. Where the range is to stay, as for a database that is in the middle of it, and its
 * files are there, what replaces it is left out instead.
 *
 * @throws RevisionCycle when one replaces itself, directly or by way of others
 */
export function collapse(files: readonly Revision[], isOpen: (squash: Revision) => boolean): CollapsedHistory {
  const squashes = new Map(files.filter(isSquash).map((squash) => [squash.id, squash]));
  if (squashes.size === 0) return { revisions: files, aliases: new Map(), replaced: new Map() };
  const ids = new Set(files.map(({ id }) => id));
  const aliases = new Map<string, string>();
  const replaced = new Map<string, string>();
  const close = (squash: Revision, into: string): void => {
    const { replaces = [] } = squash;
    for (const id of replaces) {
      replaced.set(id, into);
      const inner = squashes.get(id);
      if (inner !== undefined) close(inner, into);
    }
    aliases.set(replaces.at(-1) ?? '', squash.id);
  };
  for (const squash of outermostFirst(squashes)) {
    const { id, replaces = [] } = squash;
    if (replaced.has(id)) continue;
    if (isOpen(squash) && replaces.every((one) => ids.has(one))) {
      replaced.set(id, replaces.at(-1) ?? '');
      aliases.set(id, replaces.at(-1) ?? '');
    } else close(squash, id);
  }
  const canonical = (id: string): string => {
    const next = aliases.get(id);
    return next === undefined ? id : canonical(next);
  };
  const known = files.filter(({ id }) => !replaced.has(id));
  return {
    revisions: known.map((revision) => renamed(revision, canonical)),
    aliases: new Map([...aliases.keys()].map((id) => [id, canonical(id)])),
    replaced,
  };
}

const renamed = (revision: Revision, canonical: (id: string) => string): Revision => ({
  ...revision,
  parents: [...new Set(revision.parents.map(canonical))],
  dependsOn: [...new Set(revision.dependsOn.map(canonical))],
});

/** One that replaces another that replaces others comes before that. @throws RevisionCycle */
function outermostFirst(squashes: ReadonlyMap<string, Revision>): readonly Revision[] {
  const inner = new Set([...squashes.values()].flatMap(({ replaces = [] }) => replaces));
  const depths = new Map<string, number>();
  const sink = (squash: Revision, depth: number): void => {
    const { id, replaces = [] } = squash;
    if (depth > squashes.size) throw new RevisionCycle([squash]);
    if ((depths.get(id) ?? -1) >= depth) return;
    depths.set(id, depth);
    for (const one of replaces) {
      const next = squashes.get(one);
      if (next !== undefined) sink(next, depth + 1);
    }
  };
  for (const squash of squashes.values()) if (!inner.has(squash.id)) sink(squash, 0);
  for (const squash of squashes.values()) if (!depths.has(squash.id)) sink(squash, 0);
  return [...squashes.values()].sort((a, b) => (depths.get(a.id) ?? 0) - (depths.get(b.id) ?? 0));
}
