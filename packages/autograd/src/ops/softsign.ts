import { abs } from "./abs.ts";
import { add } from "./add.ts";
import { reciprocal } from "./reciprocal.ts";
import { square } from "./square.ts";
import { unary, type UnaryOp } from "./unary.ts";

/** `x / (1 + |x|)`: between -1 and 1, and slower to saturate than tanh. */
export const softsign: UnaryOp = unary({
  name: "softsign",
  saves: "input",
  value: (x) => (Math.abs(x) === Infinity ? Math.sign(x) : x / (1 + Math.abs(x))),
  slope: (x) => (1 / (1 + Math.abs(x))) ** 2,
  derivative: (x) => square(reciprocal(add(abs(x), 1))),
});
