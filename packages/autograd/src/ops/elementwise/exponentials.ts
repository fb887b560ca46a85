import { softplus } from "../../kernels/scalar/logistic.ts";
import { checkNumber } from "../../tensor/shape.ts";
import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import { sigmoid } from "../activations/sigmoids.ts";
import { operand } from "../operand.ts";
import { checkOptions } from "../options.ts";
import { where } from "../where.ts";
import { add, div, mul, sub } from "./arithmetic.ts";
import { binary, pairwise, type BinaryOp } from "./binary.ts";
import { clamp } from "./clamp.ts";
import { comparison } from "./comparisons.ts";
import { unary, type UnaryOp } from "./unary.ts";

/** `e^x`. */
export const exp: UnaryOp = unary({
  name: "exp",
  saves: "output",
  value: Math.exp,
  slope: (y) => y,
  derivative: (y) => y,
});

/** `e^x - 1`, exact for small `x` too. */
export const expm1: UnaryOp = unary({
  name: "expm1",
  saves: "output",
  value: Math.expm1,
  slope: (y) => y + 1,
  derivative: (y) => add(y, 1),
});

/** Natural logarithm: -infinity at 0, NaN below. */
export const log: UnaryOp = unary({
  name: "log",
  saves: "input",
  value: Math.log,
  slope: (x) => 1 / x,
  derivative: (x) => div(1, x),
});

/** `log(1 + x)`, exact for small `x` too. */
export const log1p: UnaryOp = unary({
  name: "log1p",
  saves: "input",
  value: Math.log1p,
  slope: (x) => 1 / (x + 1),
  derivative: (x) => div(1, add(x, 1)),
});

/** Logarithm to base 2: -infinity at 0, NaN below. */
export const log2: UnaryOp = unary({
  name: "log2",
  saves: "input",
  value: Math.log2,
  slope: (x) => 1 / (x * Math.LN2),
  derivative: (x) => div(1, mul(x, Math.LN2)),
});

/** Logarithm to base 10: -infinity at 0, NaN below. */
export const log10: UnaryOp = unary({
  name: "log10",
  saves: "input",
  value: Math.log10,
  slope: (x) => 1 / (x * Math.LN10),
  derivative: (x) => div(1, mul(x, Math.LN10)),
});

/** Two infinities of one sign have no difference, but equal shares of their sum. */
const isSameInfinity = comparison("logaddexp", (a, b) => (a === b && Math.abs(a) === Infinity ? 1 : 0));
const share = (a: Tensor, b: Tensor): Tensor => sigmoid(where(isSameInfinity(a, b), 0, sub(a, b)));

/**
 * `log(e^a + e^b)`, broadcast, without overflow: the sum of two probabilities given by their logarithms. -Infinity is
 * probability 0.
 *
 * @example
 * logaddexp(tensor([1000, -Infinity]), 1000); // [1000.6931, 1000]
 * @throws ShapeError if the shapes do not broadcast
 */
export const logaddexp: BinaryOp = binary({
  name: "logaddexp",
  kernel: pairwise((a, b) => {
    if (a === b) return a + Math.LN2;
    return a > b ? a + softplus(b - a) : b + softplus(a - b);
  }),
  saves: true,
  gradients: [(g, a, b) => mul(g, share(a, b)), (g, a, b) => mul(g, share(b, a))],
});

const logitOp = unary({
  name: "logit",
  saves: "input",
  value: (x) => Math.log(x / (1 - x)),
  slope: (x) => 1 / (x * (1 - x)),
  derivative: (x) => div(1, mul(x, sub(1, x))),
});

/** Options of {@link logit}. */
export interface LogitOptions {
  /** `x` is first brought into `[eps, 1 - eps]`, with gradient 0 beyond. Default none. */
  eps?: number | null;
}

/**
 * `log(x / (1 - x))`, what `sigmoid` undoes: infinite at 0 and 1, NaN outside them unless `eps` is given.
 *
 * @throws ArgumentError if `eps` is not a number from 0 to a half
 */
export function logit(x: TensorLike, options: LogitOptions = {}): Tensor {
  const t = operand("logit", x);
  checkOptions("logit", options, ["eps"]);
  const eps = options.eps ?? null;
  if (eps === null) return logitOp(t);
  return logitOp(clamp(t, { min: checkNumber("logit", "eps", eps, 0, 0.5), max: 1 - eps }));
}

const vanishes = comparison("xlogy", (a, b) => (a === 0 && b <= 0 ? 1 : 0));

/**
 * `a log(b)`, broadcast, and 0 where `a` is 0 unless `b` is NaN: the terms of an entropy.
 *
 * @throws ShapeError if the shapes do not broadcast
 */
export const xlogy: BinaryOp = binary({
  name: "xlogy",
  kernel: pairwise((a, b) => (a === 0 && b === b ? 0 : a * Math.log(b))),
  saves: true,
  gradients: [(g, a, b) => xlogy(g, where(vanishes(a, b), 1, b)), (g, a, b) => div(mul(g, a), b)],
});
