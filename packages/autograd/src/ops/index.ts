// The operations that are methods as well, by family. The test suites run over this list and that of `functions.ts`: what is
// exported here is tested.
export { celu, elu, selu, type CeluOptions, type EluOptions } from "./activations/exponential-units.ts";
export { glu, hardswish, mish, silu, type GluOptions } from "./activations/gates.ts";
export { gelu, type GeluOptions } from "./activations/gelu.ts";
export { hardtanh, type HardtanhOptions } from "./activations/hardtanh.ts";
export { leakyRelu, prelu, relu, relu6, type LeakyReluOptions } from "./activations/rectifiers.ts";
export {
  hardshrink,
  softshrink,
  tanhshrink,
  threshold,
  type ShrinkOptions,
} from "./activations/shrinkage.ts";
export { hardsigmoid, logSigmoid, sigmoid, softsign } from "./activations/sigmoids.ts";
export { softplus, type SoftplusOptions } from "./activations/softplus.ts";
export { add, div, mul, neg, sub } from "./elementwise/arithmetic.ts";
export type { BinaryOp } from "./elementwise/binary.ts";
export { clamp, type ClampOptions } from "./elementwise/clamp.ts";
export { addcdiv, addcmul, lerp } from "./elementwise/combinations.ts";
export {
  equal,
  greater,
  greaterEqual,
  isFinite,
  isInf,
  isNaN,
  less,
  lessEqual,
  notEqual,
} from "./elementwise/comparisons.ts";
export { erf, erfc } from "./elementwise/erf.ts";
export {
  exp,
  expm1,
  log,
  log10,
  log1p,
  log2,
  logaddexp,
  logit,
  xlogy,
  type LogitOptions,
} from "./elementwise/exponentials.ts";
export { maximum, minimum } from "./elementwise/extrema.ts";
export { acosh, asinh, atanh, cosh, sinh, tanh } from "./elementwise/hyperbolics.ts";
export { abs, hypot } from "./elementwise/magnitudes.ts";
export { nanToNum, type NanToNumOptions } from "./elementwise/nan-to-num.ts";
export { pow } from "./elementwise/pow.ts";
export { fmod, remainder } from "./elementwise/remainders.ts";
export { reciprocal, rsqrt, sqrt, square } from "./elementwise/roots.ts";
export { ceil, floor, frac, round, sign, trunc } from "./elementwise/rounding.ts";
export { acos, asin, atan, atan2, cos, sin, tan } from "./elementwise/trigonometry.ts";
export type { UnaryOp } from "./elementwise/unary.ts";
export { at, type AtIndex } from "./indexing/at.ts";
export { gather } from "./indexing/gather.ts";
export { indexAdd, type IndexAddOptions } from "./indexing/index-add.ts";
export { indexSelect, type IndexSelectOptions } from "./indexing/index-select.ts";
export { maskedFill } from "./indexing/masked-fill.ts";
export { maskedSelect } from "./indexing/masked-select.ts";
export type { GatherOptions } from "./indexing/positions.ts";
export { scatterAdd } from "./indexing/scatter-add.ts";
export { scatter, type ScatterOptions } from "./indexing/scatter.ts";
export { select } from "./indexing/select.ts";
export { slice, type SliceRange } from "./indexing/slice.ts";
export { argsort, sort, type SortOptions } from "./ordering/sort.ts";
export { topk, type TopkOptions } from "./ordering/topk.ts";
export { unique, type Unique } from "./ordering/unique.ts";
export { addmm, baddbmm, type AddmmOptions } from "./products/addmm.ts";
export { bilinear } from "./products/bilinear.ts";
export { cdist } from "./products/cdist.ts";
export { cosineSimilarity, type CosineSimilarityOptions } from "./products/cosine-similarity.ts";
export { cross } from "./products/cross.ts";
export { kron, outer } from "./products/outer.ts";
export { tensordot, type TensordotAxes } from "./products/tensordot.ts";
export { argmax, argmin, type ArgExtremum, type ArgOptions } from "./reductions/arg-extrema.ts";
export { cumprod } from "./reductions/cumprod.ts";
export { cumsum } from "./reductions/cumsum.ts";
export { amax, amin, max, median, min, type Extremum } from "./reductions/extrema.ts";
export { logCumsumExp } from "./reductions/log-cumsum-exp.ts";
export { logsumexp } from "./reductions/logsumexp.ts";
export { mean } from "./reductions/mean.ts";
export { norm, type NormOptions } from "./reductions/norm.ts";
export { normalize, type NormalizeOptions } from "./reductions/normalize.ts";
export { prod } from "./reductions/prod.ts";
export type { ReduceOptions } from "./reductions/reduce.ts";
export { cummax, cummin, type ValuesAndIndices } from "./reductions/running-extrema.ts";
export { std } from "./reductions/std.ts";
export { sum } from "./reductions/sum.ts";
export { all, any, countNonzero, type Truths } from "./reductions/truths.ts";
export { variance, type VarianceOptions } from "./reductions/variance.ts";
export { chunk, split, unstack, type Chunks, type Split } from "./shape/cutting.ts";
export { diagonal, trace, type DiagonalOptions } from "./shape/diagonal.ts";
export { diff, type DiffOptions } from "./shape/diff.ts";
export { expand } from "./shape/expand.ts";
export { flatten } from "./shape/flatten.ts";
export { flip } from "./shape/flip.ts";
export { movedim } from "./shape/movedim.ts";
export { permute } from "./shape/permute.ts";
export { repeatInterleave } from "./shape/repeat-interleave.ts";
export { repeat } from "./shape/repeat.ts";
export { reshape } from "./shape/reshape.ts";
export { roll } from "./shape/roll.ts";
export { squeeze, unsqueeze } from "./shape/squeeze.ts";
export { swapaxes, transpose } from "./shape/transpose.ts";
export { tril, triu, type TriangleOptions } from "./shape/triangle.ts";
export { unfold } from "./shape/unfold.ts";
export { adaptiveAvgPool1d } from "./adaptive-avg-pool1d.ts";
export { adaptiveAvgPool2d } from "./adaptive-avg-pool2d.ts";
export { adaptiveMaxPool1d } from "./adaptive-max-pool1d.ts";
export { adaptiveMaxPool2d } from "./adaptive-max-pool2d.ts";
export { attentionWeights, type AttentionWeightsOptions } from "./attention-weights.ts";
export { avgPool1d } from "./avg-pool1d.ts";
export { avgPool2d } from "./avg-pool2d.ts";
export { batchNorm, type BatchNormOptions } from "./batch-norm.ts";
export { convTranspose1d } from "./conv-transpose1d.ts";
export { convTranspose2d } from "./conv-transpose2d.ts";
export { conv1d } from "./conv1d.ts";
export { conv2d } from "./conv2d.ts";
export type { ConvOptions } from "./convolution.ts";
export { dot } from "./dot.ts";
export { dropout } from "./dropout.ts";
export { groupNorm, type GroupNormOptions } from "./group-norm.ts";
export { clone } from "./identity.ts";
export { instanceNorm, type InstanceNormOptions } from "./instance-norm.ts";
export { layerNorm } from "./layer-norm.ts";
export { linear } from "./linear.ts";
export { logSoftmax } from "./log-softmax.ts";
export { matmul } from "./matmul.ts";
export { maxPool1d } from "./max-pool1d.ts";
export { maxPool2d } from "./max-pool2d.ts";
export type { BorderMode } from "./pad-border.ts";
export { pad, type PadOptions, type Pads } from "./pad.ts";
export type { Padding, PerAxis } from "./per-axis.ts";
export type { AvgPoolOptions, MaxPoolIndicesOptions, MaxPoolOptions, PoolOptions } from "./pool-spans.ts";
export { rmsNorm, type RmsNormOptions } from "./rms-norm.ts";
export { scaledDotProductAttention, type AttentionOptions } from "./scaled-dot-product-attention.ts";
export { softmax, type SoftmaxOptions } from "./softmax.ts";
export { softmin } from "./softmin.ts";
export { to } from "./to.ts";
export type { ConvTransposeOptions } from "./transposed-convolution.ts";
export { where, type Condition, type NestedBooleans } from "./where.ts";
