import { NotOnBranch, UnrelatedRevisions } from './errors.ts';
import type { RevisionGraph } from './graph.ts';
import { lineageOf, resolveTarget, type Target, type TargetRange } from './target.ts';

/**
 * The revisions from one place to another, both included, with what they depend on. `-3:` begins three revisions before the
 * heads, or at the first where there are not so many; `a:+2` ends two after `a`; `billing@base:` is one branch.
 *
 * @param current the heads that the database stores, for `current`
 * @throws what `resolveTarget` throws, UnrelatedRevisions
 */
export function revisionsIn(
  graph: RevisionGraph,
  current: readonly string[] | undefined,
  { from, to }: TargetRange,
): ReadonlySet<string> {
  const start = from === undefined ? [] : startOf(graph, current, from);
  const all = to === undefined ? graph.heads : endOf(graph, current, start, to);
  const ends = from?.branch === undefined ? all : onBranch(graph, all, from.branch);
  const upper = graph.ancestors(ends);
  if (start.length === 0) return upper;
  const stray = start.find((id) => !upper.has(id));
  if (stray !== undefined) throw new UnrelatedRevisions(stray, ends, graph.ancestors([stray]).has(ends[0] ?? ''));
  const followers = graph.followers(start);
  // Where no way of parents leads from the start to the end, the way is over dependencies.
  const lower = ends.some((id) => followers.has(id)) ? followers : graph.descendants(start);
  return new Set([...upper].filter((id) => lower.has(id)));
}

function startOf(graph: RevisionGraph, current: readonly string[] | undefined, from: Target): readonly string[] {
  const { offset = 0, ...place } = from;
  if (offset >= 0) return resolveTarget(graph, current, from);
  return stepsBack(graph, resolveTarget(graph, current, { name: 'heads', ...place }), -offset);
}

function endOf(
  graph: RevisionGraph,
  current: readonly string[] | undefined,
  start: readonly string[],
  to: Target,
): readonly string[] {
  const { name, offset = 0, ...place } = to;
  if (name !== undefined) return resolveTarget(graph, current, to);
  if (offset > 0) return resolveTarget(graph, start, to);
  return stepsBack(graph, resolveTarget(graph, current, { ...place, name: 'heads' }), -offset);
}

/** Of a merge, back on all of its branches; no further than the first revision. */
function stepsBack(graph: RevisionGraph, from: readonly string[], count: number): readonly string[] {
  let places = new Set(from);
  for (let gone = 0; gone < count; gone++) {
    const before = [...places].flatMap((id) => {
      const { parents } = graph.get(id);
      return parents.length === 0 ? [id] : parents;
    });
    places = new Set(before);
  }
  return [...places];
}

function onBranch(graph: RevisionGraph, ids: readonly string[], branch: string): readonly string[] {
  const lineage = lineageOf(graph, branch);
  const found = ids.filter((id) => lineage.has(id));
  if (found.length === 0 && ids[0] !== undefined) throw new NotOnBranch(ids[0], branch);
  return found;
}
