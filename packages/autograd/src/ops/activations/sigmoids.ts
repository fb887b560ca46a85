import { logistic, softplus } from "../../kernels/scalar/logistic.ts";
import { mul, sub, neg, add } from "../elementwise/arithmetic.ts";
import { greater, less } from "../elementwise/comparisons.ts";
import { abs } from "../elementwise/magnitudes.ts";
import { reciprocal, square } from "../elementwise/roots.ts";
import { unary, type UnaryOp } from "../elementwise/unary.ts";

/** The logistic function `1 / (1 + e^-x)`. */
export const sigmoid: UnaryOp = unary({
  name: "sigmoid",
  saves: "output",
  value: logistic,
  slope: (y) => y * (1 - y),
  derivative: (y) => mul(y, sub(1, y)),
});

/** `log(1 / (1 + e^-x))`: finite where `log(sigmoid(x))` is already -infinity. */
export const logSigmoid: UnaryOp = unary({
  name: "logSigmoid",
  saves: "input",
  value: (x) => -softplus(-x),
  slope: (x) => logistic(-x),
  derivative: (x) => sigmoid(neg(x)),
});

/**
 * A sigmoid of straight lines: `min(max(x + 3, 0), 6) / 6`, with gradient 0 at both bounds.
 *
 * Howard et al., Searching for MobileNetV3, ICCV 2019.
 */
export const hardsigmoid: UnaryOp = unary({
  name: "hardsigmoid",
  saves: "input",
  value: (x) => (x <= -3 ? 0 : x >= 3 ? 1 : (x + 3) / 6),
  slope: (x) => (x > -3 && x < 3 ? 1 / 6 : 0),
  derivative: (x) => mul(mul(greater(x, -3), less(x, 3)), 1 / 6),
});

/** `x / (1 + |x|)`: between -1 and 1, and slower to saturate than tanh. */
export const softsign: UnaryOp = unary({
  name: "softsign",
  saves: "input",
  value: (x) => (Math.abs(x) === Infinity ? Math.sign(x) : x / (1 + Math.abs(x))),
  slope: (x) => (1 / (1 + Math.abs(x))) ** 2,
  derivative: (x) => square(reciprocal(add(abs(x), 1))),
});
