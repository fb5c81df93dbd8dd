import type { DialectOptions } from '../options.ts';
import type { SqlByDialect } from '../sql-by-dialect.ts';
import type { Index } from '../table-index.ts';
import type { Dependent } from './dependency.ts';

/** A stored query. */
export interface View extends Dependent {
  readonly kind: 'view';
  readonly name: string;
  readonly schema?: string;
  /** The query; a database that it has no text for has no such view. */
  readonly definition: SqlByDialect;
  /** The names of its columns, where they are not those of the query. */
  readonly columns?: readonly string[];
  readonly checkOption?: 'LOCAL' | 'CASCADED';
  readonly comment?: string;
  /**
   * `{ with: { security_invoker: true } }`, comments and defaults of columns: `{ columnComments: { total: 'in cents' },
   * columnDefaults: { day: 'now()' } }`, and `{ recursive: true }` for a query that reads the view itself.
   */
  readonly postgresql?: DialectOptions;
  /** `{ algorithm: 'MERGE', security: 'INVOKER', definer: … }` */
  readonly mysql?: DialectOptions;
}

/** PostgreSQL: a query whose rows are stored. */
export interface MaterializedView extends Dependent {
  readonly kind: 'materializedView';
  readonly name: string;
  readonly schema?: string;
  readonly definition: SqlByDialect;
  readonly columns?: readonly string[];
  readonly indexes?: readonly Index[];
  readonly comment?: string;
  /** `{ using, tablespace, with: { fillfactor: 70 }, clusterOn: 'ix_sales', columnComments }` */
  readonly postgresql?: DialectOptions;
}
