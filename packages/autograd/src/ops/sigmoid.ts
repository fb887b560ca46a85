import { logistic } from "../kernels/scalar/logistic.ts";
import { mul } from "./mul.ts";
import { sub } from "./sub.ts";
import { unary, type UnaryOp } from "./unary.ts";

/** The logistic function `1 / (1 + e^-x)`. */
export const sigmoid: UnaryOp = unary({
  name: "sigmoid",
  saves: "output",
  value: logistic,
  slope: (y) => y * (1 - y),
  derivative: (y) => mul(y, sub(1, y)),
});
