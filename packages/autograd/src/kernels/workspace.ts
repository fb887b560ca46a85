import type { FloatArray } from "./float-array.ts";
import { kernels, simdKernels } from "./kernel.ts";
import { heapOf, type Heap } from "./simd/heap.ts";
import { kernelModule } from "./simd/module.ts";

/**
 * Memory in which programs of kernel calls run, addressed by number: of bytes in WebAssembly's, of elements in plain
 * arrays'.
 */
export interface Workspace {
  /** What an element adds to an address. */
  readonly unit: number;
  /**
   * The address of a new block. Its contents are whatever was there.
   *
   * @throws RangeError if there is no such memory
   */
  take(elements: number): number;
  release(address: number): void;
  /** All of it, until more is taken: the element at an address is at `address / unit`. */
  array(): FloatArray;
}

/** Plain arrays: for float64, and for machines without SIMD. What it takes, it keeps for as long as it lives. */
export class PlainWorkspace implements Workspace {
  readonly unit = 1;
  #array: FloatArray;
  #used = 0;

  constructor(empty: FloatArray) {
    this.#array = empty;
  }

  take(elements: number): number {
    const address = this.#used;
    this.#used += elements;
    if (this.#used > this.#array.length) {
      const Type = this.#array.constructor as new (length: number) => FloatArray;
      const larger = new Type(this.#used);
      larger.set(this.#array);
      this.#array = larger;
    }
    return address;
  }

  release(): void {}

  array(): FloatArray {
    return this.#array;
  }
}

/** Kernel memory, or null if kernels do not run here or are not to be used. */
export function kernelHeap(): Heap | null {
  if (kernels.matmul !== simdKernels.matmul) return null;
  const module = kernelModule();
  return module === null ? null : heapOf(module);
}
