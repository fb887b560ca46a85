import * as rewind from "@rewind/autograd";
import { ctcLoss, type Reduction } from "@rewind/nn";
import { call } from "../call.ts";
import type { Inputs } from "../inputs.ts";
import type { Computed, Kind, Kinds } from "../kind.ts";

/**
 * Operations and losses whose kind is not the name of the function, or whose inputs and options are not its arguments as
 * they stand: all others need no line. See {@link call} for what a line says.
 */
const LINES: Readonly<Record<string, string>> = {
  absolute: "abs",
  negative: "neg",
  subtract: "sub",
  multiply: "mul",
  divide: "div",
  eq: "equal",
  ne: "notEqual",
  lt: "less",
  le: "lessEqual",
  gt: "greater",
  ge: "greaterEqual",
  clip: "clamp x",
  clamp: "clamp x",
  swish: "silu",
  arctan2: "atan2",
  lerp: "lerp start|x end|y weight",
  prelu: "prelu x weight",
  addcmul: "addcmul x tensor1|t1|y tensor2|t2|z",
  addcdiv: "addcdiv x tensor1|t1|y tensor2|t2|z",
  threshold: "threshold x threshold value",
  tensordot: "tensordot a b dims",
  diff: "diff x",
  mm: "matmul",
  bmm: "matmul",
  mv: "matmul",
  ger: "outer",
  linear: "linear x weight bias?",
  bilinear: "bilinear input1|x1|x input2|x2|y weight bias?",
  einsum: "einsum equation ...x",
  amax: "max",
  amin: "min",
  topk: "topk x k",
  reshape: "reshape x shape",
  view: "reshape x shape",
  flatten: "flatten x start_dim=0 end_dim=-1",
  transpose: "transpose x dim0|axis0 dim1|axis1",
  swapaxes: "transpose x axis0|dim0 axis1|dim1",
  t: "transpose x",
  permute: "permute x dims",
  movedim: "movedim x source destination",
  squeeze: "squeeze x dim=null",
  unsqueeze: "unsqueeze x dim",
  expand: "expand x shape",
  broadcast_to: "expand x shape",
  repeat: "repeat x repeats|shape",
  tile: "repeat x dims|repeats",
  repeat_interleave: "repeatInterleave x repeats",
  roll: "roll x shifts dims=null",
  flip: "flip x dims",
  unfold: "unfold x dim size step",
  select: "select x dim index",
  unbind: "unstack x",
  cat: "concat x*",
  concat: "concat x*",
  stack: "stack x*",
  split: "split x split_size_or_sizes|split_size|sizes",
  chunk: "chunk x chunks",
  diagonal: "diagonal x dim1:axis0 dim2:axis1",
  index_select: "indexSelect x index",
  index_add: "indexAdd x index src",
  gather: "gather x #index",
  scatter_add: "scatterAdd x #index src",
  scatter: "scatter x #index src|value",
  scatter_reduce: "scatter x #index src",
  masked_fill: "maskedFill x mask value",
  masked_select: "maskedSelect x mask",
  embedding: "embedding #indices weight",
  layer_norm: "layerNorm x weight? bias?",
  rms_norm: "rmsNorm x weight?",
  batch_norm: "batchNorm x",
  group_norm: "groupNorm x num_groups",
  instance_norm: "instanceNorm x",
  conv1d: "conv1d x weight bias?",
  conv2d: "conv2d x weight bias?",
  conv_transpose1d: "convTranspose1d x weight bias?",
  conv_transpose2d: "convTranspose2d x weight bias?",
  max_pool1d: "maxPool1d x kernel_size",
  max_pool2d: "maxPool2d x kernel_size",
  avg_pool1d: "avgPool1d x kernel_size",
  avg_pool2d: "avgPool2d x kernel_size",
  adaptive_avg_pool1d: "adaptiveAvgPool1d x output_size",
  adaptive_avg_pool2d: "adaptiveAvgPool2d x output_size",
  adaptive_max_pool1d: "adaptiveMaxPool1d x output_size",
  adaptive_max_pool2d: "adaptiveMaxPool2d x output_size",
  binary_cross_entropy: "bceLoss x target",
  binary_cross_entropy_with_logits: "bceWithLogits x target",
  gaussian_nll_loss: "gaussianNllLoss x target var|variance",
  triplet_margin_loss: "tripletMarginLoss anchor positive negative",
};

