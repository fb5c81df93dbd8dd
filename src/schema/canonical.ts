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
  // Leaving keys out while copying, not deleting them after: V8 keeps objects with deleted keys in a slow form.
  const copy: Partial<T> = {};
  for (const key of Object.keys(origin) as (keyof T)[]) {
    const value = Object.hasOwn(change, key) ? change[key] : origin[key];
    if (value !== undefined) copy[key] = value;
  }
  for (const key of keys) if (change[key] !== undefined) copy[key] = change[key];
  origins.set(copy, originOf(origin));
  return copy as T;
}

/** What a canonical part was derived from; a part that was never derived is its own origin. */
export const originOf = <T extends object>(part: T): T => (origins.get(part) as T | undefined) ?? part;
