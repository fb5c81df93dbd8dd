import { AmbiguousStep, ContradictoryTargets, MultipleHeads, NotEnoughRevisions, UnknownRevision } from './errors.ts';
import type { RevisionGraph, Step } from './graph.ts';
import { lineageOf, resolveTarget, type Target } from './target.ts';

/**
 * The steps of an upgrade to a target.
 *
 * @param current the heads that the database stores
 * @throws what `resolveTarget` throws
 */
export const planUpgradeTo = (graph: RevisionGraph, current: readonly string[], target: Target): readonly Step[] =>
  graph.planUpgrade(current, resolveTarget(graph, current, target));

/**
 * The steps of a downgrade to a target. `-2` takes back the revision that the database stands on, the one before it, and what
 * needs these; of several heads the one whose id comes first is counted from, as Alembic does. `billing@base` takes back
 * one branch and leaves the others.
 *
 * @param current the heads that the database stores
 * @throws what `resolveTarget` throws, NotAnAncestor, NothingAbove
 */
export function planDowngradeTo(graph: RevisionGraph, current: readonly string[], target: Target): readonly Step[] {
  if (isStepBack(target)) return planUndoLast(graph, current, target);
  requireFullEnough(graph, target);
  const destination = resolveTarget(graph, current, target);
  const lineage = target.branch === undefined ? undefined : lineageOf(graph, target.branch);
  if (destination.length > 0) return graph.planDowngrade(current, destination, lineage);
  return graph.planUndo(current, lineage === undefined ? graph.bases : graph.bases.filter((id) => lineage.has(id)));
}

/** The heads that `-1` could be counted from, the one that it is counted from first; none for any other target. */
export const headsToCountFrom = (current: readonly string[], target: Target): readonly string[] =>
  isStepBack(target) && target.branch === undefined ? current.toSorted() : [];

const isStepBack = ({ name, offset = 0 }: Target): boolean => name === undefined && offset < 0;

function planUndoLast(graph: RevisionGraph, current: readonly string[], target: Target): readonly Step[] {
  const { text, offset = 0 } = target;
  let position = lastApplied(graph, current, target);
  if (position === undefined) throw new NotEnoughRevisions(text, 0);
  for (let gone = 1; gone < -offset; gone++) {
    const [parent, ...others]: readonly string[] = graph.get(position).parents;
    if (parent === undefined) throw new NotEnoughRevisions(text, gone);
    if (others.length > 0) throw new AmbiguousStep(text, [parent, ...others]);
    position = parent;
  }
  return graph.planUndo(current, [position]);
}

/** What the database stands on: of a branch, what nothing applied follows, though others may depend on it. */
function lastApplied(graph: RevisionGraph, current: readonly string[], target: Target): string | undefined {
  const { branch, text } = target;
  if (branch === undefined) return headsToCountFrom(current, target)[0];
  const lineage = lineageOf(graph, branch);
  const applied = graph.ancestors(current);
  const isLast = (id: string): boolean => !graph.children(id).some((child) => applied.has(child));
  const heads = [...applied].filter((id) => lineage.has(id) && isLast(id));
  if (heads.length > 1) {
    throw new MultipleHeads(heads, {
      hint: `name the revision to go back to, or its branch, as in ${heads[0]}@${text.replace(/^.*@/, '')}`,
    });
  }
  return heads[0];
}

/** `downgrade 1` is more often a `-1` than the start of an id, and would take back all that follows it. */
function requireFullEnough(graph: RevisionGraph, { name }: Target): void {
  if (name === undefined || name.length >= 4 || graph.has(name) || graph.labels.has(name)) return;
  const count = name === '1' ? 'one revision' : `${name} revisions`;
  const advice = /^\d+$/.test(name) ? `to take back ${count}, write -${name}; ` : '';
  throw new UnknownRevision(name, [], {
    hint: `${advice}to go back to a revision, write four characters of its id at least`,
  });
}

/**
 * The heads to store when a database is declared to be at these targets. What is above or below a target gives way to it;
 * other branches stay as they are.
 *
 * @param current the heads that the database stores
 * @throws what `resolveTarget` throws, ContradictoryTargets
 */
export function planStamp(
  graph: RevisionGraph,
  current: readonly string[],
  targets: readonly Target[],
): readonly string[] {
  const meant = targets.map((target) => ({ target, ids: resolveTarget(graph, current, target) }));
  requireConsistent(graph, meant);
  const named = meant.flatMap(({ ids }) => ids);
  const related = new Set([...graph.ancestors(named), ...graph.descendants(named)]);
  const kept = graph.ancestors(current.filter((id) => !related.has(id)));
  const cleared = meant.filter(({ ids }) => ids.length === 0).flatMap(({ target }) => [...clearedBy(graph, target)]);
  const gone = graph.descendants(cleared);
  const applied = new Set([...kept].filter((id) => !gone.has(id)));
  return graph.headsOf(new Set([...applied, ...graph.ancestors(named)]));
}

interface Meant {
  readonly target: Target;
  readonly ids: readonly string[];
}

/** `base` clears everything, `billing@base` one branch. */
function clearedBy(graph: RevisionGraph, { branch }: Target): readonly string[] {
  if (branch === undefined) return graph.bases;
  const lineage = lineageOf(graph, branch);
  return graph.bases.filter((id) => lineage.has(id));
}

/** A database that is at a revision is at all that it needs: naming both is a mistake, and so is naming base and another. */
function requireConsistent(graph: RevisionGraph, meant: readonly Meant[]): void {
  for (const one of meant) {
    for (const other of meant) {
      if (one === other) continue;
      if (one.ids.length === 0 && one.target.branch === undefined && other.ids.length > 0) {
        throw new ContradictoryTargets(one.target.text, other.target.text);
      }
      const below = graph.ancestors(other.ids);
      const inner = one.ids.find((id) => below.has(id) && !other.ids.includes(id));
      if (inner !== undefined) throw new ContradictoryTargets(inner, other.target.text, other.ids);
    }
  }
}
