import { ShapeError, formatShape } from "../../errors.ts";
import { broadcastShape } from "../../tensor/broadcast.ts";
import { checkNumber } from "../../tensor/shape.ts";
import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import { sub } from "../elementwise/arithmetic.ts";
import { operands } from "../operand.ts";
import { checkOptions } from "../options.ts";
import { norm } from "../reductions/norm.ts";
import { unsqueeze } from "../shape/squeeze.ts";

/**
 * Distances between all rows of `a [..., P, M]` and all of `b [..., R, M]`: `out[..., p, r] = ‖a[..., p, :] - b[..., r, :]‖`; leading axes
 * broadcast. Where two rows are equal the gradient is 0.
 *
 * @param options `p`: which norm, from 0; default 2
 * @example
 * cdist(tensor([[0, 0]]), tensor([[3, 4], [0, 1]])); // [[5, 1]]
 * @throws ShapeError if an operand has fewer than two axes, or rows differ in length
 * @throws ArgumentError if `p` is below 0
 */
export function cdist(a: TensorLike, b: TensorLike, options: { p?: number } = {}): Tensor {
  const [x, y] = operands("cdist", [a, b]);
  checkOptions("cdist", options, ["p"]);
  const p = checkNumber("cdist", "p", options.p ?? 2, 0);
  if (x.ndim < 2 || y.ndim < 2 || x.shape[x.ndim - 1] !== y.shape[y.ndim - 1]) {
    throw new ShapeError(
      `cdist: shapes ${formatShape(x.shape)} and ${formatShape(y.shape)} must be […, P, M] and […, R, M]`,
    );
  }
  broadcastShape("cdist", x.shape.slice(0, -2), y.shape.slice(0, -2));
  return norm(sub(unsqueeze(x, -2), unsqueeze(y, -3)), { p, axis: -1 });
}
