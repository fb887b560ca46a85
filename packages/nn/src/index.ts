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
export { Dropout, type DropoutOptions } from "./dropout.ts";
export { Embedding, type EmbeddingForwardOptions, type EmbeddingOptions } from "./embedding.ts";
export { Flatten, type FlattenOptions } from "./flatten.ts";
export * as init from "./init/index.ts";
export { LayerNorm, type LayerNormOptions } from "./layer-norm.ts";
export { Linear, type LinearOptions } from "./linear.ts";
export * from "./losses/index.ts";
export { ModuleDict } from "./module-dict.ts";
export { ModuleList } from "./module-list.ts";
export { Module } from "./module.ts";
export { Parameter, type ParameterOptions } from "./parameter.ts";
export { Sequential, type Layer } from "./sequential.ts";
export type { LoadOptions, LoadResult } from "./state-dict.ts";
