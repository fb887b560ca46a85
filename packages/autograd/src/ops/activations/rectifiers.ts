import { refuseExtra } from "../../tensor/arguments.ts";
import { ShapeError, formatShape } from "../../errors.ts";
import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import { mul, add } from "../elementwise/arithmetic.ts";
import { greater, less } from "../elementwise/comparisons.ts";
import { unaryWith, unary, type UnaryOp } from "../elementwise/unary.ts";
import { operands } from "../operand.ts";
import { checkFinite, checkOptions } from "../options.ts";
import { reshape } from "../shape/reshape.ts";
import { where } from "../where.ts";

/** Options of {@link leakyRelu}. */
export interface LeakyReluOptions {
  /** Slope for `x ≤ 0`. Default 0.01. */
  negativeSlope?: number;
}

const leakyReluOp = unaryWith<number>({
  name: "leakyRelu",
  saves: "input",
  value: (x, slope) => (x > 0 ? x : x * slope),
  slope: (x, slope) => (x > 0 ? 1 : slope),
  derivative: (x, slope) => where(greater(x, 0), 1, slope),
});

/**
 * `x` where positive, `negativeSlope · x` elsewhere; the gradient at 0 is `negativeSlope`.
 *
 * Maas, Hannun, Ng, Rectifier nonlinearities improve neural network acoustic models, ICML 2013.
 *
 * @throws ArgumentError if `negativeSlope` is not a finite number
 */
export function leakyRelu(x: TensorLike, options: LeakyReluOptions = {}): Tensor {
  checkOptions("leakyRelu", options, ["negativeSlope"]);
  return leakyReluOp(x, checkFinite("leakyRelu", "negativeSlope", options.negativeSlope ?? 0.01));
}

/** `max(x, 0)`, with gradient 0 at 0. */
export const relu: UnaryOp = unary({
  name: "relu",
  saves: "output",
  value: (x) => Math.max(x, 0),
  slope: (y) => (y > 0 ? 1 : 0),
  derivative: (y) => greater(y, 0),
});

/**
 * `min(max(x, 0), 6)`, with gradient 0 at both bounds.
 *
 * Howard et al., MobileNets: efficient convolutional neural networks for mobile vision applications, arXiv:1704.04861.
 */
export const relu6: UnaryOp = unary({
  name: "relu6",
  saves: "output",
  value: (x) => (x > 6 ? 6 : Math.max(x, 0)),
  slope: (y) => (y > 0 && y < 6 ? 1 : 0),
  derivative: (y) => mul(greater(y, 0), less(y, 6)),
});

/**
 * Parametric relu: `x` where positive, `weight · x` elsewhere, with a learned slope; the gradient of `x` at 0 is the slope.
 *
 * He, Zhang, Ren, Sun, Delving deep into rectifiers, ICCV 2015.
 *
 * @param x `[N, C, …]` or of any shape if there is one slope
 * @param weight one slope for all elements, or `[C]`, one for each channel: axis 1, or axis 0 of an `x` of one axis
 * @throws ShapeError if `weight` has neither one element nor one for each channel
 */
export function prelu(x: TensorLike, weight: TensorLike): Tensor {
  if (arguments.length > 2) refuseExtra("prelu", arguments, 2);
  const [t, w] = operands("prelu", [x, weight]);
  const channels = t.ndim > 1 ? t.shape[1] : (t.shape[0] ?? 1);
  if (w.ndim > 1 || (w.size !== 1 && w.size !== channels)) {
    throw new ShapeError(
      `prelu: weight ${formatShape(w.shape)} must be one slope, or [${channels}], one for each channel of ${formatShape(t.shape)}`,
    );
  }
  const slopes = reshape(w, w.size === 1 ? [] : [w.size, ...t.shape.slice(2).map(() => 1)]);
  return add(relu(t), mul(slopes, where(greater(t, 0), 0, t)));
}
