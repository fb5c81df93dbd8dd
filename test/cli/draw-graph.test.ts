import { describe, expect, it } from 'vitest';
import { drawGraph } from '../../src/cli/draw-graph.ts';
import { RevisionGraph } from '../../src/revisions/graph.ts';
import type { Revision } from '../../src/revisions/revision.ts';
import { history } from '../revisions/history-notation.ts';

const draw = (revisions: readonly Revision[]): readonly string[] =>
  drawGraph(
    new RevisionGraph(revisions).revisions
      .toReversed()
      .map(({ id, parents }) => ({ id, parents, mark: '*', text: id })),
  );

/** The drawing of a history, the newest first. */
const drawings: readonly (readonly [history: string, ...drawing: readonly string[]])[] = [
  [''],
  ['a', '* a'],
  ['a>b b>c', '* c', '* b', '* a'],
  ['a>b a>c', '* c', '| * b', '|/', '* a'],
  ['a>b a>c b,c>d', '* d', '|\\', '| * c', '* | b', '|/', '* a'],
  ['a>b x>y', '* y', '* x', '', '* b', '* a'],
  ['a>b a>c a>d b,c,d>m', '* m', '|\\', '| |\\', '| | * d', '| * | c', '| |/', '* | b', '|/', '* a'],
  ['a b a,b>c', '* c', '|\\', '| * b', '* a'],
  ['a>b b>c a>d d>e c,e>f f>g', '* g', '* f', '|\\', '| * e', '| * d', '* | c', '* | b', '|/', '* a'],
  ['a>b a>c a>d', '* d', '| * c', '|/', '| * b', '|/', '* a'],
  ['a>c b>d c,d>e a>x x>y', '* y', '* x', '| * e', '| |\\', '| | * d', '| * | c', '|/ /', '| * b', '* a'],
];

describe('a drawing', () => {
  it.each(drawings)('of %s is as git draws it', (notation, ...drawing) => {
    expect(draw(history(notation))).toEqual(drawing);
  });

  it.each([
    ['m:a,b,c c:a b:a x: a:', ['* m', '|\\', '| |\\', '| | * c', '|_|/', '| * b', '|/', '| * x', '* a']],
    ['e:a f:c g:a c:b b:a a:', ['* e', '| * f', '| | * g', '|_|/', '| * c', '| * b', '|/', '* a']],
    ['t:a u:b x: v:a b:a a:', ['* t', '| * u', '| | * x', '| |', '| | * v', '|_|/', '| * b', '|/', '* a']],
    ['t:a x: u:b b: a:', ['* t', '| * x', '|', '| * u', '| * b', '* a']],
  ])('of %s crosses and ends columns', (notation, drawing) => {
    const nodes = notation.split(' ').map((node) => {
      const [id = '', parents = ''] = node.split(':');
      return { id, parents: parents.split(',').filter(Boolean), mark: '*', text: id };
    });
    expect(drawGraph(nodes)).toEqual(drawing);
  });

  it('leaves out parents that are not listed', () => {
    expect(drawGraph([{ id: 'b', parents: ['a'], mark: '*', text: 'b' }])).toEqual(['* b']);
  });

  it('marks every revision once and every line has a column for each open branch', () => {
    const revisions = manyBranches(200);
    const lines = draw(revisions);
    const drawn = lines.flatMap((line) => /\* (?:\| )*(?:[|] )*(r\d+)$/.exec(line.replaceAll(/\s+/g, ' '))?.[1] ?? []);
    expect(drawn.toSorted()).toEqual(revisions.map(({ id }) => id).toSorted());
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(20);
    expect(lines.length).toBeLessThanOrEqual(2 * revisions.length);
  });
});

/** Years of a team: a trunk from which, every seventh revision, a branch of three parts and is merged again. */
function manyBranches(count: number): readonly Revision[] {
  const [template] = history('r0') as readonly [Revision];
  const revisions: Revision[] = [];
  const add = (parents: readonly string[]): string => {
    const id = `r${revisions.length}`;
    revisions.push({ ...template, id, parents, path: `/m/${String(revisions.length).padStart(4, '0')}.ts` });
    return id;
  };
  let trunk = add([]);
  while (revisions.length < count) {
    const start = trunk;
    const branch = add([add([add([start])])]);
    trunk = add([add([start])]);
    trunk = add([add([trunk, branch])]);
  }
  return revisions;
}
