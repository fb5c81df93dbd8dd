import type { CustomObject } from './custom-object.ts';
import type { SchemaObject } from './objects/object.ts';
import type { Table } from './table.ts';

/** What a database is: a tree of readonly data that refers by name. Order carries no meaning but for columns of a table. */
export interface Schema {
  readonly tables: readonly Table[];
  readonly objects?: readonly SchemaObject[];
  /** Objects of kinds that the project defines. */
  readonly custom?: readonly CustomObject[];
  /** What the database has and Athanor does not model: reported, never compared, never dropped. */
  readonly unmodelled?: readonly Unmodelled[];
}

export interface Unmodelled {
  /** In the database's words: `view`, `trigger`, `exclusion constraint`. */
  readonly kind: string;
  readonly name: string;
  readonly schema?: string;
  readonly table?: string;
  /** The statement that creates it, where the database keeps it. */
  readonly definition?: string;
}

export const emptySchema: Schema = { tables: [] };
