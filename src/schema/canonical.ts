const origins = new WeakMap<object, object>();

/**
 * A changed copy of a part of a schema that remembers what it was made from. Canonical forms are for comparing only;
 * operations carry the origin, that is, what the user declared or what the server reported.
 */
export function derive<T extends object>(origin: T, change: Partial<T>): T {
  const copy = { ...origin, ...change };
  for (const key of Object.keys(copy) as (keyof T)[]) if (copy[key] === undefined) delete copy[key];
  origins.set(copy, originOf(origin));
  return copy;
}

/** What a canonical part was derived from; a part that was never derived is its own origin. */
export const originOf = <T extends object>(part: T): T => (origins.get(part) as T | undefined) ?? part;
