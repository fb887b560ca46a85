import { checkNumber, type Tensor, type TensorLike } from "@rewind/autograd";
import { pairwiseDistance } from "../pairwise-distance.ts";
import { type LossOptions } from "./reduction.ts";
import { tripletLoss } from "./triplet.ts";

/** Options of {@link tripletMarginLoss}. */
export interface TripletMarginLossOptions extends LossOptions {
  /** How much farther the negative must be, above 0. Default 1. */
  margin?: number;
  /** Exponent of the distance, above 0; Infinity for the largest difference. Default 2. */
  p?: number;
  /** Added to each difference, so that equal vectors have a gradient. Default 1e-6. */
  eps?: number;
  /** Whether the negative's distance from the positive counts if it is the smaller one. Default false. */
  swap?: boolean;
}

/**
 * `max(0, d(anchor, positive) - d(anchor, negative) + margin)` with `d` {@link pairwiseDistance} (Balntas et al., "Learning
 * local feature descriptors with triplets and shallow convolutional neural networks", 2016, where `swap` is from too).
 *
 * @param anchor `[N, D]` or `[D]`, as are the others
 * @returns with `"none"` `[N]`, or a scalar
 * @throws ShapeError if the shapes differ
 * @throws ArgumentError if an option is out of range
 */
export function tripletMarginLoss(
  anchor: TensorLike,
  positive: TensorLike,
  negative: TensorLike,
  options: TripletMarginLossOptions = {},
): Tensor {
  const op = "tripletMarginLoss";
  return tripletLoss(op, [anchor, positive, negative], options, ["p", "eps"], () => {
    const p = checkNumber(op, "p", options.p ?? 2, Number.MIN_VALUE);
    const eps = checkNumber(op, "eps", options.eps ?? 1e-6, 0, Number.MAX_VALUE);
    return (a, b) => pairwiseDistance(a, b, { p, eps });
  });
}
