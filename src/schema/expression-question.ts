import type { Table } from './table.ts';

/**
 * Two spellings of one expression at the same place of a table, which the server is asked to tell apart: what its catalog
 * printed, and what the user declared.
 */
export interface ExpressionQuestion {
  /** The table as declared, whose columns both spellings may mention. */
  readonly table: Table;
  /** Where the expression stands. `default` and `computed` are of `column`; `key` is a key of an index. */
  readonly place: 'default' | 'computed' | 'check' | 'key' | 'predicate';
  readonly column?: string;
  readonly reflected: string;
  readonly declared: string;
}
