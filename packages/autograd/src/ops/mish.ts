import { logistic, softplus as unitSoftplus } from "../kernels/scalar/logistic.ts";
import { add } from "./add.ts";
import { clamp } from "./clamp.ts";
import { mul } from "./mul.ts";
import { sigmoid } from "./sigmoid.ts";
import { softplus } from "./softplus.ts";
import { square } from "./square.ts";
import { sub } from "./sub.ts";
import { tanh } from "./tanh.ts";
import { unary, type UnaryOp } from "./unary.ts";

/** Beyond it `tanh(softplus(x))` is 0 or 1 in float64, and an infinite x would be multiplied by 0. */
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
