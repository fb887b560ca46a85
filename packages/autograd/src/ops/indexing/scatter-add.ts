import { ShapeError, formatShape } from "../../errors.ts";
import type { Indices } from "../../tensor/indices.ts";
import { sameShape } from "../../tensor/shape.ts";
import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import { operands } from "../operand.ts";
import { addAt, planPositions, type GatherOptions, type Positions } from "./positions.ts";
import { slice } from "./slice.ts";

/**
 * `x` with the elements of `source` added where `indices` point, repeats adding up: for a matrix and axis 0,
 * `out[indices[i, j], j] += source[i, j]`; for axis 1, `out[i, indices[i, j]] += source[i, j]`. `x` itself is not changed.
 *
 * @param indices whole numbers from 0 with as many axes as `x`, none longer except along `axis`; nested, or an Int32Array
 * with `shape` in the options
 * @param source at least as long as `indices` along every axis; what lies beyond is not read
 * @example
 * scatterAdd(zeros([3]), [0, 2, 2], [1, 2, 3]); // [1, 0, 5]
 * @throws ShapeError if `indices` do not fit `x` or `source`, or `x` lacks the axis
 * @throws ArgumentError if an index is out of range
 */
export function scatterAdd(
  x: TensorLike,
  indices: Indices,
  source: TensorLike,
  options: GatherOptions = {},
): Tensor {
  const [t, s] = operands("scatterAdd", [x, source]);
  const positions = planPositions("scatterAdd", t, indices, options);
  return addAt(t, readFor("scatterAdd", s, positions), positions);
}

/** The part of a scatter's source that its indices reach. @internal */
export function readFor(op: string, source: Tensor, { shape }: Positions): Tensor {
  if (source.ndim !== shape.length || shape.some((size, i) => size > source.shape[i])) {
    throw new ShapeError(
      `${op}: source of shape ${formatShape(source.shape)} does not reach as far as indices of shape ${formatShape(shape)}`,
    );
  }
  if (sameShape(shape, source.shape)) return source;
  return slice(source, shape.map((size) => [0, size] as const)); // prettier-ignore
}
