import { describe } from './describe.ts';
import type { Hazard } from './description.ts';
import type { Operation } from './operation.ts';

/** A hazard, and the operation of a list that brings it. */
export interface OperationHazard extends Hazard {
  /** The position of the operation in the list. */
  readonly operation: number;
  /** The operation in words. */
  readonly summary: string;
}

/** What of a list of operations loses data or may fail on existing rows. */
export const hazardsOf = (operations: readonly Operation[]): readonly OperationHazard[] =>
  operations.flatMap((operation, at) => {
    const { summary, hazards } = describe(operation);
    return hazards.map((hazard) => ({ operation: at, summary, ...hazard }));
  });
