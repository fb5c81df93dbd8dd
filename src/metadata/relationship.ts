import type { ForeignKeyTarget } from './foreign-key.ts';
import { isKind, kind, type OfKind } from './kind.ts';

/** What can be said of a relationship. It is kept for diagrams and for whoever reads the models. */
export interface RelationshipOptions {
  /** The relationship of the other model that goes the other way. */
  readonly backPopulates?: string;
  /** The name of the way back, where the other model does not declare it. */
  readonly backref?: string;
  /** The association table between the two. */
  readonly secondary?: string | (OfKind<'table'> & { readonly name: string });
  /** False: one object, not a list. */
  readonly uselist?: boolean;
  readonly cascade?: string;
  readonly lazy?: 'select' | 'joined' | 'subquery' | 'selectin' | 'dynamic' | 'raise' | 'noload' | 'write_only';
  readonly passiveDeletes?: boolean;
  readonly orderBy?: string;
  /** Which side of a table that points at itself is the other one. */
  readonly remoteSide?: string;
  /** The columns it goes by, where there are several ways. */
  readonly foreignKeys?: string | readonly (string | ForeignKeyTarget)[];
}

/**
 * A relationship between two models. Made by `relationship`.
 *
 * @typeParam Target the name of the other model
 */
export interface Relationship<Target extends string = string> extends OfKind<'relationship'> {
  /** The other model, by its name or that of its table. */
  readonly target: Target;
  readonly options: RelationshipOptions;
}

/**
 * Says how a model is related to another. It makes no SQL: the foreign key does.
 *
 * @param target the other model, by its name or that of its table
 * @example posts: sa.relationship('Post', { backPopulates: 'author' })
 */
export const relationship = <const Target extends string>(
  target: Target,
  options: RelationshipOptions = {},
): Relationship<Target> => ({ [kind]: 'relationship', target, options });

export const isRelationship = (value: unknown): value is Relationship => isKind(value, 'relationship');
