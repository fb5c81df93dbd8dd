const origins = new WeakMap<object, object>();

/** What is to change in a copy; undefined takes a key out. */
export type Change<T> = { readonly [K in keyof T]?: T[K] | undefined };

/**
 * A changed copy of a part of a schema that remembers what it was made from; the part itself where nothing changes.
 * Canonical forms are for comparing only; operations carry the origin, that is, what the user declared or what the server
 * reported.
 */
export function derive<T extends object>(origin: T, change: Change<T>): T {
  const keys = Object.keys(change) as (keyof T)[];
  if (keys.every((key) => change[key] === origin[key])) return origin;
  const merged: T = { ...origin, ...change };
  // Leaving keys out while copying, not deleting them after: V8 keeps objects with deleted keys in a slow form.
  const copy = keys.every((key) => change[key] !== undefined) ? merged : withoutUndefined(merged);
  origins.set(copy, originOf(origin));
  return copy;
}

const withoutUndefined = <T extends object>(part: T): T =>
  Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined)) as T;

/** What a canonical part was derived from; a part that was never derived is its own origin. */
export const originOf = <T extends object>(part: T): T => (origins.get(part) as T | undefined) ?? part;
