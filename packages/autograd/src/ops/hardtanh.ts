import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import { checkBounds, type Bounds } from "./bounds.ts";
import { greater } from "./greater.ts";
import { less } from "./less.ts";
import { mul } from "./mul.ts";
import { operand } from "./operand.ts";
import { checkOptions } from "./options.ts";
import { unaryWith } from "./unary.ts";

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
