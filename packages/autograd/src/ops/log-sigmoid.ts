import { logistic, softplus } from "../kernels/scalar/logistic.ts";
import { neg } from "./neg.ts";
import { sigmoid } from "./sigmoid.ts";
import { unary, type UnaryOp } from "./unary.ts";

/** `log(1 / (1 + e^-x))`: finite where `log(sigmoid(x))` is already -infinity. */
export const logSigmoid: UnaryOp = unary({
  name: "logSigmoid",
  saves: "input",
  value: (x) => -softplus(-x),
  slope: (x) => logistic(-x),
  derivative: (x) => sigmoid(neg(x)),
});
