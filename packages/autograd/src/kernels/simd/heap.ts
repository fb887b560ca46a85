import type { Workspace } from "../workspace.ts";
import type { KernelModule } from "./module.ts";

/**
 * Blocks of a kernel module's memory, first fit. No user ever holds a view of it, since growing detaches every view:
 * what stays here is addressed by number.
 */
export class Heap implements Workspace {
  readonly module: KernelModule;
  readonly unit = 4;
  /** Where products pack their blocks: always the same addresses, so that small products touch the same pages. */
  readonly productWork: number;
  readonly #memory: KernelModule["memory"];
  readonly #sizes = new Map<number, number>();
  /** Free stretches, by address; no two touch. */
  readonly #free: { start: number; end: number }[];
  #floats: Float32Array;

  constructor(module: KernelModule) {
    this.module = module;
    this.#memory = module.memory;
    const { byteLength } = this.#memory.buffer;
    this.#floats = new Float32Array(this.#memory.buffer);
    const start = aligned(module.arenaStart());
    this.#free = start < byteLength ? [{ start, end: byteLength }] : [];
    this.productWork = this.take(module.matmulWorkspace() / 4);
  }

  take(elements: number): number {
    const bytes = aligned((elements + PADDING) * 4);
    let place = this.#free.find(({ start, end }) => end - start >= bytes);
    if (place === undefined) place = this.#grow(bytes);
    const { start } = place;
    place.start += bytes;
    if (place.start === place.end) this.#free.splice(this.#free.indexOf(place), 1);
    this.#sizes.set(start, bytes);
    return start;
  }

  release(address: number): void {
    const bytes = this.#sizes.get(address);
    if (bytes === undefined) return;
    this.#sizes.delete(address);
    const free = this.#free;
    let i = free.findIndex(({ start }) => start > address);
    if (i < 0) i = free.length;
    free.splice(i, 0, { start: address, end: address + bytes });
    if (i + 1 < free.length && free[i].end === free[i + 1].start) free[i].end = free.splice(i + 1, 1)[0].end;
    if (i > 0 && free[i - 1].end === free[i].start) free[i - 1].end = free.splice(i, 1)[0].end;
  }

  array(): Float32Array {
    if (this.#floats.length === 0) this.#floats = new Float32Array(this.#memory.buffer);
    return this.#floats;
  }

  /** Adds memory at the end; returns the free stretch there, which then holds `bytes`. */
  #grow(bytes: number): { start: number; end: number } {
    const old = this.#memory.buffer.byteLength;
    const last = this.#free[this.#free.length - 1];
    const start = last !== undefined && last.end === old ? last.start : aligned(old);
    this.#memory.grow(Math.ceil((start + bytes - old) / PAGE));
    this.#floats = new Float32Array(this.#memory.buffer);
    const end = this.#memory.buffer.byteLength;
    if (last !== undefined && last.start === start) {
      last.end = end;
      return last;
    }
    const stretch = { start, end };
    this.#free.push(stretch);
    return stretch;
  }
}

const PAGE = 65536;

/** Elements beyond the end of a block that vector loops may run into. */
const PADDING = 8;

function aligned(bytes: number): number {
  return Math.ceil(bytes / 64) * 64;
}

const heaps = new WeakMap<KernelModule, Heap>();

/** The one heap of a module. */
export function heapOf(module: KernelModule): Heap {
  let heap = heaps.get(module);
  if (heap === undefined) heaps.set(module, (heap = new Heap(module)));
  return heap;
}
