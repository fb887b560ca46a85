import type { KernelModule } from "./module.ts";

/**
 * The memory of a kernel module as a stack of scratch arrays, addressed in bytes. Nothing in it outlives a kernel call
 * and no user ever holds a view of it: growing detaches every view.
 */
export class Arena {
  readonly #memory: WebAssembly.Memory;
  readonly #start: number;
  #top: number;
  #floats: Float32Array;

  constructor(module: KernelModule) {
    this.#memory = module.memory;
    this.#start = module.arenaStart();
    this.#top = this.#start;
    this.#floats = new Float32Array(this.#memory.buffer);
  }

  /** Empties the arena and makes room for `bytes`, alignment included; false if there is no such memory. */
  reserve(bytes: number): boolean {
    this.#top = this.#start;
    const missing = this.#start + bytes - this.#memory.buffer.byteLength;
    if (missing <= 0) return true;
    try {
      this.#memory.grow(Math.ceil(missing / PAGE));
    } catch {
      return false;
    }
    this.#floats = new Float32Array(this.#memory.buffer);
    return true;
  }

  /** The address of the next `elements` float32 numbers, and of the padding that vector loops run into. */
  take(elements: number): number {
    const address = this.#top;
    this.#top += scratchBytes(elements);
    return address;
  }

  /** Copies `data[offset … offset + length]` to an address. */
  copyIn(address: number, data: Float32Array, offset: number, length: number): void {
    const whole = offset === 0 && length === data.length;
    this.#floats.set(whole ? data : data.subarray(offset, offset + length), address / 4);
  }

  /** Copies `length` elements from an address to `data[offset …]`. */
  copyOut(address: number, data: Float32Array, offset: number, length: number): void {
    data.set(this.#floats.subarray(address / 4, address / 4 + length), offset);
  }

  /** Writes one element. */
  put(address: number, value: number): void {
    this.#floats[address / 4] = value;
  }

  /** `length` float64 numbers at an address, to be read before the arena is used again. */
  doubles(address: number, length: number): Float64Array {
    return new Float64Array(this.#memory.buffer, address, length);
  }
}

const PAGE = 65536;

/** What `take(elements)` uses up: whole pairs of vectors. */
export function scratchBytes(elements: number): number {
  return ((elements + 7) & ~7) * 4;
}
