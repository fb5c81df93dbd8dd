import type { TypeRules } from './types.ts';

/** What decides the canonical form of a schema on one server. */
export interface ServerRules {
  readonly types: TypeRules;
  /** A descending key is stored so. Otherwise `DESC` is read and forgotten. */
  readonly descendingKeys: boolean;
  /** A generated column can be declared NOT NULL. */
  readonly notNullComputed: boolean;
  /** A check can be kept without being enforced. */
  readonly unenforcedChecks: boolean;
}
