import { ArgumentError } from "../../errors.ts";
import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import { operand, operands } from "../operand.ts";
import { checkOptions } from "../options.ts";
import { where } from "../where.ts";
import { mul } from "./arithmetic.ts";
import { checkBounds, type Bounds } from "./bounds.ts";
import { comparison, greaterEqual, lessEqual } from "./comparisons.ts";
import { unaryWith } from "./unary.ts";

/** The bounds of {@link clamp}; at least one. */
export interface ClampOptions {
  /** Lower bound, one for all elements or broadcast. Default none. */
  min?: TensorLike | null;
  /** Upper bound, one for all elements or broadcast. Default none. */
  max?: TensorLike | null;
}

const op = unaryWith<Bounds>({
  name: "clamp",
  saves: "input",
  value: (x, { min, max }) => (x < min ? min : x > max ? max : x),
  slope: (x, { min, max }) => (x >= min && x <= max ? 1 : 0),
  derivative: (x, { min, max }) => mul(greaterEqual(x, min), lessEqual(x, max)),
});

/** A NaN on either side shows in the result. */
const isBelow = comparison("clamp", (a, b) => (a < b || b !== b ? 1 : 0));
const isAbove = comparison("clamp", (a, b) => (a > b || b !== b ? 1 : 0));

/**
 * `x` limited to `[min, max]`; either bound may be left out. The gradient is 1 within, at both bounds too, and 0 outside, where
 * it goes to a bound that is a tensor. Where tensors cross, `max` prevails.
 *
 * @example
 * clamp(tensor([1, 5, 9]), { min: 2, max: tensor([9, 4, 3]) }); // [2, 4, 3]
 * @throws ArgumentError if there is no bound, one is a NaN, or the number `min` is above the number `max`
 * @throws ShapeError if bounds do not broadcast
 */
export function clamp(x: TensorLike, options: ClampOptions): Tensor {
  checkOptions("clamp", options, ["min", "max"]);
  const min = options.min ?? null;
  const max = options.max ?? null;
  if (min === null && max === null)
    throw new ArgumentError("clamp: needs a bound; pass { min }, { max } or both");
  if (isNumber(min) && isNumber(max)) {
    const t = operand("clamp", x);
    return op(t, checkBounds("clamp", t, min ?? -Infinity, max ?? Infinity));
  }
  const [t, low, high] = operands("clamp", [x, min ?? -Infinity, max ?? Infinity]);
  const raised = min === null ? t : where(isBelow(t, low), low, t);
  return max === null ? raised : where(isAbove(raised, high), high, raised);
}

const isNumber = (bound: TensorLike | null): bound is number | null =>
  bound === null || typeof bound === "number";
