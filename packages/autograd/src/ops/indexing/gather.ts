import type { Indices } from "../../tensor/indices.ts";
import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import { operand } from "../operand.ts";
import { gatherAt, planPositions, type GatherOptions } from "./positions.ts";

/**
 * Elements picked along an axis (default 0): for a matrix and axis 0, `out[i, j] = x[indices[i, j], j]`; for axis 1,
 * `out[i, j] = x[i, indices[i, j]]`. The result has the shape of `indices`, which may be smaller than
 * `x`; an axis of size 1 of `x` serves any number of them.
 *
 * @param indices whole numbers from 0 with as many axes as `x`, none longer except along `axis`; nested, or an Int32Array
 * with `shape` in the options
 * @example
 * gather(tensor([[1, 2], [3, 4]]), [[1], [0]], { axis: 1 }); // [[2], [3]]
 * @throws ShapeError if `indices` do not fit `x`, or `x` lacks the axis
 * @throws ArgumentError if an index is out of range
 */
export function gather(x: TensorLike, indices: Indices, options: GatherOptions = {}): Tensor {
  const t = operand("gather", x);
  return gatherAt(t, planPositions("gather", t, indices, options, true));
}
