import { hazardsOf, type OperationHazard } from '../operations/hazards.ts';
import type { Operation } from '../operations/operation.ts';
import type { Unmodelled } from '../schema/schema.ts';
import type { Comparison } from './compare.ts';
import type { RenameQuestion } from './errors.ts';
import { questionOf } from './rename-answers.ts';

/** What differs between two schemas, as data. */
export interface Difference {
  /** What turns the one into the other, in the order in which it would run. */
  readonly operations: readonly Operation[];
  /** What loses data or may fail on existing rows. */
  readonly hazards: readonly OperationHazard[];
  /** Drops and additions that may be renames. */
  readonly possibleRenames: readonly RenameQuestion[];
  /** What the database has and Athanor does not model. It is never dropped. */
  readonly unmodelled: readonly Unmodelled[];
  /** How the comparison was done, where that is not as good as it can be; and what goes without coming back. */
  readonly notes: readonly string[];
}

/** A comparison as commands report it. */
export const differenceOf = ({ operations, candidates, unmodelled, notes }: Comparison): Difference => ({
  operations,
  hazards: hazardsOf(operations),
  possibleRenames: candidates.map(questionOf),
  unmodelled,
  notes,
});
