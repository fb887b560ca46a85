/** Which block of memory: what lives until the backward pass, or what a pass needs while it runs. @internal */
export type Block = "trail" | "work";

/** Where a value lies: at step `t`, `offset + t · stride` elements into its block. @internal */
export interface Slot {
  readonly block: Block;
  readonly offset: number;
  readonly stride: number;
}

/** Hands out places in the blocks. @internal */
export class Storage {
  readonly used: Record<Block, number>;

  constructor(used: Record<Block, number> = { trail: 0, work: 0 }) {
    this.used = used;
  }

  /** A place for one value, the same at every step. */
  single(block: Block, size: number): Slot {
    return { block, offset: this.#take(block, size), stride: 0 };
  }

  /** A place for the values of all steps, one after the other. */
  sequence(block: Block, size: number, steps: number): Slot {
    return { block, offset: this.#take(block, size * steps), stride: size };
  }

  #take(block: Block, size: number): number {
    const offset = this.used[block];
    // Vector loops may run up to 7 elements over the end.
    this.used[block] += Math.floor((size + 15) / 8) * 8;
    return offset;
  }
}

/** The same slot `elements` further on. @internal */
export function shifted(slot: Slot, elements: number): Slot {
  return { ...slot, offset: slot.offset + elements };
}

/** @internal */
export function sameSlot(a: Slot, b: Slot): boolean {
  return a.block === b.block && a.offset === b.offset && a.stride === b.stride;
}
