const origins = new WeakMap<object, object>();

/** What becomes of some keys of a part; undefined takes a key away. */
export type Change<T> = { readonly [Key in keyof T]?: T[Key] | undefined };

/**
 * A changed copy of a part of a schema that remembers what it was made from. Canonical forms are for comparing only;
 * operations carry the origin, that is, what the user declared or what the server reported.
 */
export function derive<T extends object>(origin: T, change: Change<T>): T {
  const copy = { ...origin, ...change } as T;
  for (const key of Object.keys(copy) as (keyof T)[]) if (copy[key] === undefined) delete copy[key];
  origins.set(copy, originOf(origin));
  return copy;
}

/** What a canonical part was derived from; a part that was never derived is its own origin. */
export const originOf = <T extends object>(part: T): T => (origins.get(part) as T | undefined) ?? part;
