/** A small pseudo-random generator (mulberry32): the same seed, the same schema, on every machine. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  /** A whole number from 0 to `limit` - 1. */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }

  /** Up to `count` distinct items, in their own order. */
  some<T>(items: readonly T[], count: number): readonly T[] {
    const chosen = new Set<T>();
    for (let tries = 0; tries < count * 3 && chosen.size < Math.min(count, items.length); tries += 1) {
      chosen.add(this.pick(items));
    }
    return items.filter((item) => chosen.has(item));
  }
}
