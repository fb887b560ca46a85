// The losses as functions. The test suites run over this list: what is exported here is tested.
export { bceLoss, type BceLossOptions } from "./bce-loss.ts";
export { bceWithLogits, type BceWithLogitsOptions } from "./bce-with-logits.ts";
export type { ClassLossOptions } from "./class-targets.ts";
export { cosineEmbeddingLoss, type CosineEmbeddingLossOptions } from "./cosine-embedding-loss.ts";
export { crossEntropy, type CrossEntropyOptions } from "./cross-entropy.ts";
export { ctcLoss, type CtcLossOptions } from "./ctc-loss.ts";
export { gaussianNllLoss, type GaussianNllLossOptions } from "./gaussian-nll-loss.ts";
export { hingeEmbeddingLoss, type HingeEmbeddingLossOptions } from "./hinge-embedding-loss.ts";
export { huberLoss, type HuberLossOptions } from "./huber-loss.ts";
export { klDiv, type KlDivOptions } from "./kl-div.ts";
export { l1Loss } from "./l1-loss.ts";
export { marginRankingLoss, type MarginRankingLossOptions } from "./margin-ranking-loss.ts";
export { mseLoss } from "./mse-loss.ts";
export { multiMarginLoss, type MultiMarginLossOptions } from "./multi-margin-loss.ts";
export { multilabelMarginLoss } from "./multilabel-margin-loss.ts";
export {
  multilabelSoftMarginLoss,
  type MultilabelSoftMarginLossOptions,
} from "./multilabel-soft-margin-loss.ts";
export { nllLoss } from "./nll-loss.ts";
export { poissonNllLoss, type PoissonNllLossOptions } from "./poisson-nll-loss.ts";
export type { LossOptions, Reduction } from "./reduction.ts";
export { smoothL1Loss, type SmoothL1LossOptions } from "./smooth-l1-loss.ts";
export { softMarginLoss } from "./soft-margin-loss.ts";
export { tripletMarginLoss, type TripletMarginLossOptions } from "./triplet-margin-loss.ts";
export {
  tripletMarginWithDistanceLoss,
  type DistanceFunction,
  type TripletMarginWithDistanceLossOptions,
} from "./triplet-margin-with-distance-loss.ts";
