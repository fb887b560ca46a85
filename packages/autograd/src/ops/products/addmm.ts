import { ShapeError, formatShape } from "../../errors.ts";
import { broadcastsTo } from "../../tensor/broadcast.ts";
import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import { add, mul } from "../elementwise/arithmetic.ts";
import { matmul } from "../matmul.ts";
import { operands } from "../operand.ts";
import { checkFinite, checkOptions } from "../options.ts";

/** Options of {@link addmm}. */
export interface AddmmOptions {
  /** Factor of `x`. Default 1. */
  beta?: number;
  /** Factor of the product. Default 1. */
  alpha?: number;
}

/**
 * `beta · x + alpha · a b` for matrices `a [m, k]` and `b [k, n]`; `x` broadcasts to `[m, n]`.
 *
 * @throws ShapeError if `a` and `b` are not matrices that multiply, or `x` does not broadcast to their product
 * @throws ArgumentError if a factor is not a finite number
 */
export function addmm(x: TensorLike, a: TensorLike, b: TensorLike, options: AddmmOptions = {}): Tensor {
  const [t, p, q] = operands("addmm", [x, a, b]);
  checkOptions("addmm", options, ["beta", "alpha"]);
  const beta = checkFinite("addmm", "beta", options.beta ?? 1);
  const alpha = checkFinite("addmm", "alpha", options.alpha ?? 1);
  if (p.ndim !== 2 || q.ndim !== 2 || p.shape[1] !== q.shape[0]) {
    throw new ShapeError(
      `addmm: ${formatShape(p.shape)} x ${formatShape(q.shape)}: needs matrices [m, k] and [k, n]`,
    );
  }
  const shape = [p.shape[0], q.shape[1]];
  if (!broadcastsTo(t.shape, shape)) {
    throw new ShapeError(
      `addmm: ${formatShape(t.shape)} does not broadcast to the product's shape ${formatShape(shape)}`,
    );
  }
  const product = matmul(p, q);
  return add(beta === 1 ? t : mul(t, beta), alpha === 1 ? product : mul(product, alpha));
}
