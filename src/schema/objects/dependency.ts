import type { TableName } from '../table-name.ts';

/** Something that an object leans on, as a server tells: a relation or one column of it, a routine, a type. */
export interface Dependency extends TableName {
  readonly kind: 'relation' | 'routine' | 'type' | 'extension';
  /** One column of the relation. */
  readonly column?: string;
}

/** What every object may say of what it leans on. It orders operations; it takes no part in comparing, and is in no revision. */
export interface Dependent {
  /** Reflected where the server keeps it; what is declared is read for the names that it mentions. */
  readonly dependsOn?: readonly Dependency[];
}
