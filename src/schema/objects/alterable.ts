import type { ObjectKind, ObjectOf, SchemaObject } from './object.ts';

/** One function for each kind that can be altered in some ways; both sides are canonical. */
type Alterations = { readonly [K in ObjectKind]?: (from: ObjectOf<K>, to: ObjectOf<K>) => boolean };

const always = (): boolean => true;

const alterations: Alterations = {
  schema: always,
  sequence: always,
  enum: always,
};

/**
 * Whether an object can become another one of its name while other things lean on it, on every database that has it. What
 * cannot is dropped and created, with everything that leans on it.
 */
export const isAlterable = (from: SchemaObject, to: SchemaObject): boolean =>
  (alterations[to.kind] as ((from: SchemaObject, to: SchemaObject) => boolean) | undefined)?.(from, to) === true;
