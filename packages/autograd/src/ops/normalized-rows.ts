import { kernels } from "../kernels/kernel.ts";
import { empty } from "../tensor/create.ts";
import type { Shape } from "../tensor/shape.ts";
import type { Tensor, TypedArray } from "../tensor/tensor.ts";

/**
 * The gradient of rows of `x` normalized by their `statistics`, into `dx`, by a kernel. Returns the upstream gradient times
 * the normalized rows, or null: the kernel leaves these rows to the plain loop.
 * @internal
 */
export function normalizeBackward(
  grad: TypedArray,
  x: Tensor,
  statistics: Tensor,
  scale: Tensor | null,
  dx: Tensor,
  width: number,
  centered: boolean,
): TypedArray | null {
  const { normalizeSlope } = kernels;
  if (normalizeSlope === undefined || width === 0) return null;
  const products = empty(x.shape, x.dtype).data;
  const kept = statistics.data as Float64Array;
  const by = scale === null ? null : scale.data;
  const rows = x.size / width;
  return normalizeSlope(grad, x.data, kept, by, dx.data, products, rows, width, centered) ? products : null;
}

/** The sum over rows of an array of as many rows of the given shape as there are. @internal */
export function rowTotals(x: TypedArray, shape: Shape, like: Tensor): Tensor {
  const out = empty(shape, like.dtype);
  kernels.sum(x, out.data, 1, x.length / out.size, out.size);
  return out;
}
