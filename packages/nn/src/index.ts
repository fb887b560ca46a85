export {
  ELU,
  GELU,
  Identity,
  LeakyReLU,
  LogSoftmax,
  ReLU,
  SiLU,
  Sigmoid,
  Softmax,
  Softplus,
  Tanh,
} from "./activations.ts";
export * from "./attention/index.ts";
export { BatchNorm1d, BatchNorm2d, type BatchNormLayerOptions } from "./batch-norm.ts";
export { Conv1d, Conv2d, type ConvLayerOptions } from "./conv.ts";
export { Dropout, type DropoutOptions } from "./dropout.ts";
export { Embedding, type EmbeddingForwardOptions, type EmbeddingOptions } from "./embedding.ts";
export { Flatten, type FlattenOptions } from "./flatten.ts";
export { GaussianNoise, type GaussianNoiseOptions } from "./gaussian-noise.ts";
export { GroupNorm, type GroupNormLayerOptions } from "./group-norm.ts";
export * as init from "./init/index.ts";
export { InstanceNorm1d, type InstanceNormLayerOptions } from "./instance-norm.ts";
export { LayerNorm, type LayerNormOptions } from "./layer-norm.ts";
export { Linear, type LinearOptions } from "./linear.ts";
export * from "./losses/index.ts";
export * from "./losses/modules.ts";
export { ModuleDict } from "./module-dict.ts";
export { ModuleList } from "./module-list.ts";
export { Module } from "./module.ts";
export { Parameter, type ParameterOptions } from "./parameter.ts";
export { AvgPool1d, AvgPool2d, MaxPool1d, MaxPool2d } from "./pooling.ts";
export { PairwiseDistance, pairwiseDistance, type PairwiseDistanceOptions } from "./pairwise-distance.ts";
export { RMSNorm, type RMSNormOptions } from "./rms-norm.ts";
export { Sequential, type Layer } from "./sequential.ts";
export type { LoadOptions, LoadResult } from "./state-dict.ts";
