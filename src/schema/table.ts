import type { Column } from './column.ts';
import type { Constraint } from './constraint.ts';
import type { DialectOptions } from './options.ts';
import type { Index } from './table-index.ts';

/** What can be said of a table beside its parts; changed as a whole by `alterTable`. */
export interface TableOptions {
  readonly comment?: string;
  readonly postgresql?: DialectOptions;
  readonly mysql?: DialectOptions;
  readonly sqlite?: DialectOptions;
}

export interface Table extends TableOptions {
  readonly name: string;
  readonly schema?: string;
  readonly columns: readonly Column[];
  readonly constraints?: readonly Constraint[];
  readonly indexes?: readonly Index[];
  /** The name this table had before: a rename hint. It takes no part in comparing. */
  readonly renamedFrom?: string;
  /** The schema this table was in before, null for the default one: a hint, as `renamedFrom` is. */
  readonly movedFrom?: string | null;
}

/** The options of a table, without its name and parts. */
export const optionsOf = ({ comment, postgresql, mysql, sqlite }: TableOptions): TableOptions => ({
  ...(comment === undefined ? {} : { comment }),
  ...(postgresql === undefined ? {} : { postgresql }),
  ...(mysql === undefined ? {} : { mysql }),
  ...(sqlite === undefined ? {} : { sqlite }),
});
