import type { DialectOptions } from './options.ts';

export interface Index {
  /** Absent only where a naming convention or the database is to choose it. */
  readonly name?: string;
  /** A plain string is a column in ascending order. */
  readonly columns: readonly (string | IndexPart)[];
  readonly unique?: boolean;
  /** The predicate of a partial index, as SQL. */
  readonly where?: string;
  /** The access method: `gin`, `hash`, `fulltext`, `spatial`. */
  readonly using?: string;
  /** Columns that are stored in the index but not part of its key. */
  readonly include?: readonly string[];
  readonly nullsNotDistinct?: boolean;
  readonly comment?: string;
  readonly postgresql?: DialectOptions;
  readonly mysql?: DialectOptions;
  readonly sqlite?: DialectOptions;
}

/** One key of an index: a column or an expression, and how it is stored. */
export type IndexPart = ({ readonly column: string } | { readonly expression: string }) & {
  readonly order?: 'asc' | 'desc';
  readonly nulls?: 'first' | 'last';
  readonly collation?: string;
  /** PostgreSQL: the operator class, as in `text_pattern_ops`. */
  readonly operatorClass?: string;
  /** MySQL and MariaDB: how many characters of the column are indexed. */
  readonly length?: number;
};

/** The columns of an index by name; an expression has none. */
export const columnsOf = (index: Index): readonly string[] =>
  index.columns.flatMap((part) => (typeof part === 'string' ? [part] : 'column' in part ? [part.column] : []));