function reduceOptions({ options }: Inputs): rewind.ReduceOptions {
  return { axis: options.axis() ?? null, keepDims: options.flag("keepdim") };
}

/** Values, and with a `dim` also their indices. */
function extremum(value: typeof rewind.max, place: typeof rewind.argmax): Kind {
  return (inputs): Computed => {
    const values = value(inputs.tensor("x"), reduceOptions(inputs));
    const axis = inputs.options.maybeNumber("dim");
    if (axis === undefined) return { outputs: { values } };
    const indices = place(inputs.tensor("x"), { axis, keepDims: inputs.options.flag("keepdim") });
    return { outputs: { values, indices: { shape: values.shape, data: indices } } };
  };
}

/** PyTorch divides by n - 1 unless `unbiased` is false, which later versions call `correction` 0. */
function spread(op: typeof rewind.variance): Kind {
  return (inputs) => {
    const { options } = inputs;
    const divisor = options.has("unbiased")
      ? { unbiased: options.flag("unbiased") }
      : { correction: options.number("correction", 1) };
    return op(inputs.tensor("x"), { ...reduceOptions(inputs), ...divisor });
  };
}

/** Pairs from the last axis backwards, as one flat list in PyTorch. */
const pad: Kind = (inputs) => {
  const flat = inputs.options.list("pad");
  const pairs = Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i], flat[2 * i + 1]]);
  const mode = inputs.options.text("mode", "constant");
  const options =
    mode === "constant"
      ? { value: inputs.options.number("value", 0) }
      : { mode: mode as NonNullable<Parameters<typeof rewind.pad>[2]>["mode"] };
  inputs.options.ignore("value");
  return rewind.pad(inputs.tensor("x"), pairs as [number, number][], options);
};

const narrow: Kind = (inputs) => {
  const { options } = inputs;
  const x = inputs.tensor("x");
  const axis = options.number("dim") + (options.number("dim") < 0 ? x.ndim : 0);
  const start = options.number("start");
  const stop = start + options.number("length");
  return rewind.slice(x, x.shape.map((_, i) => (i === axis ? [start, stop] : null))); // prettier-ignore
};

/** Of logits: the softmax is part of the case. */
const ctc: Kind = (inputs) =>
  ctcLoss(
    rewind.logSoftmax(inputs.tensor("logits"), { axis: 2 }),
    inputs.indices("targets"),
    inputs.ints("input_lengths"),
    inputs.ints("target_lengths"),
    {
      reduction: inputs.options.text("reduction", "mean") as Reduction,
      blank: inputs.options.number("blank", 0),
      zeroInfinity: inputs.options.flag("zero_infinity"),
    },
  );

/** Every kind that is one call of an operation or a loss and cannot be told from its name. */
export const functions: Kinds = {
  ...Object.fromEntries(Object.entries(LINES).map(([kind, line]) => [kind, call(line)])),
  max: extremum(rewind.max, rewind.argmax),
  min: extremum(rewind.min, rewind.argmin),
  var: spread(rewind.variance),
  std: spread(rewind.std),
  pad,
  narrow,
  slice: (inputs) =>
    rewind.slice(inputs.tensor("x"), inputs.options.raw("ranges") as Parameters<typeof rewind.slice>[1]),
  at: (inputs) => rewind.at(inputs.tensor("x"), ...(inputs.options.raw("indices") as rewind.AtIndex[])),
  "transpose.matmul": (inputs) => rewind.matmul(rewind.transpose(inputs.tensor("x")), inputs.tensor("y")),
  ctc_loss: ctc,
};
