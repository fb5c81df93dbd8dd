import type { DialectOptions } from './options.ts';
import type { IndexPart } from './table-index.ts';
import type { TableName } from './table-name.ts';

/** What any constraint may have beside what it demands. */
export interface NamedConstraint {
  readonly name?: string;
  /** PostgreSQL: what is written beside it in the catalog. */
  readonly comment?: string;
}

/** When a constraint is looked at: after each statement, or at the end of the transaction. */
export interface Deferral {
  readonly deferrable?: boolean;
  readonly initially?: Initially;
}

/** What a primary key and a unique constraint have in common. */
export interface KeyConstraint extends NamedConstraint, Deferral {
  readonly columns: readonly string[];
  /** PostgreSQL: columns that are stored in its index but not part of the key. */
  readonly include?: readonly string[];
  /** PostgreSQL, since 18: the last column is a range, and ranges of equal keys do not overlap. */
  readonly withoutOverlaps?: true;
  /** SQLite: `onConflict`, and where its keys are stored otherwise, `orders` and `collations` column by column. */
  readonly sqlite?: DialectOptions;
  /** PostgreSQL: `with` (storage parameters) and `tablespace` of its index. */
  readonly postgresql?: DialectOptions;
}

export interface PrimaryKey extends KeyConstraint {
  readonly kind: 'primaryKey';
  /** MySQL: how many characters of a column are keys, and which of them descend: `{ length: { body: 100 }, order: { at: 'desc' } }`. */
  readonly mysql?: DialectOptions;
}

export interface Unique extends KeyConstraint {
  readonly kind: 'unique';
  readonly nullsNotDistinct?: boolean;
}

export interface ForeignKey extends NamedConstraint, Deferral {
  readonly kind: 'foreignKey';
  readonly columns: readonly string[];
  readonly references: ForeignKeyTarget;
  readonly onDelete?: ReferentialAction;
  /** PostgreSQL, since 15: the only columns that `SET NULL` and `SET DEFAULT` set. */
  readonly onDeleteColumns?: readonly string[];
  readonly onUpdate?: ReferentialAction;
  readonly match?: 'FULL' | 'PARTIAL' | 'SIMPLE';
  /** Always added by a statement of its own, after both tables. */
  readonly useAlter?: boolean;
  /** PostgreSQL: rows that were there before are not checked (`NOT VALID`). */
  readonly notValid?: boolean;
  /** PostgreSQL, since 18: it is kept but not enforced. */
  readonly notEnforced?: boolean;
  /** PostgreSQL, since 18: the last columns are ranges, and those of the target cover this one (`PERIOD`). */
  readonly period?: true;
}

export interface ForeignKeyTarget {
  readonly table: string;
  /** Absent means the schema of the table that has the foreign key; null means the connection's default schema. */
  readonly schema?: string | null;
  readonly columns: readonly string[];
}

export interface Check extends NamedConstraint {
  readonly kind: 'check';
  readonly expression: string;
  readonly noInherit?: boolean;
  readonly notValid?: boolean;
  /** MySQL, and PostgreSQL since 18: the check is kept but not enforced. */
  readonly notEnforced?: boolean;
  /** SQLite: `onConflict`. */
  readonly sqlite?: DialectOptions;
}

/** PostgreSQL: no two rows for which all operators say yes. The other databases have no such thing. */
export interface Exclusion extends NamedConstraint, Deferral {
  readonly kind: 'exclusion';
  readonly elements: readonly ExclusionElement[];
  /** The access method of its index: `gist` where nothing is said. */
  readonly using?: string;
  /** Only rows for which this holds take part. */
  readonly where?: string;
  readonly include?: readonly string[];
  /** `with` (storage parameters) and `tablespace` of its index. */
  readonly postgresql?: DialectOptions;
}

/** A column or an expression, and the operator that two rows are held against each other with. */
export type ExclusionElement = IndexPart & { readonly operator: string };

export type Initially = 'DEFERRED' | 'IMMEDIATE';
export type ReferentialAction = 'CASCADE' | 'SET NULL' | 'SET DEFAULT' | 'RESTRICT' | 'NO ACTION';
export type Constraint = PrimaryKey | Unique | ForeignKey | Check | Exclusion;

/** The columns that a constraint names; those that a check mentions are in its text. */
export const columnsOfConstraint = (constraint: Constraint): readonly string[] => {
  if (constraint.kind === 'check') return [];
  if (constraint.kind !== 'exclusion') return constraint.columns;
  return constraint.elements.flatMap((element) => ('column' in element ? [element.column] : []));
};

/** The table that a foreign key of `from` points at; without a schema of its own it is in the schema of its table. */
export const targetOf = ({ references }: ForeignKey, from: TableName): TableName => {
  const schema = references.schema === undefined ? from.schema : references.schema;
  return { name: references.table, ...(schema === undefined || schema === null ? {} : { schema }) };
};
