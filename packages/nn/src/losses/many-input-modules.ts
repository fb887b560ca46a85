import type { TensorLike } from "@rewind/autograd";
import { FunctionModule } from "../function-module.ts";
import {
  cosineEmbeddingLoss,
  gaussianNllLoss,
  marginRankingLoss,
  tripletMarginLoss,
  tripletMarginWithDistanceLoss,
  type CosineEmbeddingLossOptions,
  type GaussianNllLossOptions,
  type MarginRankingLossOptions,
  type TripletMarginLossOptions,
  type TripletMarginWithDistanceLossOptions,
} from "./index.ts";

type Labelled = [input1: TensorLike, input2: TensorLike, target: TensorLike];
type Triplet = [anchor: TensorLike, positive: TensorLike, negative: TensorLike];

/** {@link cosineEmbeddingLoss} as a module. */
export class CosineEmbeddingLoss extends FunctionModule<Labelled, CosineEmbeddingLossOptions> {
  constructor(options: CosineEmbeddingLossOptions = {}) {
    super(cosineEmbeddingLoss, ["margin", "reduction"], options);
  }
}

/** {@link gaussianNllLoss} as a module. */
export class GaussianNLLLoss extends FunctionModule<
  [input: TensorLike, target: TensorLike, variance: TensorLike],
  GaussianNllLossOptions
> {
  constructor(options: GaussianNllLossOptions = {}) {
    super(gaussianNllLoss, ["full", "eps", "reduction"], options);
  }
}

/** {@link marginRankingLoss} as a module. */
export class MarginRankingLoss extends FunctionModule<Labelled, MarginRankingLossOptions> {
  constructor(options: MarginRankingLossOptions = {}) {
    super(marginRankingLoss, ["margin", "reduction"], options);
  }
}

/** {@link tripletMarginLoss} as a module. */
export class TripletMarginLoss extends FunctionModule<Triplet, TripletMarginLossOptions> {
  constructor(options: TripletMarginLossOptions = {}) {
    super(tripletMarginLoss, ["margin", "p", "eps", "swap", "reduction"], options);
  }
}

/** {@link tripletMarginWithDistanceLoss} as a module. */
export class TripletMarginWithDistanceLoss extends FunctionModule<
  Triplet,
  TripletMarginWithDistanceLossOptions
> {
  constructor(options: TripletMarginWithDistanceLossOptions = {}) {
    super(tripletMarginWithDistanceLoss, ["distanceFunction", "margin", "swap", "reduction"], options);
  }
}
