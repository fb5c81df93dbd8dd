import type { DialectOptions } from '../options.ts';
import type { SqlByDialect } from '../sql-by-dialect.ts';
import type { Dependent } from './dependency.ts';

/** A function or a procedure that is stored in the database. */
export interface Routine<K extends 'function' | 'procedure' = 'function' | 'procedure'> extends Dependent {
  readonly kind: K;
  readonly name: string;
  readonly schema?: string;
  /** What stands between the parentheses after its name; absent means nothing. */
  readonly arguments?: string;
  /** Only in canonical forms: the types of the arguments that tell overloaded routines apart. */
  readonly signature?: string;
  /** Only in canonical forms: the defaults of the last arguments. */
  readonly defaults?: readonly string[];
  /** What follows RETURNS. */
  readonly returns?: string;
  /** PostgreSQL; `sql` unless said otherwise. */
  readonly language?: string;
  /** What the routine does; a database that it has no text for has no such routine. */
  readonly body: SqlByDialect;
  readonly comment?: string;
  /** `{ volatility: 'IMMUTABLE', strict: true, security: 'DEFINER', parallel: 'SAFE', cost: 10, set: { search_path: 'public' } }` */
  readonly postgresql?: DialectOptions;
  /** `{ deterministic: true, dataAccess: 'READS SQL DATA', security: 'INVOKER', definer: … }` */
  readonly mysql?: DialectOptions;
}

/** PostgreSQL: a function over the rows of a group. */
export interface Aggregate extends Dependent {
  readonly kind: 'aggregate';
  readonly name: string;
  readonly schema?: string;
  readonly arguments?: string;
  readonly signature?: string;
  /** What stands in the parentheses after its arguments: `sfunc = int4pl, stype = integer, initcond = 0`. */
  readonly definition: SqlByDialect;
  readonly comment?: string;
}
