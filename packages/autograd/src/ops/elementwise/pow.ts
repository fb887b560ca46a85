import { where } from "../where.ts";
import { mul, sub } from "./arithmetic.ts";
import { binary, pairwise, type BinaryOp } from "./binary.ts";
import { comparison } from "./comparisons.ts";
import { log } from "./exponentials.ts";

/** IEEE 754's power, which JavaScript's differs from: ±1 to any infinite power is 1, and 1 to the power NaN is 1. */
function power(a: number, b: number): number {
  if (a === 1 || (a === -1 && Math.abs(b) === Infinity)) return 1;
  return a ** b;
}

/** The smallest normal float32: the reciprocals of smaller numbers may overflow. */
const TINY = 2 ** -126;

// Where one factor of a gradient is infinite and the other zero, and the product is zero by convention.
const constantBase = comparison("pow", (a, b) => (b === 0 && !(Math.abs(a) > TINY) ? 1 : 0));
const constantExponent = comparison("pow", (a, b) => (a === 0 && b >= 0 ? 1 : 0));

/**
 * `a^b`, broadcast. Negative bases have real powers only for whole exponents; others give NaN.
 *
 * The gradients are `b a^(b-1)` and `a^b log a`, with PyTorch's conventions where these are undefined: an exponent of 0
 * gives the base 0, a base of 0 gives a non-negative exponent 0.
 *
 * @example
 * pow(x, 2); // squares
 * pow(2, x); // powers of two
 */
export const pow: BinaryOp = binary({
  name: "pow",
  kernel: pairwise(power),
  saves: true,
  gradients: [
    (g, a, b) => mul(g, mul(b, pow(where(constantBase(a, b), 1, a), sub(b, 1)))),
    (g, a, b) => {
      const base = where(constantExponent(a, b), 1, a);
      return mul(g, mul(pow(base, b), log(base)));
    },
  ],
});
