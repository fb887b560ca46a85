import { kernels } from "../kernels/kernel.ts";
import { allocate } from "../tensor/allocate.ts";
import type { Shape } from "../tensor/shape.ts";
import type { Dtype, Tensor, TypedArray } from "../tensor/tensor.ts";
import { uninitialized } from "../tensor/uninitialized.ts";
import { Deferred } from "../tape/deferred.ts";

/**
 * `leftᵀ right`, the gradient of a weight: left `[rows, m]`, right `[rows, n]`. Several for one weight are one product
 * over all of their rows.
 */
export class RowProduct extends Deferred {
  readonly left: Tensor;
  readonly right: Tensor;
  readonly shape: Shape;
  readonly dtype: Dtype;
  readonly size: number;

  constructor(left: Tensor, right: Tensor) {
    super();
    this.left = left;
    this.right = right;
    this.shape = [left.shape[1], right.shape[1]];
    this.dtype = left.dtype;
    this.size = left.size + right.size;
  }

  joins(other: Deferred): boolean {
    return other instanceof RowProduct;
  }

  sum(all: readonly RowProduct[]): Tensor {
    const [m, n] = this.shape;
    const out = uninitialized(this.shape, this.dtype);
    const rows = all.reduce((total, { left }) => total + left.shape[0], 0);
    const lefts = all.map(({ left }) => left.data);
    const rights = all.map(({ right }) => right.data);
    if (kernels.rowProducts?.(lefts, rights, out.data, m, n, rows)) return out;
    const left = joined(lefts, this.dtype, m * rows);
    const right = joined(rights, this.dtype, n * rows);
    kernels.matmul(left, 0, true, right, 0, false, out.data, 0, m, n, rows, false);
    return out;
  }
}

/** All arrays one after the other; not copied if there is but one. */
function joined(arrays: readonly TypedArray[], dtype: Dtype, size: number): TypedArray {
  if (arrays.length === 1) return arrays[0];
  const out = allocate(dtype, size);
  let at = 0;
  for (const data of arrays) {
    out.set(data, at);
    at += data.length;
  }
  return out;
}
