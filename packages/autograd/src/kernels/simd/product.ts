import type { Heap } from "./heap.ts";

/** Up to so many rows, reading the other operand once for each takes less than packing it. */
const FEW_ROWS = 3;

/** So many products are added up in float32, block by block of the kernel's; more are in parts of as many, these in float64. */
const DEPTH = 6144;

/** The size of a product, and which operands are stored transposed: as for `MatmulKernel`. */
export interface ProductSize {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** `out = a b`, or added to `out`, all of them addresses in kernel memory; not for `k = 0`, which would write nothing. */
export function multiply(
  heap: Heap,
  size: ProductSize,
  a: number,
  b: number,
  out: number,
  accumulate: boolean,
): void {
  const { m, n, k, transposeA, transposeB } = size;
  const { vectorMatrix } = heap.module;
  if (n === 1) vectorMatrix(b, a, !transposeA, out, m, k, accumulate);
  else if (m === 1 || (m <= FEW_ROWS && !transposeA)) {
    for (let i = 0; i < m; i++) vectorMatrix(a + 4 * i * k, b, transposeB, out + 4 * i * n, n, k, accumulate);
  } else deepProduct(heap, size, a, b, out, accumulate, 0);
}

/** The kernel for several rows, in parts of `k` that lose nothing to each other. */
function deepProduct(
  heap: Heap,
  { m, n, k, transposeA, transposeB }: ProductSize,
  a: number,
  b: number,
  out: number,
  accumulate: boolean,
  packed: number,
): void {
  const add = (first: number, last: number, onto: boolean): void =>
    heap.module.matmul(
      a,
      transposeA,
      b,
      transposeB,
      out,
      m,
      n,
      k,
      first,
      last,
      onto,
      heap.productWork,
      packed,
    );
  if (k <= DEPTH) return add(0, k, accumulate);
  const memory = heap.array();
  const result = memory.subarray(out / 4, out / 4 + m * n);
  const totals = accumulate ? Float64Array.from(result) : new Float64Array(m * n);
  for (let first = 0; first < k; first += DEPTH) {
    add(first, Math.min(k, first + DEPTH), false);
    for (let i = 0; i < totals.length; i++) totals[i] += result[i];
  }
  result.set(totals);
}

/** Elements of the packed right operand, or 0 where packing it does not pay even for many products. */
export function packedSize({ m, n, k, transposeA }: ProductSize): number {
  return m === 1 || n === 1 || k === 0 || (m < FEW_ROWS && !transposeA) ? 0 : k * Math.ceil(n / 8) * 8;
}

/** Packs the right operand for {@link multiplyPacked}. */
export function packRight(heap: Heap, { n, k, transposeB }: ProductSize, b: number, packed: number): void {
  heap.module.packRight(b, transposeB, n, k, packed);
}

/** {@link multiply} with a right operand that was packed before. */
export function multiplyPacked(
  heap: Heap,
  size: ProductSize,
  a: number,
  packed: number,
  out: number,
  accumulate: boolean,
): void {
  deepProduct(heap, size, a, 0, out, accumulate, packed);
}
