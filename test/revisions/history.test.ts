import { describe, expect, it } from 'vitest';
import type * as errors from '../../src/revisions/errors.ts';
import { RevisionGraph, type Step } from '../../src/revisions/graph.ts';
import { parseTarget, planDowngradeTo, planUpgradeTo } from '../../src/revisions/target.ts';
import { history } from './history-notation.ts';

const chain = 'a>b b>c c>d';
const diamond = 'a>b a>c b,c>d';
const fork = 'a>b a>c';
const trees = 'a>b x>y b:billing x:stock';
const dependent = 'a>b x>y b~y';
const labelled = 'a>b a>c b>b2 b2>b3 c>c2 b:billing c:stock';
const deep = 'a>b b>c a>d d>e c,e>f f>g';
const long = 'revision_one>revision_two revision_two>other_name';

type Row = readonly [history: string, at: string, command: string, runs: string, leaves: string];
type Refusal = readonly [history: string, at: string, command: string, error: keyof typeof errors];

/** What runs (+ upgrade, - downgrade) and which heads the database stores then. */
const plans: readonly Row[] = [
  ['a', '', 'upgrade head', '+a', 'a'],
  ['a', 'a', 'upgrade head', '', 'a'],
  ['a', 'a', 'downgrade base', '-a', ''],
  ['a', '', 'downgrade base', '', ''],
  [chain, '', 'upgrade head', '+a +b +c +d', 'd'],
  [chain, '', 'upgrade heads', '+a +b +c +d', 'd'],
  [chain, 'b', 'upgrade head', '+c +d', 'd'],
  [chain, 'd', 'upgrade head', '', 'd'],
  [chain, 'd', 'upgrade b', '', 'd'],
  [chain, '', 'upgrade c', '+a +b +c', 'c'],
  [chain, '', 'upgrade +1', '+a', 'a'],
  [chain, 'a', 'upgrade +2', '+b +c', 'c'],
  [chain, 'a', 'upgrade a+2', '+b +c', 'c'],
  [chain, '', 'upgrade head-1', '+a +b +c', 'c'],
  [chain, '', 'upgrade d-3', '+a', 'a'],
  [chain, '', 'upgrade base+1', '+a', 'a'],
  [chain, 'b', 'upgrade current', '', 'b'],
  [chain, 'b', 'upgrade base', '', 'b'],
  [chain, 'd', 'downgrade -1', '-d', 'c'],
  [chain, 'd', 'downgrade -3', '-d -c -b', 'a'],
  [chain, 'd', 'downgrade -4', '-d -c -b -a', ''],
  [chain, 'd', 'downgrade b', '-d -c', 'b'],
  [chain, 'd', 'downgrade d', '', 'd'],
  [chain, 'd', 'downgrade base', '-d -c -b -a', ''],
  [chain, 'd', 'downgrade d-1', '-d', 'c'],
  [chain, 'd', 'downgrade a+1', '-d -c', 'b'],
  [chain, 'c', 'downgrade base+1', '-c -b', 'a'],
  [diamond, '', 'upgrade head', '+a +b +c +d', 'd'],
  [diamond, 'a', 'upgrade head', '+b +c +d', 'd'],
  [diamond, 'b', 'upgrade head', '+c +d', 'd'],
  [diamond, 'b c', 'upgrade head', '+d', 'd'],
  [diamond, 'd', 'downgrade a', '-d -c -b', 'a'],
  [diamond, 'd', 'downgrade b', '-d', 'b c'],
  [diamond, 'd', 'downgrade -1', '-d', 'b c'],
  [diamond, 'd', 'downgrade base', '-d -c -b -a', ''],
  [diamond, 'b c', 'downgrade b', '', 'b c'],
  [diamond, 'b c', 'downgrade a', '-c -b', 'a'],
  [diamond, 'a b', 'upgrade head', '+c +d', 'd'],
  [fork, '', 'upgrade heads', '+a +b +c', 'b c'],
  [fork, '', 'upgrade b', '+a +b', 'b'],
  [fork, 'b', 'upgrade heads', '+c', 'b c'],
  [fork, 'b', 'upgrade c', '+c', 'b c'],
  [fork, 'b c', 'downgrade a', '-c -b', 'a'],
  [fork, 'b c', 'downgrade b@-1', '-b', 'c'],
  [fork, 'b c', 'downgrade b@a', '-b', 'c'],
  [trees, '', 'upgrade heads', '+a +b +x +y', 'b y'],
  [trees, '', 'upgrade billing', '+a +b', 'b'],
  [trees, '', 'upgrade stock@head', '+x +y', 'y'],
  [trees, '', 'upgrade stock@+1', '+x', 'x'],
  [trees, 'b y', 'downgrade stock@base', '-y -x', 'b'],
  [trees, 'b y', 'downgrade stock@-1', '-y', 'b x'],
  [trees, 'b y', 'downgrade x', '-y', 'b x'],
  [trees, 'b y', 'downgrade a', '-b', 'a y'],
  [trees, 'b y', 'downgrade base', '-y -x -b -a', ''],
  [trees, 'b', 'upgrade stock@+2', '+x +y', 'b y'],
  [dependent, '', 'upgrade y', '+a +b +x +y', 'y'],
  [dependent, 'x', 'upgrade y', '+a +b +y', 'y'],
  [dependent, 'b x', 'upgrade y', '+y', 'y'],
  [dependent, 'y', 'downgrade x', '-y', 'b x'],
  [dependent, 'y', 'downgrade a', '-y -b', 'a x'],
  [dependent, 'y', 'downgrade -1', '-y', 'b x'],
  [dependent, 'y', 'downgrade -2', '-y -x', 'b'],
  [dependent, '', 'upgrade heads', '+a +b +x +y', 'y'],
  [labelled, '', 'upgrade billing@head', '+a +b +b2 +b3', 'b3'],
  [labelled, 'c2', 'upgrade billing@head', '+b +b2 +b3', 'b3 c2'],
  [labelled, 'a', 'upgrade stock@+1', '+c', 'c'],
  [labelled, 'b c2', 'upgrade billing@+1', '+b2', 'b2 c2'],
  [labelled, 'b3 c2', 'downgrade billing@-2', '-b3 -b2', 'b c2'],
  [labelled, 'b3 c2', 'downgrade billing@a', '-b3 -b2 -b', 'c2'],
  [labelled, 'b3 c2', 'downgrade billing@b2', '-b3', 'b2 c2'],
  [labelled, '', 'upgrade billing@head-1', '+a +b +b2', 'b2'],
  [deep, 'c', 'upgrade head', '+d +e +f +g', 'g'],
  [deep, 'g', 'downgrade d', '-g -f -e', 'c d'],
  [deep, 'g', 'downgrade f', '-g', 'f'],
  [deep, 'c d', 'upgrade f', '+e +f', 'f'],
  [long, '', 'upgrade revision_t', '+revision_one +revision_two', 'revision_two'],
  [long, '', 'upgrade othe', '+revision_one +revision_two +other_name', 'other_name'],
];

