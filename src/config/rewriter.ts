import type { Kind, Operation } from '../operations/operation.ts';
import type { ProcessRevisionDirectives } from './hooks.ts';

/**
 * What becomes of operations, by their kinds: an operation, several, or none. Kinds without a function stay as they are.
 * Each is told which direction of the revision it stands in.
 */
export type Rewrites = {
  readonly [K in Kind]?: (
    operation: Operation<K>,
    direction: 'upgrade' | 'downgrade',
  ) => Operation | readonly Operation[];
};

/**
 * Makes a `processRevisionDirectives` that goes through the operations of a revision, both ways, one by one. What a function
 * returns is not gone through again.
 *
 * @param rewrites functions by kind of operation
 * @example
 * processRevisionDirectives: rewriter({
 *   createIndex: (operation) => ({ ...operation, concurrently: true }),
 *   dropTable: () => [],
 * });
 */
export function rewriter(rewrites: Rewrites): ProcessRevisionDirectives {
  const rewrite = (operations: readonly Operation[], direction: 'upgrade' | 'downgrade'): readonly Operation[] =>
    operations.flatMap((operation) => {
      const change = rewrites[operation.kind] as Rewrite | undefined;
      return change === undefined ? [operation] : change(operation, direction);
    });
  return (directives) => ({
    ...directives,
    upgrade: rewrite(directives.upgrade, 'upgrade'),
    downgrade: rewrite(directives.downgrade, 'downgrade'),
  });
}

type Rewrite = (operation: Operation, direction: 'upgrade' | 'downgrade') => Operation | readonly Operation[];
