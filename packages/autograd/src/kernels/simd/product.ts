import type { Heap } from "./heap.ts";

/** Up to so many rows, reading the other operand once for each takes less than packing it. */
const FEW_ROWS = 3;

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
  const { matmul, vectorMatrix } = heap.module;
  if (n === 1) vectorMatrix(b, a, !transposeA, out, m, k, accumulate);
  else if (m === 1 || (m <= FEW_ROWS && !transposeA)) {
    for (let i = 0; i < m; i++) vectorMatrix(a + 4 * i * k, b, transposeB, out + 4 * i * n, n, k, accumulate);
  } else matmul(a, transposeA, b, transposeB, out, m, n, k, accumulate, heap.productWork, 0);
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
  const { m, n, k, transposeA } = size;
  heap.module.matmul(a, transposeA, 0, false, out, m, n, k, accumulate, heap.productWork, packed);
}
