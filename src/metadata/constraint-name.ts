import { isKind, kind, type OfKind } from './kind.ts';

/** A name that is final. Made by `conv`. */
export interface FinalName extends OfKind<'name'> {
  readonly name: string;
}

/** A name of a constraint or an index; a string is still subject to the naming convention. */
export type ConstraintName = string | FinalName;

/**
 * Marks a name as final: no naming convention is applied to it. As SQLAlchemy's `conv` and Alembic's `op.f`, it is cut with
 * a hash, not refused, where the database does not take names of that length.
 *
 * @example sa.CheckConstraint('price > 0', { name: sa.conv('positive_price') })
 */
export const conv = (name: string): FinalName => ({ [kind]: 'name', name });

export const isFinalName = (name: ConstraintName): name is FinalName => isKind(name, 'name');
