import type { Dependent } from './dependency.ts';

/** PostgreSQL: an extension that is installed in the database. */
export interface Extension extends Dependent {
  readonly kind: 'extension';
  readonly name: string;
  /** Where its objects are; absent means the default schema. */
  readonly schema?: string;
  /** Absent means whichever the server offers, and takes no part in comparing. */
  readonly version?: string;
  readonly comment?: string;
}
