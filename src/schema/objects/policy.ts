import type { Dependent } from './dependency.ts';

/** PostgreSQL: which rows of a table a role may see or write, where row security is on. */
export interface Policy extends Dependent {
  readonly kind: 'policy';
  readonly name: string;
  readonly table: string;
  readonly schema?: string;
  /** Absent means PERMISSIVE. */
  readonly restrictive?: boolean;
  /** Absent means all. */
  readonly command?: 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE';
  /** Absent means everybody (PUBLIC). */
  readonly roles?: readonly string[];
  readonly using?: string;
  readonly withCheck?: string;
  readonly comment?: string;
}
