import { ArgumentError, formatValue, type Tensor, type TensorLike } from "@rewind/autograd";
import { pairwiseDistance } from "../pairwise-distance.ts";
import { type LossOptions } from "./reduction.ts";
import { tripletLoss } from "./triplet.ts";

/** How far apart vectors are: two tensors `[N, D]` give `[N]`, or without N a scalar. */
export type DistanceFunction = (a: Tensor, b: Tensor) => Tensor;

/** Options of {@link tripletMarginWithDistanceLoss}. */
export interface TripletMarginWithDistanceLossOptions extends LossOptions {
  /** Default {@link pairwiseDistance}. */
  distanceFunction?: DistanceFunction;
  /** How much farther the negative must be, above 0. Default 1. */
  margin?: number;
  /** Whether the negative's distance from the positive counts if it is the smaller one. Default false. */
  swap?: boolean;
}

/**
 * {@link tripletMarginLoss} with a distance of one's own.
 *
 * @example
 * tripletMarginWithDistanceLoss(a, p, n, { distanceFunction: (x, y) => x.sub(y).abs().max({ axis: -1 }) });
 * @throws ShapeError if the shapes differ
 * @throws ArgumentError if an option is out of range
 */
export function tripletMarginWithDistanceLoss(
  anchor: TensorLike,
  positive: TensorLike,
  negative: TensorLike,
  options: TripletMarginWithDistanceLossOptions = {},
): Tensor {
  const op = "tripletMarginWithDistanceLoss";
  return tripletLoss(op, [anchor, positive, negative], options, ["distanceFunction"], () => {
    const { distanceFunction = pairwiseDistance } = options;
    if (typeof distanceFunction === "function") return distanceFunction;
    throw new ArgumentError(
      `${op}: distanceFunction must be a function of two tensors, got ${formatValue(distanceFunction)}`,
    );
  });
}
