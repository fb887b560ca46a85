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
import { l1Loss } from "./l1-loss.ts";
import { checkReduction, pair, reduce, type LossOptions } from "./reduction.ts";

/** Options of {@link smoothL1Loss}. */
export interface SmoothL1LossOptions extends LossOptions {
  /** Where the parabola becomes a line, from 0 (which is {@link l1Loss}). Default 1. */
  beta?: number;
}

/**
 * With `d = |input - target|`: `d² / (2 beta)` below `beta`, `d - beta/2` beyond: {@link huberLoss} divided by its delta
 * (Girshick, "Fast R-CNN", 2015).
 *
 * @throws ShapeError if the shapes differ
 * @throws ArgumentError if `beta` is negative
 */
export function smoothL1Loss(
  input: TensorLike,
  target: TensorLike,
  options: SmoothL1LossOptions = {},
): Tensor {
  const reduction = checkReduction("smoothL1Loss", options, ["beta"]);
  const beta = checkNumber("smoothL1Loss", "beta", options.beta ?? 1, 0, Number.MAX_VALUE);
  const [x, t] = pair("smoothL1Loss", input, target);
  if (beta === 0) return l1Loss(x, t, { reduction });
  const distance = abs(sub(x, t));
  const near = clamp(distance, { max: beta });
  return reduce(add(mul(square(near), 0.5 / beta), relu(sub(distance, beta))), reduction);
}
