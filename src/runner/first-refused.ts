import type { Operation } from '../operations/operation.ts';

/** The position of the operation that a list cannot be compiled with: the shortest beginning that is refused ends with it. */
export function firstRefused(
  operations: readonly Operation[],
  compile: (some: readonly Operation[]) => unknown,
): number {
  let accepted = 0;
  let refused = operations.length;
  while (refused - accepted > 1) {
    const middle = Math.floor((accepted + refused) / 2);
    if (isRefused(() => compile(operations.slice(0, middle)))) refused = middle;
    else accepted = middle;
  }
  return refused - 1;
}

function isRefused(work: () => unknown): boolean {
  try {
    work();
    return false;
  } catch {
    return true;
  }
}
