import type { Heap } from "./heap.ts";

/** How much may stay resident in kernel memory before the oldest move out. @internal */
export interface ResidentLimits {
  /** Bytes, at most. */
  readonly bytes: number;
  /** Blocks, unless they are so small that all of them fit in `small` bytes. */
  readonly blocks: number;
  readonly small: number;
}

// A loop that drops its graphs fills memory up to the limit, for nobody can tell it what has been dropped before it ends.
// Of nets as deep as most, all layers of a step stay.
const LIMITS: ResidentLimits = { bytes: 2 ** 28, blocks: 16, small: 2 ** 25 };

/**
 * Gives back the blocks of owners that are gone, when the event loop gets to it. It holds them, but never what has moved
 * out of them. Where there is no such registry, they move out in time.
 */
const orphans =
  typeof FinalizationRegistry === "undefined"
    ? null
    : new FinalizationRegistry<Resident>((resident) => resident.release());

/**
 * A block of kernel memory that outlives its call: what a forward pass leaves for its backward pass. It is only a cache
 * before the garbage collector: when others need the room, its contents move into an array of its own, so that a graph
 * nobody ever walks back costs what any tensor costs, and is collected like one.
 */
export class Resident {
  readonly #heap: Heap;
  readonly #elements: number;
  readonly #limits: ResidentLimits;
  #address: number | null;
  #moved: Float32Array | null = null;

  /** @param owner who holds this; once that is collected, the block is given back */
  constructor(heap: Heap, elements: number, owner: object, limits: ResidentLimits = LIMITS) {
    this.#heap = heap;
    this.#elements = elements;
    this.#limits = limits;
    this.#address = this.#settle(owner);
  }

  /** Where it is, moved back in if it was out. */
  address(owner: object): number {
    if (this.#address === null) {
      this.#address = this.#settle(owner);
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
  #settle(owner: object): number {
    const resident = residentsOf(this.#heap);
    const { bytes, blocks, small } = this.#limits;
    const more = 4 * this.#elements;
    while (resident.all.size > 0 && resident.bytes + more > (resident.all.size < blocks ? bytes : small))
      moveOldest(resident);
    for (;;) {
      try {
        const address = this.#heap.take(this.#elements);
        resident.all.add(this);
        resident.bytes += more;
        orphans?.register(owner, this, this);
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
    orphans?.unregister(this);
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
