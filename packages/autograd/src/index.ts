import "./ops/methods.ts";
import "./tape/attach.ts";

export {
  Tensor,
  type Dtype,
  type NestedArray,
  type TensorJSON,
  type TensorLike,
  type TypedArray,
} from "./tensor/tensor.ts";
export { arange, eye, linspace, oneHot } from "./tensor/ranges.ts";
export {
  full,
  ones,
  onesLike,
  tensor,
  zeros,
  zerosLike,
  type CreateOptions,
  type TensorOptions,
} from "./tensor/create.ts";
export type { Indices } from "./tensor/indices.ts";
export {
  bernoulli,
  defaultGenerator,
  Generator,
  manualSeed,
  rand,
  randint,
  randn,
  randperm,
  type GeneratorOptions,
  type GeneratorState,
  type RandomOptions,
} from "./tensor/random.ts";
export type { TensorTree } from "./tensor/tree.ts";
export * from "./ops/index.ts";
export * from "./ops/functions.ts";
export * from "./internal.ts";
export { backend, setBackend, type Backend } from "./backend.ts";
export { defineOp, type OpDefinition } from "./ops/custom-op.ts";
export type { Context } from "./tape/op.ts";
export { gradients, type BackwardOptions, type GradientsOptions } from "./tape/backward.ts";
export { checkpoint } from "./tape/checkpoint.ts";
export { enableGrad, isGradEnabled, noGrad } from "./tape/grad-mode.ts";
export { grad, valueAndGrad, type Gradients, type Likes } from "./tape/transforms/grad.ts";
export { hessian, hvp } from "./tape/transforms/hessian.ts";
export { jacobian } from "./tape/transforms/jacobian.ts";
export { jvp } from "./tape/transforms/jvp.ts";
export { vjp, type VectorJacobianProduct } from "./tape/transforms/vjp.ts";
export { gradcheck, type Checkable, type GradcheckOptions, type GradcheckResult } from "./check/gradcheck.ts";
export { gradgradcheck } from "./check/gradgradcheck.ts";
export type { GradientDifference } from "./check/gradient-difference.ts";
export { loadNpy, saveNpy } from "./io/npy.ts";
export { loadSafetensors, saveSafetensors, type Safetensors } from "./io/safetensors.ts";
export { tape, toDot, type TapeRecord } from "./tape/inspect.ts";
export { detectAnomaly } from "./tape/anomaly.ts";
export { ArgumentError, DtypeError, GraphError, RewindError, ShapeError } from "./errors.ts";
