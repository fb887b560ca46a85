import { Arena, scratchBytes } from "./arena.ts";
import { heapOf, type Heap } from "./heap.ts";
import type { KernelModule } from "./module.ts";
import { multiply } from "./product.ts";

/** Elements copied at a time: three arrays of this size stay in the second-level cache. */
export const CHUNK = 4096;

/** More than this and a product is left to the scalar loop: memory once grown is never given back. */
export const MOST_BYTES: number = 2 ** 30;

/**
 * The one place that knows that kernels read and write memory of their own: copies operands in and results out, in
 * pieces where the kernel allows.
 */
export class Staging {
  readonly module: KernelModule;
  readonly heap: Heap;
  readonly arena: Arena;

  constructor(module: KernelModule) {
    this.module = module;
    this.heap = heapOf(module);
    this.arena = new Arena(this.heap);
  }

  /** `out[i] = kernel(x[i])`, with an option of the kernel's. */
  map(kernel: KernelModule["exp"], x: Float32Array, out: Float32Array, option?: number): void {
    const arena = this.arena;
    arena.reserve(2 * scratchBytes(CHUNK));
    const from = arena.take(CHUNK);
    const to = arena.take(CHUNK);
    for (let start = 0; start < x.length; start += CHUNK) {
      const n = Math.min(CHUNK, x.length - start);
      arena.copyIn(from, x, start, n);
      kernel(from, to, n, option);
      arena.copyOut(to, out, start, n);
    }
  }

  /** `out[i] = kernel(a[i], b[i])`, with an option of the kernel's. */
  map2(
    kernel: KernelModule["expSlope"],
    a: Float32Array,
    b: Float32Array,
    out: Float32Array,
    option?: number,
  ): void {
    const arena = this.arena;
    arena.reserve(3 * scratchBytes(CHUNK));
    const left = arena.take(CHUNK);
    const right = arena.take(CHUNK);
    const to = arena.take(CHUNK);
    for (let start = 0; start < out.length; start += CHUNK) {
      const n = Math.min(CHUNK, out.length - start);
      arena.copyIn(left, a, start, n);
      arena.copyIn(right, b, start, n);
      kernel(left, right, to, n, option);
      arena.copyOut(to, out, start, n);
    }
  }

  /**
   * Runs `kernel(addresses, n)` on pieces of `arrays`, all of one length: they are copied in, and all but the first
   * `inputs` out again.
   */
  inPlace(
    kernel: (addresses: readonly number[], n: number) => void,
    arrays: readonly Float32Array[],
    inputs: number,
  ): void {
    const arena = this.arena;
    arena.reserve(arrays.length * scratchBytes(CHUNK));
    const addresses = arrays.map(() => arena.take(CHUNK));
    for (let start = 0; start < arrays[0].length; start += CHUNK) {
      const n = Math.min(CHUNK, arrays[0].length - start);
      for (let i = 0; i < arrays.length; i++) arena.copyIn(addresses[i], arrays[i], start, n);
      kernel(addresses, n);
      for (let i = inputs; i < arrays.length; i++) arena.copyOut(addresses[i], arrays[i], start, n);
    }
  }

  /** As a `BinaryKernel`, for strides of 0 and 1 that are not both 0. */
  pair(
    kernel: KernelModule["add"],
    a: Float32Array,
    ao: number,
    as: number,
    b: Float32Array,
    bo: number,
    bs: number,
    out: Float32Array,
    o: number,
    length: number,
  ): void {
    const arena = this.arena;
    arena.reserve(3 * scratchBytes(CHUNK));
    const left = arena.take(CHUNK);
    const right = arena.take(CHUNK);
    const to = arena.take(CHUNK);
    if (as === 0) arena.put(left, a[ao]);
    if (bs === 0) arena.put(right, b[bo]);
    for (let start = 0; start < length; start += CHUNK) {
      const n = Math.min(CHUNK, length - start);
      if (as === 1) arena.copyIn(left, a, ao + start, n);
      if (bs === 1) arena.copyIn(right, b, bo + start, n);
      kernel(left, as, right, bs, to, n);
      arena.copyOut(to, out, o + start, n);
    }
  }

  /** `out[i] = Σ_r x[i, r]` for x of [outer, length]. */
  rowSums(x: Float32Array, out: Float32Array, outer: number, length: number): void {
    const arena = this.arena;
    const rows = length === 0 ? outer : Math.min(outer, Math.max(1, Math.floor(CHUNK / length)));
    arena.reserve(scratchBytes(CHUNK) + scratchBytes(2 * rows));
    const from = arena.take(CHUNK);
    const to = arena.take(2 * rows);
    for (let i = 0; i < outer; i += rows) {
      const live = Math.min(rows, outer - i);
      const totals = arena.doubles(to, live).fill(0);
      for (let r = 0; r < length; r += CHUNK) {
        const n = Math.min(CHUNK, length - r);
        arena.copyIn(from, x, i * length + r, live * n);
        this.module.addRowSums(from, to, live, n);
      }
      out.set(totals, i);
    }
  }

  /** `out[i, j] = Σ_r x[i, r, j]` for x of [outer, length, inner]. */
  columnSums(x: Float32Array, out: Float32Array, outer: number, length: number, inner: number): void {
    const arena = this.arena;
    const columns = Math.min(inner, CHUNK);
    const rows = Math.max(1, Math.floor(CHUNK / inner));
    arena.reserve(scratchBytes(CHUNK) + scratchBytes(2 * columns));
    const from = arena.take(CHUNK);
    const to = arena.take(2 * columns);
    for (let i = 0; i < outer; i++) {
      for (let j = 0; j < inner; j += columns) {
        const live = Math.min(columns, inner - j);
        const totals = arena.doubles(to, live).fill(0);
        for (let r = 0; r < length; r += rows) {
          const n = Math.min(rows, length - r);
          arena.copyIn(from, x, (i * length + r) * inner + j, n * live);
          this.module.addColumnSums(from, to, n, live);
        }
        out.set(totals, i * inner + j);
      }
    }
  }

  /** As a `MatmulKernel`; false if the operands do not fit. */
  matmul(
    a: Float32Array,
    aOffset: number,
    transposeA: boolean,
    b: Float32Array,
    bOffset: number,
    transposeB: boolean,
    out: Float32Array,
    outOffset: number,
    m: number,
    n: number,
    k: number,
    accumulate: boolean,
  ): boolean {
    const arena = this.arena;
    const bytes = scratchBytes(m * k) + scratchBytes(k * n) + scratchBytes(m * n);
    if (bytes > MOST_BYTES || !arena.reserve(bytes)) return false;
    const left = arena.take(m * k);
    const right = arena.take(k * n);
    const to = arena.take(m * n);
    arena.copyIn(left, a, aOffset, m * k);
    arena.copyIn(right, b, bOffset, k * n);
    if (accumulate) arena.copyIn(to, out, outOffset, m * n);
    multiply(this.heap, { m, n, k, transposeA, transposeB }, left, right, to, accumulate);
    arena.copyOut(to, out, outOffset, m * n);
    return true;
  }
}
