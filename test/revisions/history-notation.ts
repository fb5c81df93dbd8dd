import type { Revision } from '../../src/revisions/revision.ts';

/**
 * Histories in a line: `a>b` (b follows a), `b,c>d` (d merges b and c), `a~c` (c depends on a, an id or a label), `c:billing`
 * (c carries the label), `b,c=s` (s replaces b and c, of which there need not be files), and a name alone for a revision
 * without anything before it.
 */
export function history(notation: string): readonly Revision[] {
  const revisions = new Map<string, Revision>();
  const add = (id: string, change: Partial<Revision> = {}): void => {
    const known = revisions.get(id) ?? plain(id);
    revisions.set(id, {
      ...known,
      parents: [...known.parents, ...(change.parents ?? [])],
      dependsOn: [...known.dependsOn, ...(change.dependsOn ?? [])],
      labels: [...known.labels, ...(change.labels ?? [])],
      ...(change.replaces === undefined ? {} : { replaces: change.replaces }),
    });
  };
  for (const term of notation.split(/\s+/).filter(Boolean)) {
    const [, left = '', relation = '', right = ''] = /^([^>~:=]+)(?:([>~:=])(.+))?$/.exec(term) ?? [];
    const names = left.split(',');
    if (relation === ':') add(left, { labels: [right] });
    else if (relation === '=') add(right, { replaces: names });
    else {
      if (relation !== '~') for (const name of names) add(name);
      if (relation === '>') add(right, { parents: names });
      if (relation === '~') add(right, { dependsOn: names });
    }
  }
  return [...revisions.values()];
}

const plain = (id: string): Revision => ({
  id,
  parents: [],
  dependsOn: [],
  labels: [],
  message: `make ${id}`,
  path: `/migrations/${id}.ts`,
  format: 'ts',
});
