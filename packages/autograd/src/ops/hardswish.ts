import { add } from "./add.ts";
import { greater } from "./greater.ts";
import { less } from "./less.ts";
import { mul } from "./mul.ts";
import { unary, type UnaryOp } from "./unary.ts";
import { where } from "./where.ts";

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
