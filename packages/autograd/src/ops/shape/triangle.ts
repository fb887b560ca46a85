import { ShapeError, formatShape } from "../../errors.ts";
import { empty } from "../../tensor/create.ts";
import { checkInteger } from "../../tensor/shape.ts";
import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import type { Op } from "../../tape/op.ts";
import { apply } from "../define-op.ts";
import { operand } from "../operand.ts";
import { checkOptions } from "../options.ts";

/** Options of {@link tril} and {@link triu}. */
export interface TriangleOptions {
  /** Which diagonal bounds the triangle: 0 the main one, positive above it, negative below it. Default 0. */
  diagonal?: number;
}

/** Makes the operation that keeps the part of matrices on one side of a diagonal. @internal */
export function triangle(name: "tril" | "triu"): (x: TensorLike, options?: TriangleOptions) => Tensor {
  const op: Op<number> = {
    name,
    forward(_context, [x], diagonal) {
      const out = empty(x.shape, x.dtype);
      const columns = x.shape[x.ndim - 1];
      const rows = x.shape[x.ndim - 2];
      for (let at = 0, row = 0; at < x.size; at += columns, row = (row + 1) % rows) {
        const edge = row + diagonal + (name === "tril" ? 1 : 0);
        const cut = Math.min(Math.max(edge, 0), columns);
        const [from, to] = name === "tril" ? [0, cut] : [cut, columns];
        out.data.set(x.data.subarray(at + from, at + to), at + from);
      }
      return out;
    },
    backward: (_context, [g], diagonal) => [apply(op, [g as Tensor], diagonal)],
  };
  return (x, options = {}) => {
    const t = operand(name, x);
    checkOptions(name, options, ["diagonal"]);
    if (t.ndim < 2)
      throw new ShapeError(
        `${name}: shape ${formatShape(t.shape)} is not a matrix; it needs at least two axes`,
      );
    return apply(op, [t], checkInteger(name, "diagonal", options.diagonal ?? 0));
  };
}

/**
 * The lower triangle of a matrix, or of each of a batch of matrices: elements above the diagonal become 0.
 *
 * @example
 * tril(ones([4, 4])); // a causal mask
 * @throws ShapeError if `x` has fewer than two axes
 * @throws ArgumentError if `diagonal` is not a whole number
 */
export const tril: (x: TensorLike, options?: TriangleOptions) => Tensor = triangle("tril");

/**
 * The upper triangle of a matrix, or of each of a batch of matrices: elements below the diagonal become 0.
 *
 * @throws ShapeError if `x` has fewer than two axes
 * @throws ArgumentError if `diagonal` is not a whole number
 */
export const triu: (x: TensorLike, options?: TriangleOptions) => Tensor = triangle("triu");
