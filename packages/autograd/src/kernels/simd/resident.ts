import type { Heap } from "./heap.ts";

/** Bytes that may stay resident in kernel memory; beyond that the oldest move out. */
const MOST_RESIDENT = 2 ** 28;

/**
 * A block of kernel memory that outlives its call: what a forward pass leaves for its backward pass. It is only a cache
 * before the garbage collector: when others need the room, its contents move into an array of its own, so that a graph
 * nobody ever walks back costs what any tensor costs.
 */
export class Resident {
  readonly #heap: Heap;
  readonly #elements: number;
  readonly #most: number;
  #address: number | null;
  #moved: Float32Array | null = null;

  /** @param most bytes that all of them may take up before the oldest move out */
  constructor(heap: Heap, elements: number, most: number = MOST_RESIDENT) {
    this.#heap = heap;
    this.#elements = elements;
    this.#most = most;
    this.#address = this.#settle();
  }

  /** Where it is, moved back in if it was out. */
  address(): number {
    if (this.#address === null) {
      this.#address = this.#settle();
      if (this.#moved !== null) this.#heap.array().set(this.#moved, this.#address / 4);
      this.#moved = null;
    }
    return this.#address;
  }

  /** Gives the block back; its contents are gone. */
  release(): void {
    if (this.#address !== null) this.#leave(this.#address);
    this.#moved = null;
  }

  /** A block of its own, after the oldest have made room. */
  #settle(): number {
    const resident = residentsOf(this.#heap);
    while (resident.all.size > 0 && resident.bytes + 4 * this.#elements > this.#most) moveOldest(resident);
    for (;;) {
      try {
        const address = this.#heap.take(this.#elements);
        resident.all.add(this);
        resident.bytes += 4 * this.#elements;
        return address;
      } catch (error) {
        if (resident.all.size === 0) throw error;
        moveOldest(resident);
      }
    }
  }

  #leave(address: number): void {
    const resident = residentsOf(this.#heap);
    resident.all.delete(this);
    resident.bytes -= 4 * this.#elements;
    this.#heap.release(address);
    this.#address = null;
  }

  /** @internal */
  moveOut(): void {
    if (this.#address === null) return;
    const start = this.#address / 4;
    this.#moved = this.#heap.array().slice(start, start + this.#elements);
    this.#leave(this.#address);
  }
}

interface Residents {
  /** Oldest first. */
  readonly all: Set<Resident>;
  bytes: number;
}

const residents = new WeakMap<Heap, Residents>();

function residentsOf(heap: Heap): Residents {
  let found = residents.get(heap);
  if (found === undefined) residents.set(heap, (found = { all: new Set(), bytes: 0 }));
  return found;
}

function moveOldest({ all }: Residents): void {
  const [oldest] = all;
  oldest.moveOut();
}
