import type { Direction } from './events.ts';

/** A change of the version table that is about to be committed. */
export interface VersionChange {
  readonly direction: Direction | 'stamp';
  /** The revisions that were run, or that were stamped. */
  readonly revisions: readonly string[];
  readonly message: string;
  /** What the version table held before, and holds now. */
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** The database, without secrets. */
  readonly database: string;
  /** Runs one statement in the transaction of the change. */
  readonly execute: (sql: string) => Promise<void>;
}

/** Is told of a change before it is committed; what it throws stops the change. */
export type OnVersionChange = (change: VersionChange) => Promise<void>;
