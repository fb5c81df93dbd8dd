/** A revision to draw: its id, those it follows, the mark on its line, and what stands beside that. */
export interface GraphNode {
  readonly id: string;
  readonly parents: readonly string[];
  readonly mark: string;
  readonly text: string;
}

/**
 * Draws branches and merges as git does: a column for every line of descent, a mark for every revision, and slanted strokes
 * where columns part, join or move.
 *
 * @param nodes the newest first: each stands before all that it follows; parents that are not among them are not drawn
 * @returns lines without a line end
 */
export function drawGraph(nodes: readonly GraphNode[]): readonly string[] {
  const shown = new Set(nodes.map(({ id }) => id));
  const lines: string[] = [];
  // The revision that each column leads down to.
  let columns: readonly string[] = [];
  // The column in which a line of descent has just ended: what begins there does not go on with it.
  let ended: number | undefined;
  for (const { id, parents, mark, text } of nodes) {
    if (!columns.includes(id)) {
      if (ended === columns.length) lines.push(columns.map(() => '|').join(' '));
      columns = [...columns, id];
    }
    ended = undefined;
    const at = columns.indexOf(id);
    const cells = columns.map((_, column) => (column === at ? mark : '|')).join(' ');
    lines.push(`${cells} ${text}`.trimEnd());
    const [first, ...others] = parents.filter((parent) => shown.has(parent));
    if (first === undefined) {
      if (at < columns.length - 1) lines.push(closing(columns.length, at));
      columns = columns.toSpliced(at, 1);
      ended = at;
      continue;
    }
    columns = columns.with(at, first);
    for (const [more, other] of others.entries()) {
      lines.push(opening(columns.length, at + more));
      columns = columns.toSpliced(at + more + 1, 0, other);
    }
    for (let pair = doubled(columns); pair !== undefined; pair = doubled(columns)) {
      lines.push(joining(columns.length, pair.left, pair.right));
      columns = columns.toSpliced(pair.right, 1);
    }
  }
  return lines;
}

/** Two columns that lead to the same revision. */
function doubled(columns: readonly string[]): { readonly left: number; readonly right: number } | undefined {
  if (columns.length < 2) return undefined;
  const known = new Map<string, number>();
  for (const [right, id] of columns.entries()) {
    const left = known.get(id);
    if (left !== undefined) return { left, right };
    known.set(id, right);
  }
  return undefined;
}

/** A line of strokes, each at its place: columns stand at even places, what leads between them at odd ones. */
function strokes(placed: ReadonlyMap<number, string>): string {
  const width = Math.max(-1, ...placed.keys()) + 1;
  return Array.from({ length: width }, (_, place) => placed.get(place) ?? ' ').join('');
}

/** A column opens to the right of another, and those behind it move right. */
function opening(count: number, at: number): string {
  const placed = new Map<number, string>();
  for (let column = 0; column < count; column++) {
    if (column <= at) placed.set(2 * column, '|');
    if (column >= at) placed.set(2 * column + 1, '\\');
  }
  return strokes(placed);
}

/** A column ends, and those behind it move left. */
function closing(count: number, at: number): string {
  const placed = new Map<number, string>();
  for (let column = 0; column < count; column++) {
    if (column < at) placed.set(2 * column, '|');
    if (column > at) placed.set(2 * column - 1, '/');
  }
  return strokes(placed);
}

/** A column runs into one on its left, below those between, and those behind it move left. */
function joining(count: number, left: number, right: number): string {
  const placed = new Map<number, string>();
  for (let column = 0; column < count; column++) {
    if (column < right) placed.set(2 * column, '|');
    if (column >= left && column < right - 1) placed.set(2 * column + 1, '_');
    if (column >= right) placed.set(2 * column - 1, '/');
  }
  return strokes(placed);
}
