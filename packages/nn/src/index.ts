export {
  CELU,
  ELU,
  GELU,
  GLU,
  Hardshrink,
  Hardsigmoid,
  Hardswish,
  Hardtanh,
  Identity,
  LeakyReLU,
  LogSigmoid,
  LogSoftmax,
  Mish,
  ReLU,
  ReLU6,
  SELU,
  SiLU,
  Sigmoid,
  Softmax,
  Softmin,
  Softplus,
  Softshrink,
  Softsign,
  Tanh,
  Tanhshrink,
  Threshold,
} from "./activations.ts";
export {
  AdaptiveAvgPool1d,
  AdaptiveAvgPool2d,
  AdaptiveMaxPool1d,
  AdaptiveMaxPool2d,
  type AdaptiveSize,
} from "./adaptive-pooling.ts";
export * from "./attention/index.ts";
export { BatchNorm1d, BatchNorm2d, type BatchNormLayerOptions } from "./batch-norm.ts";
export { Bilinear, type BilinearOptions } from "./bilinear.ts";
export { ConvTranspose1d, ConvTranspose2d, type ConvTransposeLayerOptions } from "./conv-transpose.ts";
export { Conv1d, Conv2d, type ConvLayerOptions, type PaddingMode } from "./conv.ts";
export { CosineSimilarity } from "./cosine-similarity.ts";
export { Dropout, type DropoutOptions } from "./dropout.ts";
export {
  EmbeddingBag,
  type BagMode,
  type EmbeddingBagForwardOptions,
  type EmbeddingBagOptions,
} from "./embedding-bag.ts";
export type { EmbeddingOptions } from "./embedding-table.ts";
export { EmbeddingDropout, type EmbeddingDropoutOptions } from "./embedding-dropout.ts";
export { Embedding, type EmbeddingForwardOptions } from "./embedding.ts";
export { Flatten, type FlattenOptions } from "./flatten.ts";
export { functionalCall } from "./functional-call.ts";
export { GaussianNoise, type GaussianNoiseOptions } from "./gaussian-noise.ts";
export { gradcheckModule } from "./gradcheck-module.ts";
export { GroupNorm, type GroupNormLayerOptions } from "./group-norm.ts";
/** Initial values for parameters, under PyTorch's names: each fills a tensor in place and returns it. */
export * as init from "./init/index.ts";
export { InstanceNorm1d, InstanceNorm2d, type InstanceNormLayerOptions } from "./instance-norm.ts";
export { LayerNorm, type LayerNormOptions } from "./layer-norm.ts";
export { Linear, type LinearOptions } from "./linear.ts";
export { LockedDropout, type LockedDropoutOptions } from "./locked-dropout.ts";
export * from "./losses/index.ts";
export * from "./losses/modules.ts";
export {
  MaxUnpool1d,
  MaxUnpool2d,
  type MaxUnpoolForwardOptions,
  type MaxUnpoolOptions,
} from "./max-unpool.ts";
export { ModuleDict } from "./module-dict.ts";
export { ModuleList } from "./module-list.ts";
export { Module } from "./module.ts";
export { PairwiseDistance, pairwiseDistance, type PairwiseDistanceOptions } from "./pairwise-distance.ts";
export { Parameter, type ParameterOptions } from "./parameter.ts";
export { AvgPool1d, AvgPool2d, MaxPool1d, MaxPool2d } from "./pooling.ts";
export { PReLU, type PReLUOptions } from "./prelu.ts";
export { RMSNorm, type RMSNormOptions } from "./rms-norm.ts";
export { Sequential, type Layer } from "./sequential.ts";
export type { LoadOptions, LoadResult } from "./state-dict.ts";
export * from "./transformer/index.ts";
export { Unflatten } from "./unflatten.ts";
export { updateBN } from "./update-bn.ts";
