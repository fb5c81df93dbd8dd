import { DuplicateLabel, DuplicateRevision, RevisionCycle } from './errors.ts';
import type { Revision } from './revision.ts';

/** In the order of file names, those of one name in the order of ids. */
export function byFileName(revisions: readonly Revision[]): readonly Revision[] {
  const named = revisions.map((revision) => ({ revision, name: fileNameOf(revision) }));
  const compare = (a: (typeof named)[number], b: (typeof named)[number]): number =>
    a.name < b.name ? -1 : a.name > b.name ? 1 : a.revision.id < b.revision.id ? -1 : 1;
  let before = named[0];
  const isSorted = named.every((one) => {
    const follows = before === undefined || one === before || compare(before, one) < 0;
    before = one;
    return follows;
  });
  return isSorted ? revisions : named.sort(compare).map(({ revision }) => revision);
}

const fileNameOf = ({ path }: Revision): string =>
  path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);

/** By id. @throws DuplicateRevision */
export function indexById(revisions: readonly Revision[]): ReadonlyMap<string, Revision> {
  const byId = new Map<string, Revision>();
  for (const revision of revisions) {
    const other = byId.get(revision.id);
    if (other !== undefined) throw new DuplicateRevision(other, revision);
    byId.set(revision.id, revision);
  }
  return byId;
}

/** Labels, with the revisions that carry them. @throws DuplicateLabel */
export function indexLabels(revisions: readonly Revision[]): ReadonlyMap<string, string> {
  const owners = new Map<string, Revision>();
  for (const revision of revisions) {
    for (const label of revision.labels) {
      const other = owners.get(label);
      if (other !== undefined) throw new DuplicateLabel(label, other, revision);
      owners.set(label, revision);
    }
  }
  return new Map([...owners].map(([label, { id }]) => [label, id]));
}

/** The revisions that each one is named by. */
export function inverse(
  revisions: readonly Revision[],
  edges: (revision: Revision) => readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const sources = new Map<string, string[]>();
  for (const revision of revisions) {
    for (const target of edges(revision)) {
      const known = sources.get(target);
      if (known === undefined) sources.set(target, [revision.id]);
      else known.push(revision.id);
    }
  }
  return sources;
}

/**
 * Every revision after all that it needs. Depth first without recursion: a history may be thousands of revisions deep.
 *
 * @throws RevisionCycle
 */
export function inOrder(
  sorted: readonly Revision[],
  needs: ReadonlyMap<string, readonly string[]>,
  byId: ReadonlyMap<string, Revision>,
): readonly Revision[] {
  const ordered: Revision[] = [];
  const done = new Set<string>();
  const open = new Set<string>();
  const finish = (id: string): void => {
    done.add(id);
    ordered.push(byId.get(id) as Revision);
  };
  for (const { id: start } of sorted) {
    if (done.has(start)) continue;
    if (needs.get(start)?.every((need) => done.has(need)) === true) {
      finish(start);
      continue;
    }
    const stack = [{ id: start, next: 0 }];
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const { id } = top;
      open.add(id);
      const need = needs.get(id)?.[top.next++];
      if (need === undefined) {
        stack.pop();
        open.delete(id);
        finish(id);
      } else if (open.has(need)) {
        const path = stack.map((entry) => entry.id);
        throw new RevisionCycle(path.slice(path.indexOf(need)).map((one) => byId.get(one) as Revision));
      } else if (!done.has(need)) {
        stack.push({ id: need, next: 0 });
      }
    }
  }
  return ordered;
}