const refusals: readonly Refusal[] = [
  [chain, '', 'upgrade e', 'UnknownRevision'],
  [chain, 'd', 'upgrade +1', 'NotEnoughRevisions'],
  [chain, 'a', 'downgrade -2', 'NotEnoughRevisions'],
  [chain, 'b', 'downgrade c', 'NotAnAncestor'],
  [chain, '', 'downgrade a', 'NotAnAncestor'],
  [chain, 'gone', 'upgrade head', 'UnknownRevision'],
  [chain, '', 'upgrade', 'InvalidTarget'],
  [chain, '', 'upgrade a@@b', 'InvalidTarget'],
  [chain, '', 'upgrade a:b', 'InvalidTarget'],
  [chain, '', 'upgrade nope@head', 'UnknownRevision'],
  [diamond, 'd', 'downgrade -2', 'MultipleHeads'],
  [diamond, 'b', 'downgrade c', 'NotAnAncestor'],
  [fork, '', 'upgrade head', 'MultipleHeads'],
  [fork, 'b', 'upgrade head', 'MultipleHeads'],
  [fork, 'b c', 'downgrade -1', 'MultipleHeads'],
  [fork, 'a', 'upgrade +1', 'AmbiguousStep'],
  [fork, 'b c', 'upgrade +1', 'AmbiguousStep'],
  [fork, '', 'upgrade heads-1', 'MultipleHeads'],
  [trees, '', 'upgrade +1', 'AmbiguousStep'],
  [trees, '', 'upgrade billing@x', 'NotOnBranch'],
  [trees, 'b', 'downgrade stock@-1', 'NotEnoughRevisions'],
  [long, '', 'upgrade revi', 'AmbiguousRevision'],
  [long, '', 'upgrade oth', 'UnknownRevision'],
];

const heads = (text: string): readonly string[] => text.split(' ').filter(Boolean);

function run(notation: string, at: string, command: string): readonly Step[] {
  const graph = new RevisionGraph(history(notation));
  const [direction, target = ''] = command.split(' ');
  const plan = direction === 'upgrade' ? planUpgradeTo : planDowngradeTo;
  return plan(graph, heads(at), parseTarget(target));
}

describe('a plan', () => {
  it.each(plans)('of %s at [%s] for %s runs [%s] and leaves [%s]', (notation, at, command, runs, leaves) => {
    const steps = run(notation, at, command);
    const said = steps
      .map(({ direction, revision }) => `${direction === 'upgrade' ? '+' : '-'}${revision.id}`)
      .join(' ');
    expect({ runs: said, leaves: replay(notation, at, steps) }).toEqual({ runs, leaves });
  });

  it.each(refusals)('of %s at [%s] refuses %s with %s', (notation, at, command, error) => {
    expect(() => run(notation, at, command)).toThrow(expect.objectContaining({ name: error }));
  });
});

/** The heads after the steps, moved as the version table is: what leaves has to be there, what enters must not be. */
function replay(notation: string, at: string, steps: readonly Step[]): string {
  const graph = new RevisionGraph(history(notation));
  const stored = new Set(graph.headsOf(graph.ancestors(heads(at))));
  for (const { leaving, entering } of steps) {
    for (const head of leaving) expect(stored.delete(head)).toBe(true);
    for (const head of entering) expect(stored.has(head)).toBe(false);
    for (const head of entering) stored.add(head);
  }
  return [...stored].sort().join(' ');
}
