import { ArgumentError } from "../../errors.ts";
import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import { operand } from "../operand.ts";
import { checkOptions } from "../options.ts";
import { mul } from "./arithmetic.ts";
import { checkBounds, type Bounds } from "./bounds.ts";
import { greaterEqual, lessEqual } from "./comparisons.ts";
import { unaryWith } from "./unary.ts";

/** The bounds of {@link clamp}; at least one. */
export interface ClampOptions {
  /** Lower bound. Default none. */
  min?: number | null;
  /** Upper bound. Default none. */
  max?: number | null;
}

const op = unaryWith<Bounds>({
  name: "clamp",
  saves: "input",
  value: (x, { min, max }) => (x < min ? min : x > max ? max : x),
  slope: (x, { min, max }) => (x >= min && x <= max ? 1 : 0),
  derivative: (x, { min, max }) => mul(greaterEqual(x, min), lessEqual(x, max)),
});

/**
 * `x` limited to `[min, max]`; either bound may be left out. The gradient is 1 within, at both bounds too, and 0 outside.
 *
 * @throws ArgumentError if there is no bound, one is NaN, or `min` is above `max`
 */
export function clamp(x: TensorLike, options: ClampOptions): Tensor {
  checkOptions("clamp", options, ["min", "max"]);
  const { min, max } = options;
  if ((min ?? null) === null && (max ?? null) === null)
    throw new ArgumentError("clamp: needs a bound; pass { min }, { max } or both");
  const t = operand("clamp", x);
  return op(t, checkBounds("clamp", t, min ?? -Infinity, max ?? Infinity));
}
