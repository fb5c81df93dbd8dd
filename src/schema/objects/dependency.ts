import type { TableName } from '../table-name.ts';

/** Something that an object leans on, as a server tells: a relation, one column or the primary key of it, a routine, a type. */
export interface Dependency extends TableName {
  readonly kind: 'relation' | 'primaryKey' | 'routine' | 'type' | 'extension';
  /** One column of the relation. */
  readonly column?: string;
}

/** One column of what can be read like a table. */
export interface ResultColumn {
  readonly name: string;
  /** As the server spells it. */
  readonly type: string;
  readonly collation?: string;
}

/** What may be done with an object, and by whom. */
export interface Access {
  readonly owner: string;
  /** Who read this, and would own what is made again. */
  readonly reader: string;
  /** All that is granted, the owner's own rights among it. */
  readonly grants: readonly Grant[];
  /** All that is granted on such an object when the reader has just made it. */
  readonly initial: readonly Grant[];
}

/** One right of one role. */
export interface Grant {
  /** Absent means everybody (PUBLIC). */
  readonly to?: string;
  readonly privilege: string;
  readonly column?: string;
  /** May be passed on. */
  readonly grantable?: boolean;
}

/**
 * What a server tells of an object beside what can be declared of it. It takes no part in comparing, and is in no revision;
 * whoever makes an object again puts back what `access` says.
 */
export interface Dependent {
  /** Orders operations. Reflected where the server keeps it; what is declared is read for the names that it mentions. */
  readonly dependsOn?: readonly Dependency[];
  /** Decides whether the text of a view can change while others lean on it. */
  readonly resultColumns?: readonly ResultColumn[];
  readonly access?: Access;
}
