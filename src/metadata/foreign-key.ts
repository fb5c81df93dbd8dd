import type { ForeignKey as ForeignKeyData, ReferentialAction } from '../schema/constraint.ts';
import type { ConstraintName } from './constraint-name.ts';
import { kind, type OfKind } from './kind.ts';

/** What a foreign key can say beside the columns it binds. */
export interface ForeignKeyOptions {
  readonly name?: ConstraintName;
  /** What happens to this row when the row it points at is deleted. */
  readonly onDelete?: ReferentialAction;
  /** What happens to this row when the key it points at changes. */
  readonly onUpdate?: ReferentialAction;
  /** SQLAlchemy's spelling of `onDelete`. */
  readonly ondelete?: ReferentialAction;
  /** SQLAlchemy's spelling of `onUpdate`. */
  readonly onupdate?: ReferentialAction;
  readonly deferrable?: boolean;
  readonly initially?: NonNullable<ForeignKeyData['initially']>;
  readonly match?: NonNullable<ForeignKeyData['match']>;
  /** Always add it by a statement of its own, after both tables: for tables that point at each other. */
  readonly useAlter?: boolean;
  /** PostgreSQL: rows that were there before are not checked. */
  readonly notValid?: boolean;
  /** PostgreSQL, since 15: the only columns that `SET NULL` and `SET DEFAULT` set. */
  readonly onDeleteColumns?: readonly string[];
  /** PostgreSQL, since 18: it is kept but not enforced. */
  readonly notEnforced?: boolean;
  /** PostgreSQL, since 18: the last columns are ranges, and those of the target cover this one. */
  readonly period?: true;
  /** PostgreSQL. */
  readonly comment?: string;
}

/** A column of a table by name, for names that hold a dot. */
export interface TargetColumn {
  readonly table: string;
  readonly schema?: string;
  readonly column: string;
}

/** A column of a table that is declared already: `User.c.id`. */
export interface OwnColumn extends OfKind<'column'> {
  readonly name: string;
}

/** What a foreign key points at: `'users.id'`, `'auth.users.id'`, its parts one by one, or the column itself. */
export type ForeignKeyTarget = `${string}.${string}` | TargetColumn | OwnColumn;

/** The foreign key of one column. Made by `ForeignKey`. */
export interface ColumnForeignKey extends OfKind<'foreignKey'> {
  readonly target: ForeignKeyTarget;
  readonly options: ForeignKeyOptions;
}

/**
 * Says of a column that its values are those of another. The target is looked up when the schema is needed, so that tables
 * can be declared in any order and can point at each other.
 *
 * @param target `'users.id'`, with a schema `'auth.users.id'`
 * @example column('author_id', sa.Integer, ForeignKey('users.id', { onDelete: 'CASCADE' }))
 */
export const ForeignKey = (target: ForeignKeyTarget, options: ForeignKeyOptions = {}): ColumnForeignKey => ({
  [kind]: 'foreignKey',
  target,
  options,
});
