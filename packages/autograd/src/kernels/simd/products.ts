import type { FloatArray } from "../float-array.ts";
import type { ProductKernels } from "../product-kernels.ts";
import { scratchBytes, type Arena } from "./arena.ts";
import { multiply } from "./product.ts";
import { MOST_BYTES, type Staging } from "./staging.ts";
import { isFloat32, type Thresholds } from "./thresholds.ts";

/** Products whose operands are put together in kernel memory, instead of before. */
export function stagedProducts(
  staging: () => Staging | null,
  { products }: Pick<Thresholds, "products">,
): ProductKernels {
  /** Room for operands of these sizes: their addresses. */
  const settle = (staged: Staging, sizes: readonly number[]): number[] | null => {
    const bytes = sizes.reduce((total, size) => total + scratchBytes(size), 0);
    if (bytes > MOST_BYTES || !staged.arena.reserve(bytes)) return null;
    return sizes.map((size) => staged.arena.take(size));
  };

  return {
    linear(x, weight, bias, out, m, n, k) {
      const large = k > 0 && m * n * k >= products;
      if (!large || !isFloat32(x) || !isFloat32(weight) || !isFloat32(bias) || !isFloat32(out)) return false;
      const staged = staging();
      const at = staged === null ? null : settle(staged, [m * k, n * k, m * n]);
      if (staged === null || at === null) return false;
      const [rows, columns, to] = at;
      const { arena, heap } = staged;
      arena.copyIn(rows, x, 0, x.length);
      arena.copyIn(columns, weight, 0, weight.length);
      arena.repeat(to, bias, m);
      multiply(heap, { m, n, k, transposeA: false, transposeB: true }, rows, columns, to, true);
      arena.copyOut(to, out, 0, m * n);
      return true;
    },
    rowProducts(left, right, out, m, n, rows) {
      const large = m * n * rows >= products;
      if (!large || !left.every(isFloat32) || !right.every(isFloat32) || !isFloat32(out)) return false;
      const staged = staging();
      const at = staged === null ? null : settle(staged, [m * rows, n * rows, m * n]);
      if (staged === null || at === null) return false;
      const [first, second, to] = at;
      join(staged.arena, first, left);
      join(staged.arena, second, right);
      multiply(staged.heap, { m, n, k: rows, transposeA: true, transposeB: false }, first, second, to, false);
      staged.arena.copyOut(to, out, 0, m * n);
      return true;
    },
  };
}

/** Copies arrays in, one after the other. */
function join(arena: Arena, address: number, arrays: readonly FloatArray[]): void {
  for (const data of arrays) {
    arena.copyIn(address, data as Float32Array, 0, data.length);
    address += 4 * data.length;
  }
}
