import { ShapeError, formatShape } from "../../errors.ts";
import { broadcastsTo } from "../../tensor/broadcast.ts";
import { sameShape } from "../../tensor/shape.ts";
import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import { add, mul } from "../elementwise/arithmetic.ts";
import { matmul } from "../matmul.ts";
import { operands } from "../operand.ts";
import { checkFinite, checkOptions } from "../options.ts";

/** Options of {@link addmm} and {@link baddbmm}. */
export interface AddmmOptions {
  /** Factor of `x`. Default 1. */
  beta?: number;
  /** Factor of the product. Default 1. */
  alpha?: number;
}

type AddedProduct = (x: TensorLike, a: TensorLike, b: TensorLike, options?: AddmmOptions) => Tensor;

/** Makes `beta x + alpha a b` for matrices with `batch` axes before theirs. */
function addedProduct(name: string, batch: number, wanted: string): AddedProduct {
  return (x, a, b, options = {}) => {
    const [t, p, q] = operands(name, [x, a, b]);
    checkOptions(name, options, ["beta", "alpha"]);
    const beta = checkFinite(name, "beta", options.beta ?? 1);
    const alpha = checkFinite(name, "alpha", options.alpha ?? 1);
    const lead = p.shape.slice(0, batch);
    const fits =
      p.ndim === batch + 2 &&
      q.ndim === batch + 2 &&
      sameShape(q.shape.slice(0, batch + 1), [...lead, p.shape[batch + 1]]);
    if (!fits) {
      throw new ShapeError(
        `${name}: ${formatShape(p.shape)} x ${formatShape(q.shape)}: needs matrices ${wanted}`,
      );
    }
    const shape = [...lead, p.shape[batch], q.shape[batch + 1]];
    if (!broadcastsTo(t.shape, shape)) {
      throw new ShapeError(
        `${name}: ${formatShape(t.shape)} does not broadcast to the product's shape ${formatShape(shape)}`,
      );
    }
    const product = matmul(p, q);
    return add(beta === 1 ? t : mul(t, beta), alpha === 1 ? product : mul(product, alpha));
  };
}

/**
 * `beta · x + alpha · a b` for matrices `a [m, k]` and `b [k, n]`; `x` broadcasts to `[m, n]`.
 *
 * @throws ShapeError if `a` and `b` are not matrices that multiply, or `x` does not broadcast to their product
 * @throws ArgumentError if a factor is not a finite number
 */
export const addmm: AddedProduct = addedProduct("addmm", 0, "[m, k] and [k, n]");

/**
 * `beta · x + alpha · a b` for batches of matrices `a [n, m, k]` and `b [n, k, p]`; `x` broadcasts to `[n, m, p]`.
 *
 * @throws ShapeError if `a` and `b` are not batches that multiply, or `x` does not broadcast to their product
 * @throws ArgumentError if a factor is not a finite number
 */
export const baddbmm: AddedProduct = addedProduct("baddbmm", 1, "[n, m, k] and [n, k, p]");
