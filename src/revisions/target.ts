import { UsageError } from '../errors.ts';
import {
  AmbiguousRevision,
  AmbiguousStep,
  InvalidTarget,
  MultipleHeads,
  NotEnoughRevisions,
  NotOnBranch,
} from './errors.ts';
import type { RevisionGraph } from './graph.ts';

/**
 * A place in the history as people write it: `head`, `heads`, `base`, `current`, an id or its first characters, a label;
 * `+2` and `-1` from where the database is; `ab12+1`, `head-1` from there; `billing@head`, `billing@+1` within a branch.
 */
export interface Target {
  /** As it was written. */
  readonly text: string;
  readonly branch?: string;
  /** Absent means where the database is. */
  readonly name?: string;
  readonly offset?: number;
}

/** A stretch of the history: `a:b`, `a:`, `:b`. */
export interface TargetRange {
  readonly from?: Target;
  readonly to?: Target;
}

/** @throws InvalidTarget */
export function parseTarget(text: string): Target {
  const match = /^(?:(?<branch>[^@:]+)@)?(?<name>[^@:+]*?)(?<offset>[+-]\d+)?$/.exec(text.trim());
  const { branch, name, offset } = match?.groups ?? {};
  if (match === null || (!name && offset === undefined)) {
    throw new InvalidTarget(`'${text}' does not name a revision`, {
      hint: 'write head, heads, base, an id or its first characters, +1, -1, ID+1, ID-1, LABEL@head or LABEL@+1',
    });
  }
  return {
    text: text.trim(),
    ...(branch === undefined ? {} : { branch }),
    ...(name ? { name } : {}),
    ...(offset === undefined ? {} : { offset: Number(offset) }),
  };
}

/** @throws InvalidTarget */
export function parseRange(text: string): TargetRange {
  const [from = '', to, ...rest] = text.split(':').map((part) => part.trim());
  if (to === undefined || rest.length > 0) {
    throw new InvalidTarget(`'${text}' is not a range of revisions`, { hint: 'write FROM:TO, FROM: or :TO' });
  }
  return { ...(from ? { from: parseTarget(from) } : {}), ...(to ? { to: parseTarget(to) } : {}) };
}

/**
 * The revisions that a target means.
 *
 * @param current the heads that the database stores; undefined where no database is asked
 * @returns ids; none for `base`, and for `current` of an empty database
 * @throws UnknownRevision, AmbiguousRevision, MultipleHeads, AmbiguousStep, NotEnoughRevisions, NotOnBranch; UsageError where a database would have to
 *   be asked
 */
export function resolveTarget(
  graph: RevisionGraph,
  current: readonly string[] | undefined,
  target: Target,
): readonly string[] {
  const lineage = target.branch === undefined ? undefined : lineageOf(graph, target.branch);
  if (target.name === undefined)
    return walk(graph, target, positionIn(graph, known(current, target), target, lineage), lineage);
  const named = resolveName(graph, current, target, lineage);
  if (target.offset === undefined) return named;
  if (named.length > 1) throw new MultipleHeads(named);
  return walk(graph, target, named[0], lineage);
}

function known(current: readonly string[] | undefined, { text }: Target): readonly string[] {
  if (current !== undefined) return current;
  throw new UsageError(`'${text}' depends on a database, and none is asked here`, { hint: 'name a revision' });
}

function resolveName(
  graph: RevisionGraph,
  current: readonly string[] | undefined,
  target: Target,
  lineage: ReadonlySet<string> | undefined,
): readonly string[] {
  const { name = '', branch } = target;
  const inLineage = (id: string): boolean => lineage?.has(id) ?? true;
  switch (name) {
    case 'base':
      return [];
    case 'current':
      return known(current, target).filter(inLineage);
    case 'heads':
      return graph.heads.filter(inLineage);
    case 'head': {
      const heads = graph.heads.filter(inLineage);
      if (heads.length > 1) throw new MultipleHeads(heads);
      return heads;
    }
    default: {
      const id = resolveId(graph, name);
      if (!inLineage(id)) throw new NotOnBranch(id, branch ?? '');
      return [id];
    }
  }
}

/**
 * The revision of an id, of the first characters of an id, or of a label.
 *
 * @throws UnknownRevision, AmbiguousRevision
 */
export function resolveId(graph: RevisionGraph, name: string): string {
  const [id, ...others] = graph.find(name);
  if (id === undefined) throw graph.unknown(name);
  if (others.length > 0) throw new AmbiguousRevision(name, [id, ...others]);
  return id;
}

/** The revisions of a branch: the one that carries the label (or has the id), all before it and all that follow it. */
export function lineageOf(graph: RevisionGraph, branch: string): ReadonlySet<string> {
  const start = [resolveId(graph, branch)];
  return new Set([...graph.predecessors(start), ...graph.followers(start)]);
}

/** Where the database is, within a branch if one is named; undefined is before its first revision. */
function positionIn(
  graph: RevisionGraph,
  current: readonly string[],
  target: Target,
  lineage: ReadonlySet<string> | undefined,
): string | undefined {
  const applied = graph.ancestors(current);
  const within = lineage === undefined ? applied : new Set([...applied].filter((id) => lineage.has(id)));
  const [position, ...others] = graph.headsOf(within);
  if (position !== undefined && others.length > 0) throw new AmbiguousStep(target.text, [position, ...others]);
  return position;
}

/** So many revisions on from a place, or back from it. */
function walk(
  graph: RevisionGraph,
  { text, offset = 0 }: Target,
  start: string | undefined,
  lineage: ReadonlySet<string> | undefined,
): readonly string[] {
  let position = start;
  for (let gone = 0; gone < Math.abs(offset); gone++) {
    const [next, ...others] = offset > 0 ? onward(graph, position, lineage) : back(graph, position);
    if (next === undefined) {
      if (offset < 0 && position !== undefined && gone + 1 === -offset) return [];
      throw new NotEnoughRevisions(text, gone);
    }
    if (others.length > 0) throw new AmbiguousStep(text, [next, ...others]);
    position = next;
  }
  return position === undefined ? [] : [position];
}

function onward(
  graph: RevisionGraph,
  from: string | undefined,
  lineage: ReadonlySet<string> | undefined,
): readonly string[] {
  const next = from === undefined ? graph.bases : graph.children(from);
  return lineage === undefined ? next : next.filter((id) => lineage.has(id));
}

const back = (graph: RevisionGraph, from: string | undefined): readonly string[] =>
  from === undefined ? [] : graph.get(from).parents;
