import { logistic } from "../kernels/scalar/logistic.ts";
import { add } from "./add.ts";
import { clamp } from "./clamp.ts";
import { mul } from "./mul.ts";
import { sigmoid } from "./sigmoid.ts";
import { sub } from "./sub.ts";
import { unary, type UnaryOp } from "./unary.ts";

/** Beyond it `sigmoid(x)` is 0 or 1 in float64, and an infinite x would be multiplied by 0. */
const FAR = 750;

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
