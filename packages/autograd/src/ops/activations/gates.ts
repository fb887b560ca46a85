import { ShapeError, formatShape } from "../../errors.ts";
import { logistic, softplus as unitSoftplus } from "../../kernels/scalar/logistic.ts";
import { checkAxis } from "../../tensor/shape.ts";
import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import { add, mul, sub } from "../elementwise/arithmetic.ts";
import { clamp } from "../elementwise/clamp.ts";
import { greater, less } from "../elementwise/comparisons.ts";
import { tanh } from "../elementwise/hyperbolics.ts";
import { square } from "../elementwise/roots.ts";
import { unary, type UnaryOp } from "../elementwise/unary.ts";
import { operand } from "../operand.ts";
import { checkOptions } from "../options.ts";
import { cut } from "../shape/pieces.ts";
import { where } from "../where.ts";
import { sigmoid } from "./sigmoids.ts";
import { softplus } from "./softplus.ts";

/** Beyond it `sigmoid(x)` and `tanh(softplus(x))` are 0 or 1 in float64, and an infinite x would be multiplied by 0. */
const FAR = 750;

/**
 * `x · tanh(softplus(x))`.
 *
 * Misra, Mish: a self regularized non-monotonic activation function, BMVC 2020.
 */
export const mish: UnaryOp = unary({
  name: "mish",
  saves: "input",
  value: (x) => (x < -FAR ? -0 : x * Math.tanh(unitSoftplus(x))),
  slope(x) {
    const near = Math.max(-FAR, Math.min(x, FAR));
    const y = Math.tanh(unitSoftplus(near));
    return y + near * logistic(near) * (1 - y * y);
  },
  derivative(x) {
    const near = clamp(x, { min: -FAR, max: FAR });
    const y = tanh(softplus(near, { threshold: FAR }));
    return add(y, mul(mul(near, sigmoid(near)), sub(1, square(y))));
  },
});

/**
 * Sigmoid linear unit, also called swish: `x · sigmoid(x)`.
 *
 * Elfwing, Uchibe, Doya, Sigmoid-weighted linear units for neural network function approximation, Neural Networks 107 (2018).
 */
export const silu: UnaryOp = unary({
  name: "silu",
  saves: "input",
  value: (x) => (x < -FAR ? -0 : x * logistic(x)),
  slope(x) {
    const near = Math.max(-FAR, Math.min(x, FAR));
    const y = logistic(near);
    return y * (1 + near * (1 - y));
  },
  derivative(x) {
    const near = clamp(x, { min: -FAR, max: FAR });
    const y = sigmoid(near);
    return mul(y, add(1, mul(near, sub(1, y))));
  },
});

/**
 * `x · hardsigmoid(x)`: 0 up to -3, `x` from 3 on, `x (x + 3) / 6` between. At -3 and 3 the gradient is that of the parabola, as
 * in PyTorch 1.13.
 *
 * Howard et al., Searching for MobileNetV3, ICCV 2019.
 */
export const hardswish: UnaryOp = unary({
  name: "hardswish",
  saves: "input",
  value: (x) => (x <= -3 ? 0 : x >= 3 ? x : (x * (x + 3)) / 6),
  slope: (x) => (x < -3 ? 0 : x > 3 ? 1 : x * (1 / 3) + 0.5),
  derivative: (x) => where(less(x, -3), 0, where(greater(x, 3), 1, add(mul(x, 1 / 3), 0.5))),
});

/** Options of {@link glu}. */
export interface GluOptions {
  /** The axis that is halved. Default -1, the last. */
  axis?: number;
}

/**
 * Gated linear unit: `a · sigmoid(b)`, where `a` and `b` are the halves of `x` along an axis.
 *
 * Dauphin, Fan, Auli, Grangier, Language modeling with gated convolutional networks, ICML 2017.
 *
 * @throws ShapeError if `x` is a scalar, lacks the axis, or its size there is odd
 */
export function glu(x: TensorLike, options: GluOptions = {}): Tensor {
  const t = operand("glu", x);
  checkOptions("glu", options, ["axis"]);
  if (t.ndim === 0) throw new ShapeError("glu: a scalar has no axis to halve; reshape it first");
  const axis = checkAxis("glu", options.axis ?? -1, t.shape);
  const half = t.shape[axis] / 2;
  if (!Number.isInteger(half)) {
    throw new ShapeError(
      `glu: axis ${axis} of shape ${formatShape(t.shape)} cannot be halved; its size must be even`,
    );
  }
  const [a, b] = cut(t, [half, half], axis, false);
  return mul(a, sigmoid(b));
}
