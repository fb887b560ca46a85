import { repeatRow } from "../repeat-row.ts";
import type { Heap } from "./heap.ts";

/**
 * A block of kernel memory as a stack of scratch arrays, addressed in bytes. Nothing in it outlives a kernel call.
 */
export class Arena {
  readonly #heap: Heap;
  #start = 0;
  #bytes = 0;
  #top = 0;

  constructor(heap: Heap) {
    this.#heap = heap;
  }

  /** Empties the arena and makes room for `bytes`, alignment included; false if there is no such memory. */
  reserve(bytes: number): boolean {
    if (bytes > this.#bytes) {
      if (this.#bytes > 0) this.#heap.release(this.#start);
      this.#bytes = 0;
      try {
        // A quarter more, so that growing sizes do not leave a trail of blocks that are each a little too small.
        const elements = Math.ceil((bytes * 1.25) / 4);
        this.#start = this.#heap.take(elements);
        this.#bytes = elements * 4;
      } catch {
        return false;
      }
    }
    this.#top = this.#start;
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
    this.#heap.array().set(whole ? data : data.subarray(offset, offset + length), address / 4);
  }

  /** Copies `length` elements from an address to `data[offset …]`. */
  copyOut(address: number, data: Float32Array, offset: number, length: number): void {
    data.set(this.#heap.array().subarray(address / 4, address / 4 + length), offset);
  }

  /** Copies a row in, so many times. */
  repeat(address: number, row: Float32Array, times: number): void {
    repeatRow(this.#heap.array(), address / 4, row, times);
  }

  /** Writes one element. */
  put(address: number, value: number): void {
    this.#heap.array()[address / 4] = value;
  }

  /** `length` float64 numbers at an address, to be read before the arena is used again. */
  doubles(address: number, length: number): Float64Array {
    return new Float64Array(this.#heap.array().buffer, address, length);
  }
}

/** What `take(elements)` uses up: whole pairs of vectors. */
export function scratchBytes(elements: number): number {
  return Math.ceil(elements / 8) * 32;
}
