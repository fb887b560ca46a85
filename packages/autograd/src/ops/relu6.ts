import { greater } from "./greater.ts";
import { less } from "./less.ts";
import { mul } from "./mul.ts";
import { unary, type UnaryOp } from "./unary.ts";

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
