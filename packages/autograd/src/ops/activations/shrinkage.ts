import { refuseExtra } from "../../tensor/arguments.ts";
import { checkNumber } from "../../tensor/shape.ts";
import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import { sub } from "../elementwise/arithmetic.ts";
import { clamp } from "../elementwise/clamp.ts";
import { lessEqual } from "../elementwise/comparisons.ts";
import { tanh } from "../elementwise/hyperbolics.ts";
import { abs } from "../elementwise/magnitudes.ts";
import type { UnaryOp } from "../elementwise/unary.ts";
import { operand } from "../operand.ts";
import { checkFinite, checkOptions } from "../options.ts";
import { where } from "../where.ts";

/** Options of {@link hardshrink} and {@link softshrink}. */
export interface ShrinkOptions {
  /** How far from 0 everything becomes 0, from 0 on. Default 0.5. */
  lambd?: number;
}

function shrink(op: string, x: TensorLike, options: ShrinkOptions): [x: Tensor, lambd: number] {
  const t = operand(op, x);
  checkOptions(op, options, ["lambd"]);
  return [t, checkNumber(op, "lambd", checkFinite(op, "lambd", options.lambd ?? 0.5), 0)];
}

/** `x - tanh(x)`. */
export const tanhshrink: UnaryOp = function (x) {
  if (arguments.length > 1) refuseExtra("tanhshrink", arguments, 1);
  const t = operand("tanhshrink", x);
  return sub(t, tanh(t));
};

/**
 * `x` where `|x| > lambd`, else 0, with gradient 0 at the bounds.
 *
 * @throws ArgumentError if `lambd` is not a finite number from 0
 */
export function hardshrink(x: TensorLike, options: ShrinkOptions = {}): Tensor {
  const [t, lambd] = shrink("hardshrink", x, options);
  return where(lessEqual(abs(t), lambd), 0, t);
}

/**
 * `x` brought nearer to 0 by `lambd`, and to 0 where it is nearer than that, with gradient 0 there and at the bounds.
 *
 * @throws ArgumentError if `lambd` is not a finite number from 0
 */
export function softshrink(x: TensorLike, options: ShrinkOptions = {}): Tensor {
  const [t, lambd] = shrink("softshrink", x, options);
  return sub(t, clamp(t, { min: -lambd, max: lambd }));
}

/**
 * `x` where it is above `threshold`, else `value`; the gradient at the threshold is 0.
 *
 * @example
 * threshold(tensor([0.1, 0.5]), 0.2, -1); // [-1, 0.5]
 * @throws ArgumentError if `threshold` or `value` is not a number
 */
export function threshold(x: TensorLike, threshold: number, value: number): Tensor {
  if (arguments.length > 3) refuseExtra("threshold", arguments, 3);
  const t = operand("threshold", x);
  checkNumber("threshold", "threshold", threshold);
  return where(lessEqual(t, threshold), checkNumber("threshold", "value", value), t);
}
