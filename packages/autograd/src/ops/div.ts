import { binary, type BinaryOp } from "./binary.ts";
import { mul } from "./mul.ts";
import { neg } from "./neg.ts";

/** `a / b`, broadcast. Division by zero follows IEEE 754: infinity, or NaN for 0/0. */
export const div: BinaryOp = binary({
  name: "div",
  kernel: "div",
  saves: true,
  gradients: [(g, _a, b) => div(g, b), (g, a, b) => neg(div(mul(g, div(a, b)), b))],
});
