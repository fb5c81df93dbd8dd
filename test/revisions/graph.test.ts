import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type * as errors from '../../src/revisions/errors.ts';
import { RevisionGraph } from '../../src/revisions/graph.ts';
import type { Revision } from '../../src/revisions/revision.ts';
import { history } from './history-notation.ts';

const graphOf = (notation: string): RevisionGraph => new RevisionGraph(history(notation));
const order = (graph: RevisionGraph): string => graph.revisions.map(({ id }) => id).join(' ');

/** Heads and bases as people are shown them, what a database at the heads stores, and the order in which all would run. */
const shapes: readonly (readonly [history: string, heads: string, bases: string, stored: string, order: string])[] = [
  ['', '', '', '', ''],
  ['a', 'a', 'a', 'a', 'a'],
  ['a>b b>c', 'c', 'a', 'c', 'a b c'],
  ['c>b b>a', 'a', 'c', 'a', 'c b a'],
  ['a>b a>c', 'b c', 'a', 'b c', 'a b c'],
  ['a>b a>c b,c>d', 'd', 'a', 'd', 'a b c d'],
  ['a>b x>y', 'b y', 'a x', 'b y', 'a b x y'],
  ['a>b x>y b~y', 'b y', 'a x', 'y', 'a b x y'],
  ['a>b x>y y~a', 'b y', 'a x', 'b', 'x y a b'],
  ['a b c c~a', 'a b c', 'a b c', 'a b', 'c a b'],
];

const broken: readonly (readonly [
  what: string,
  revisions: readonly Revision[],
  error: keyof typeof errors,
  message: string,
])[] = [
  [
    'a missing parent',
    history('revision1>b').slice(1),
    'MissingRevision',
    'revision b names revision1 as its parent, and no file holds that revision',
  ],
  [
    'a missing dependency',
    history('revision1~b'),
    'MissingRevision',
    'revision b names revision1 as its dependency, and no file holds that revision',
  ],
  ['a revision that follows itself', history('a>a'), 'RevisionCycle', 'revision a (a.ts) needs itself'],
  [
    'a circle',
    history('a>b b>c c>a'),
    'RevisionCycle',
    'revisions need one another in a circle: a (a.ts) -> c (c.ts) -> b (b.ts) -> a',
  ],
  [
    'a circle over a dependency',
    history('a>b b~a'),
    'RevisionCycle',
    'revisions need one another in a circle: a (a.ts) -> b (b.ts) -> a',
  ],
  [
    'a circle away from the heads',
    history('x>a a>b b>a b>c'),
    'RevisionCycle',
    'revisions need one another in a circle: a (a.ts) -> b (b.ts) -> a',
  ],
  [
    'an id in two files',
    [...history('a'), ...history('a').map((one) => ({ ...one, path: '/migrations/copy.ts' }))],
    'DuplicateRevision',
    'revision a is there twice: in a.ts and in copy.ts',
  ],
  [
    'a label on two revisions',
    history('a b a:x b:x'),
    'DuplicateLabel',
    "branch label 'x' is used by a (a.ts) and by b (b.ts)",
  ],
  [
    'a dependency that fits two ids',
    history('abcd1 abcd2 abcd~z'),
    'AmbiguousRevision',
    "'abcd' fits several revisions: abcd1, abcd2",
  ],
];

describe('a history', () => {
  it.each(shapes)(
    'of [%s] has heads [%s] and bases [%s], stores [%s], runs in order [%s]',
    (notation, heads, bases, stored, inOrder) => {
      const graph = graphOf(notation);
      expect({
        heads: graph.heads.toSorted().join(' '),
        bases: graph.bases.toSorted().join(' '),
        stored: graph.headsOf(graph.ancestors(graph.heads)).toSorted().join(' '),
        order: order(graph),
      }).toEqual({ heads, bases, stored, order: inOrder });
    },
  );

  it.each(broken)('with %s is refused', (_, revisions, error, message) => {
    const build = (): RevisionGraph => new RevisionGraph(revisions);
    expect(build).toThrow(expect.objectContaining({ name: error }));
    expect(build).toThrow(message);
  });

  it('suggests the id that a missing parent may have meant', () => {
    const [, second] = history('revision1>b');
    const build = (): RevisionGraph =>
      new RevisionGraph([...history('revision2'), ...(second === undefined ? [] : [second])]);
    expect(build).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('did you mean revision2? Otherwise') }),
    );
  });

  it('finds a dependency by label and by the start of an id', () => {
    const graph = graphOf('first1>second2 first1:ground ground~x seco~y');
    expect([graph.needs('x'), graph.needs('y')]).toEqual([['first1'], ['second2']]);
  });

  it('runs in one order whatever the order of its files', () => {
    const revisions = history('a>b a>c b,c>d x>y b~y');
    fc.assert(
      fc.property(fc.shuffledSubarray([...revisions], { minLength: revisions.length }), (shuffled) => {
        expect(order(new RevisionGraph(shuffled))).toBe('a b c d x y');
      }),
    );
  });

  it('may be a chain of five thousand', () => {
    const ids = Array.from({ length: 5000 }, (_, at) => `r${String(at).padStart(5, '0')}`);
    const [template] = history('a');
    const revisions = ids.map((id, at) => ({
      ...template,
      id,
      path: `/m/${id}.ts`,
      parents: ids.slice(Math.max(0, at - 1), at),
    }));
    const graph = new RevisionGraph(revisions.reverse() as Revision[]);
    expect(graph.planUpgrade([], graph.heads)).toHaveLength(5000);
    expect(graph.planDowngrade(graph.heads, ['r00000'])).toHaveLength(4999);
  });

  it('may be a merge of two thousand', () => {
    const ids = Array.from({ length: 2000 }, (_, at) => `r${at}`);
    const graph = graphOf(`${ids.join(' ')} ${ids.join(',')}>merge`);
    expect(graph.planUpgrade([], ['merge']).at(-1)?.leaving).toHaveLength(2000);
  });
});

