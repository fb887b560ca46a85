import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import { mul } from "../elementwise/arithmetic.ts";
import { checkBounds, type Bounds } from "../elementwise/bounds.ts";
import { greater, less } from "../elementwise/comparisons.ts";
import { unaryWith } from "../elementwise/unary.ts";
import { operand } from "../operand.ts";
import { checkOptions } from "../options.ts";

/** Options of {@link hardtanh}. */
export interface HardtanhOptions {
  /** Lower bound. Default -1. */
  min?: number;
  /** Upper bound. Default 1. */
  max?: number;
}

const op = unaryWith<Bounds>({
  name: "hardtanh",
  saves: "input",
  value: (x, { min, max }) => (x < min ? min : x > max ? max : x),
  slope: (x, { min, max }) => (x > min && x < max ? 1 : 0),
  derivative: (x, { min, max }) => mul(greater(x, min), less(x, max)),
});

/**
 * `x` limited to `[min, max]`, as `clamp`, but with gradient 0 at the bounds.
 *
 * @throws ArgumentError if a bound is NaN, or `min` is above `max`
 */
export function hardtanh(x: TensorLike, options: HardtanhOptions = {}): Tensor {
  checkOptions("hardtanh", options, ["min", "max"]);
  const t = operand("hardtanh", x);
  return op(t, checkBounds("hardtanh", t, options.min ?? -1, options.max ?? 1));
}
