import type { DialectOptions } from './options.ts';
import type { TableName } from './table-name.ts';

export interface PrimaryKey {
  readonly kind: 'primaryKey';
  readonly name?: string;
  readonly columns: readonly string[];
  readonly deferrable?: boolean;
  readonly initially?: Initially;
  /** SQLite: `onConflict`, and where its keys are stored otherwise, `orders` and `collations` column by column. */
  readonly sqlite?: DialectOptions;
  /** MySQL: how many characters of a column are keys, and which of them descend: `{ length: { body: 100 }, order: { at: 'desc' } }`. */
  readonly mysql?: DialectOptions;
}

export interface Unique {
  readonly kind: 'unique';
  readonly name?: string;
  readonly columns: readonly string[];
  readonly deferrable?: boolean;
  readonly initially?: Initially;
  readonly nullsNotDistinct?: boolean;
  /** As on a primary key. */
  readonly sqlite?: DialectOptions;
}

export interface ForeignKey {
  readonly kind: 'foreignKey';
  readonly name?: string;
  readonly columns: readonly string[];
  readonly references: ForeignKeyTarget;
  readonly onDelete?: ReferentialAction;
  readonly onUpdate?: ReferentialAction;
  readonly deferrable?: boolean;
  readonly initially?: Initially;
  readonly match?: 'FULL' | 'PARTIAL' | 'SIMPLE';
  /** Always added by a statement of its own, after both tables. */
  readonly useAlter?: boolean;
  /** PostgreSQL: rows that were there before are not checked (`NOT VALID`). */
  readonly notValid?: boolean;
}

export interface ForeignKeyTarget {
  readonly table: string;
  /** Absent means the schema of the table that has the foreign key; null means the connection's default schema. */
  readonly schema?: string | null;
  readonly columns: readonly string[];
}

export interface Check {
  readonly kind: 'check';
  readonly name?: string;
  readonly expression: string;
  readonly noInherit?: boolean;
  readonly notValid?: boolean;
  /** MySQL: the check is kept but not enforced. */
  readonly notEnforced?: boolean;
  /** SQLite: `onConflict`. */
  readonly sqlite?: DialectOptions;
}

export type Initially = 'DEFERRED' | 'IMMEDIATE';
export type ReferentialAction = 'CASCADE' | 'SET NULL' | 'SET DEFAULT' | 'RESTRICT' | 'NO ACTION';
export type Constraint = PrimaryKey | Unique | ForeignKey | Check;

/** The table that a foreign key of `from` points at; without a schema of its own it is in the schema of its table. */
export const targetOf = ({ references }: ForeignKey, from: TableName): TableName => {
  const schema = references.schema === undefined ? from.schema : references.schema;
  return { name: references.table, ...(schema === undefined || schema === null ? {} : { schema }) };
};