/** Histories in which every revision needs some of those before it. */
const histories = fc
  .array(
    fc.record({ parents: fc.array(fc.nat(), { maxLength: 2 }), dependsOn: fc.array(fc.nat(), { maxLength: 1 }) }),
    { minLength: 1, maxLength: 14 },
  )
  .map((shape) =>
    shape.map(({ parents, dependsOn }, at): Revision => {
      const earlier = (picks: readonly number[]): readonly string[] => [
        ...new Set(at === 0 ? [] : picks.map((pick) => `r${pick % at}`)),
      ];
      const id = `r${at}`;
      return {
        id,
        parents: earlier(parents),
        dependsOn: earlier(dependsOn),
        labels: [],
        message: id,
        path: `/m/${(at * 7) % 13}${id}.ts`,
        format: 'ts',
      };
    }),
  );

const cases = fc
  .record({
    revisions: histories,
    at: fc.array(fc.nat(), { maxLength: 3 }),
    to: fc.array(fc.nat(), { minLength: 1, maxLength: 2 }),
  })
  .map(({ revisions, at, to }) => {
    const pick = (picks: readonly number[]): readonly string[] => picks.map((one) => `r${one % revisions.length}`);
    const graph = new RevisionGraph(revisions);
    const applied = graph.ancestors(pick(at));
    return { graph, applied, current: graph.headsOf(applied), targets: pick(to) };
  });

describe('every plan', () => {
  it('of an upgrade runs what is needed and not applied, needs first, and leaves the heads of the whole', () => {
    fc.assert(
      fc.property(cases, ({ graph, applied, current, targets }) => {
        const now = new Set(applied);
        const stored = new Set(current);
        for (const { revision, leaving, entering } of graph.planUpgrade(current, targets)) {
          expect(now.has(revision.id)).toBe(false);
          expect(graph.needs(revision.id).every((need) => now.has(need))).toBe(true);
          now.add(revision.id);
          for (const head of leaving) stored.delete(head);
          for (const head of entering) stored.add(head);
          expect(stored).toEqual(new Set(graph.headsOf(now)));
        }
        expect(now).toEqual(new Set([...applied, ...graph.ancestors(targets)]));
      }),
    );
  });

  it('of a downgrade undoes what stands above, dependents first, and an upgrade leads back', () => {
    fc.assert(
      fc.property(cases, ({ graph, applied, current, targets }) => {
        const [target = ''] = targets.filter((id) => applied.has(id));
        const now = new Set(applied);
        const stored = new Set(current);
        const undone = target === '' ? graph.bases : graph.children(target);
        const steps = graph.planUndo(current, undone);
        for (const { revision, leaving, entering } of steps) {
          expect(now.delete(revision.id)).toBe(true);
          for (const head of leaving) expect(stored.delete(head)).toBe(true);
          for (const head of entering) stored.add(head);
          expect(stored).toEqual(new Set(graph.headsOf(now)));
        }
        expect(now.has(target)).toBe(target !== '');
        expect([...graph.descendants(undone)].filter((id) => now.has(id))).toEqual([]);
        const back = graph.planUpgrade(graph.headsOf(now), current);
        expect(new Set(back.map(({ revision }) => revision.id))).toEqual(
          new Set(steps.map(({ revision }) => revision.id)),
        );
      }),
    );
  });
});
