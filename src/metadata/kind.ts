/**
 * The property that tells what an object of ours is. It comes from the global symbol registry, so that it is the same in
 * every copy of this module that a project may have loaded; `instanceof` is not.
 */
export const kind: unique symbol = Symbol.for('athanor.kind');

/** The kinds of things that a user declares. */
export type Kind =
  | 'metadata'
  | 'registry'
  | 'table'
  | 'column'
  | 'relationship'
  | 'typeDecorator'
  | 'foreignKey'
  | 'identity'
  | 'computed'
  | 'sequence'
  | 'constraint'
  | 'index'
  | 'name';

/** An object that says what it is. */
export interface OfKind<K extends Kind> {
  readonly [kind]: K;
}

/** Whether a value is ours and of that kind, whichever copy of this module made it. */
export const isKind = <K extends Kind>(value: unknown, expected: K): value is OfKind<K> =>
  typeof value === 'object' && value !== null && (value as Partial<OfKind<Kind>>)[kind] === expected;
