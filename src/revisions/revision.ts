/** How a revision is written: as a TypeScript or JavaScript module, or as a script of SQL. */
export type RevisionFormat = 'ts' | 'js' | 'sql';

/** What a revision says of itself in its header. */
export interface RevisionHeader {
  readonly id: string;
  /** The revisions this one follows: none for the first of a history, several for a merge. */
  readonly parents: readonly string[];
  /** Revisions of other branches that have to be applied before, by id or label. */
  readonly dependsOn: readonly string[];
  /** Names for the branch that starts here. */
  readonly labels: readonly string[];
  readonly message: string;
  /** Revisions that this one stands for, the last of them last: a database that has run them need not run it. */
  readonly replaces?: readonly string[];
  /** When it was written, as its first comment says. */
  readonly createdAt?: string;
}

/** One revision of the history, known without running its file. */
export interface Revision extends RevisionHeader {
  /** The file, absolute. */
  readonly path: string;
  readonly format: RevisionFormat;
}

/**
 * What a revision may be called. Alembic's ids are among these: random ones, readable ones, and versions such as `1.2.0`. A dot
 * stands between other characters, so that no id is hidden, leads out of a folder, or has a file ending of its own.
 */
export const revisionIdPattern = /^(?=.{1,64}$)[0-9A-Za-z_]+(?:\.[0-9A-Za-z_]+)*$/;

/** The same in words. */
export const revisionIdRule = 'letters, digits, underscores and dots between them, 64 characters at most';

/** What targets say in the place of an id: a revision of such a name could not be named. */
export const reservedIds: readonly string[] = ['head', 'heads', 'base', 'current'];

/** What a branch may be called: anything that cannot be taken for an operator of a target. */
export const labelPattern = /^(?!.*[+-]\d+$)[^\s@:+'"]{1,128}$/;
