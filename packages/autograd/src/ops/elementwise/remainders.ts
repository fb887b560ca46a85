import { mul, neg } from "./arithmetic.ts";
import { binary, pairwise, type BinaryOp } from "./binary.ts";
import { comparison } from "./comparisons.ts";

/** Makes `a - b · quotient`: the quotient is whole, and so constant between its jumps. */
function modulo(name: string, rest: (a: number, b: number) => number): BinaryOp {
  const quotient = comparison(name, (a, b) => Math.round((a - rest(a, b)) / b));
  return binary({
    name,
    kernel: pairwise(rest),
    saves: true,
    gradients: [(g) => g, (g, a, b) => neg(mul(g, quotient(a, b)))],
  });
}

/**
 * What is left of `a` after whole steps of `b`, broadcast, with the sign of `a`: C's `fmod`, JavaScript's `%`. NaN where
 * `b` is 0.
 *
 * @example
 * fmod(tensor([5, -5]), 3); // [2, -2]
 * @throws ShapeError if the shapes do not broadcast
 */
export const fmod: BinaryOp = modulo("fmod", (a, b) => a % b);

/**
 * What is left of `a` after whole steps of `b`, broadcast, with the sign of `b`: Python's `%`. NaN where `b` is 0.
 *
 * @example
 * remainder(tensor([5, -5]), 3); // [2, 1]
 * @throws ShapeError if the shapes do not broadcast
 */
export const remainder: BinaryOp = modulo("remainder", (a, b) => {
  const rest = a % b;
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
});
