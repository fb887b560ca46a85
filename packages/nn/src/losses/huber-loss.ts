import {
  abs,
  add,
  checkNumber,
  clamp,
  mul,
  relu,
  square,
  sub,
  type Tensor,
  type TensorLike,
} from "@rewind/autograd";
import { checkReduction, pair, reduce, type LossOptions } from "./reduction.ts";

/** Options of {@link huberLoss}. */
export interface HuberLossOptions extends LossOptions {
  /** Where the parabola becomes a line, above 0. Default 1. */
  delta?: number;
}

/**
 * With `d = |input - target|`: `d²/2` up to `delta`, `delta (d - delta/2)` beyond (Huber, "Robust estimation of a location
 * parameter", 1964).
 *
 * @throws ShapeError if the shapes differ
 * @throws ArgumentError if `delta` is not above 0
 */
export function huberLoss(input: TensorLike, target: TensorLike, options: HuberLossOptions = {}): Tensor {
  const reduction = checkReduction("huberLoss", options, ["delta"]);
  const delta = checkNumber("huberLoss", "delta", options.delta ?? 1, Number.MIN_VALUE, Number.MAX_VALUE);
  const [x, t] = pair("huberLoss", input, target);
  const distance = abs(sub(x, t));
  // No parabola beyond delta, not even one that is not chosen: its slope may be infinite.
  const near = clamp(distance, { max: delta });
  return reduce(add(mul(square(near), 0.5), mul(relu(sub(distance, delta)), delta)), reduction);
}
