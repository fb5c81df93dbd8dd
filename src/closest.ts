/**
 * The names that `wanted` was probably meant to be, best first, three at most: those that it is a part of, then those within
 * a few typing errors, whatever their case.
 */
export function closest(wanted: string, names: Iterable<string>): readonly string[] {
  const target = wanted.toLowerCase();
  const allowed = Math.max(1, Math.floor(target.length / 3));
  const scored: (readonly [distance: number, name: string])[] = [];
  for (const name of names) {
    const other = name.toLowerCase();
    const distance = isPartOf(target, other) ? 0 : editDistance(target, other, allowed);
    if (distance <= allowed) scored.push([distance, name]);
  }
  return scored
    .sort(([a, x], [b, y]) => a - b || (x < y ? -1 : 1))
    .slice(0, 3)
    .map(([, name]) => name);
}

const isPartOf = (part: string, whole: string): boolean =>
  part !== '' && (whole.startsWith(part) || (part.length >= 4 && whole.includes(part)));

/** `did you mean 'users' or 'user'?`, or nothing to say. */
export function didYouMean(wanted: string, names: Iterable<string>): string | undefined {
  const found = closest(wanted, names).map((name) => `'${name}'`);
  return found.length === 0 ? undefined : `did you mean ${found.join(' or ')}?`;
}

/** Levenshtein's distance with swapped neighbours counted once; anything above `limit` is only known to be above it. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let cost = Math.min(
        at(previous, column) + 1,
        at(current, column - 1) + 1,
        at(previous, column - 1) + (same ? 0 : 1),
      );
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        cost = Math.min(cost, at(before, column - 2) + 1);
      }
      current.push(cost);
    }
    if (Math.min(...current) > limit) return limit + 1;
    before = previous;
    previous = current;
  }
  return at(previous, b.length);
}

const at = (row: readonly number[], column: number): number => row[column] ?? Number.POSITIVE_INFINITY;
