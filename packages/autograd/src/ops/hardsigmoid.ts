import { greater } from "./greater.ts";
import { less } from "./less.ts";
import { mul } from "./mul.ts";
import { unary, type UnaryOp } from "./unary.ts";

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
