/** A binary heap of numbers: the smallest comes out first. */
export class PriorityQueue {
  readonly #heap: number[] = [];

  get size(): number {
    return this.#heap.length;
  }

  push(item: number): void {
    const heap = this.#heap;
    let at = heap.push(item) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.#at(parent) <= item) break;
      heap[at] = this.#at(parent);
      at = parent;
    }
    heap[at] = item;
  }

  pop(): number | undefined {
    const heap = this.#heap;
    const top = heap[0];
    const last = heap.pop();
    if (top === undefined || last === undefined || heap.length === 0) return top;
    let at = 0;
    for (let child = 1; child < heap.length; child = 2 * at + 1) {
      if (child + 1 < heap.length && this.#at(child + 1) < this.#at(child)) child += 1;
      if (this.#at(child) >= last) break;
      heap[at] = this.#at(child);
      at = child;
    }
    heap[at] = last;
    return top;
  }

  #at(index: number): number {
    return this.#heap[index] as number;
  }
}
