import type { Dependent } from './dependency.ts';

/** SQLite: a table whose rows a module keeps: FTS5, R-Tree. */
export interface VirtualTable extends Dependent {
  readonly kind: 'virtualTable';
  readonly name: string;
  readonly schema?: string;
  readonly module: string;
  /** What the module is given, one text each: `content='posts'`. */
  readonly arguments?: never;
  readonly options?: readonly string[];
}
