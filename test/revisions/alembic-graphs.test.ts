import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { MigrationError } from '../../src/errors.ts';
import { RevisionGraph, type Step } from '../../src/revisions/graph.ts';
import { planDowngradeTo, planStamp, planUpgradeTo } from '../../src/revisions/plan.ts';
import { revisionsIn } from '../../src/revisions/range.ts';
import { parseTarget, resolveTarget } from '../../src/revisions/target.ts';
import { type AlembicQuestion, readAlembicGraphs } from './alembic-graphs.ts';
import { headsAfter } from './history-table.ts';

const folder = fileURLToPath(new URL('../../../shared/graphs', import.meta.url));
const isThere = existsSync(folder);
const graphs = isThere ? readAlembicGraphs(folder) : [];

/** Where Alembic forgets a head: two of a database's rows are merged into the first destination, and the second is passed over. */
const forgotten = 'stamp heads at c88cdce8f248 e8725d6fa226';

describe('the histories of well-known projects', () => {
  if (!isThere) it('are compared with what Alembic answers', ({ skip }) => skip('../shared/graphs is not there'));

  it.each(graphs)('of $name have the shape that Alembic sees', ({ revisions, summary }) => {
    const graph = new RevisionGraph(revisions);
    const ids = graph.revisions.map(({ id }) => id);
    const labels = ids.filter((id) => graph.labelsOf(id).length > 0).map((id) => [id, graph.labelsOf(id).toSorted()]);
    expect({
      heads: graph.heads.toSorted(),
      bases: graph.bases.toSorted(),
      effective_heads: graph.headsOf(graph.ancestors(graph.heads)).toSorted(),
      branch_points: ids.filter((id) => graph.children(id).length > 1).toSorted(),
      merge_points: ids.filter((id) => graph.get(id).parents.length > 1).toSorted(),
      walk_revisions: ids.toSorted(),
      effective_branch_labels: Object.fromEntries(labels),
    }).toEqual({
      heads: summary.heads.toSorted(),
      bases: summary.bases.toSorted(),
      effective_heads: summary.effective_heads.toSorted(),
      branch_points: summary.branch_points.toSorted(),
      merge_points: summary.merge_points.toSorted(),
      walk_revisions: summary.walk_revisions.toSorted(),
      effective_branch_labels: Object.fromEntries(
        Object.entries(summary.effective_branch_labels).map(([id, names]) => [id, names.toSorted()]),
      ),
    });
  });

  it.each(graphs)('of $name get the plans that Alembic makes', ({ revisions, questions }) => {
    const graph = new RevisionGraph(revisions);
    const differing = questions.filter((one) => !agrees(graph, one)).map((one) => titleOf(one));
    expect(differing).toEqual(differing.filter((title) => title === forgotten));
  });
});

const titleOf = ({ kind, target, symbol, base, head, current = [] }: AlembicQuestion): string =>
  `${kind} ${target ?? symbol ?? `${base}:${head}`} at ${current.join(' ')}`;

/** The same revisions run, each after what it needs, and the same heads are stored; or both refuse. */
function agrees(graph: RevisionGraph, question: AlembicQuestion): boolean {
  try {
    const isAnswered = isSame(graph, question);
    return question.expect.error === undefined ? isAnswered : mayBeAnswered(question);
  } catch (error) {
    if (!(error instanceof MigrationError)) throw error;
    return question.expect.error !== undefined;
  }
}

/** Where Alembic crashes, any answer is better; where it knows a step from a revision only as a target, more is no harm. */
const mayBeAnswered = ({ kind, symbol = '', expect: { error } }: AlembicQuestion): boolean =>
  error !== 'CommandError' || (kind === 'resolve' && /[+-]\d+$/.test(symbol));

function isSame(graph: RevisionGraph, question: AlembicQuestion): boolean {
  const { kind, current = [], target = '', symbol = '', base = '', head = '', expect: wanted } = question;
  switch (kind) {
    case 'upgrade':
    case 'downgrade': {
      const plan = kind === 'upgrade' ? planUpgradeTo : planDowngradeTo;
      const steps = plan(graph, current, parseTarget(target));
      const run = steps.map(({ revision }) => revision.id);
      requireOrder(graph, current, steps);
      return (
        areSame(
          run,
          wanted.steps?.map(([, id]) => id),
        ) && areSame(headsAfter(graph, current, steps), wanted.resulting_heads)
      );
    }
    case 'stamp':
      return areSame(planStamp(graph, current, [parseTarget(target)]), wanted.resulting_heads);
    case 'history': {
      const from = base === 'base' ? {} : { from: parseTarget(base) };
      return areSame([...revisionsIn(graph, [], { ...from, to: parseTarget(head) })], wanted.revisions);
    }
    case 'resolve':
      // Of heads that depend on one another, Alembic names the one that implies the others; a database stores it alone, too.
      return areSame(
        effective(graph, resolveTarget(graph, [], parseTarget(symbol))),
        effective(graph, wanted.revisions),
      );
  }
}

const effective = (graph: RevisionGraph, ids: readonly string[] = []): readonly string[] =>
  graph.headsOf(graph.ancestors(ids));

const areSame = (ours: readonly string[], theirs: readonly string[] = []): boolean =>
  ours.toSorted().join() === theirs.toSorted().join();

/** Nothing runs before what it needs, and nothing is taken back before what needs it. */
function requireOrder(graph: RevisionGraph, current: readonly string[], steps: readonly Step[]): void {
  const applied = new Set(graph.ancestors(current));
  for (const { direction, revision } of steps) {
    if (direction === 'upgrade') expect(graph.needs(revision.id).every((need) => applied.has(need))).toBe(true);
    else expect([...applied].some((id) => graph.needs(id).includes(revision.id))).toBe(false);
    if (direction === 'upgrade') applied.add(revision.id);
    else applied.delete(revision.id);
  }
}
