import { softplus } from "../kernels/scalar/logistic.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { binary, pairwise, type BinaryOp } from "./binary.ts";
import { comparison } from "./comparison.ts";
import { mul } from "./mul.ts";
import { sigmoid } from "./sigmoid.ts";
import { sub } from "./sub.ts";
import { where } from "./where.ts";

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
