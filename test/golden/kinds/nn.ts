import * as rewind from "@rewind/autograd";
import type { Tensor } from "@rewind/autograd";
import type { Inputs } from "../inputs.ts";
import type { Kind, Kinds } from "../kind.ts";

/** What cases call the tensor they are about. */
const subject = (inputs: Inputs): Tensor => inputs.maybe("x") ?? inputs.tensor("input");
const maybe = (inputs: Inputs, name: string): Tensor | null => inputs.maybe(name) ?? null;
/** `options.bias` and `options.affine` only repeat which tensors there are. */
const affine = (inputs: Inputs): { weight: Tensor | null; bias: Tensor | null; eps?: number } => {
  inputs.options.ignore("affine", "elementwise_affine", "bias");
  const eps = inputs.options.maybeNumber("eps");
  return {
    weight: maybe(inputs, "weight"),
    bias: maybe(inputs, "bias"),
    ...(eps === undefined ? {} : { eps }),
  };
};

/** A number or one for each axis; null gives undefined, which is the default. */
function perAxis(inputs: Inputs, name: string): number | number[] | undefined {
  const value = inputs.options.raw(name) ?? undefined;
  if (value === undefined || typeof value === "number") return value;
  return inputs.options.list(name);
}

const layerNorm: Kind = (inputs) => {
  const { weight, bias, eps } = affine(inputs);
  const normalizedShape = inputs.options.list("normalized_shape");
  return rewind.layerNorm(subject(inputs), weight, bias, { normalizedShape, eps });
};

const rmsNorm: Kind = (inputs) => {
  const { weight, eps } = affine(inputs);
  const normalizedShape = inputs.options.list("normalized_shape");
  return rewind.rmsNorm(subject(inputs), weight, { normalizedShape, eps });
};

const batchNorm: Kind = (inputs) => {
  inputs.options.ignore("track_running_stats");
  const runningMean = maybe(inputs, "running_mean");
  const runningVar = maybe(inputs, "running_var");
  const training = inputs.options.flag("training");
  const momentum = inputs.options.number("momentum", 0.1);
  const out = rewind.batchNorm(subject(inputs), {
    ...affine(inputs),
    runningMean,
    runningVar,
    training,
    momentum,
  });
  return {
    outputs: {
      out,
      ...(runningMean === null ? {} : { running_mean: runningMean }),
      ...(runningVar === null ? {} : { running_var: runningVar }),
    },
  };
};

type Convolution = typeof rewind.conv1d;
const convolution =
  (op: Convolution): Kind =>
  (inputs) => {
    inputs.options.ignore("bias");
    const mode = inputs.options.text("padding_mode", "zeros");
    if (mode !== "zeros") throw new Error(`unknown padding_mode ${mode}`);
    const padding = inputs.options.raw("padding");
    return op(subject(inputs), inputs.tensor("weight"), inputs.maybe("bias"), {
      stride: perAxis(inputs, "stride"),
      padding: padding === "same" || padding === "valid" ? padding : perAxis(inputs, "padding"),
      dilation: perAxis(inputs, "dilation"),
      groups: inputs.options.number("groups", 1),
    });
  };

const transposed =
  (op: typeof rewind.convTranspose1d): Kind =>
  (inputs) => {
    inputs.options.ignore("bias");
    return op(subject(inputs), inputs.tensor("weight"), inputs.maybe("bias"), {
      stride: perAxis(inputs, "stride"),
      padding: perAxis(inputs, "padding"),
      outputPadding: perAxis(inputs, "output_padding"),
      dilation: perAxis(inputs, "dilation"),
      groups: inputs.options.number("groups", 1),
    });
  };

const pooling = (
  inputs: Inputs,
): { stride?: rewind.PerAxis; padding?: rewind.PerAxis; ceilMode: boolean } => ({
  stride: perAxis(inputs, "stride"),
  padding: perAxis(inputs, "padding"),
  ceilMode: inputs.options.flag("ceil_mode"),
});
const kernelSize = (inputs: Inputs): rewind.PerAxis => perAxis(inputs, "kernel_size") ?? [];
const maxPool =
  (op: typeof rewind.maxPool1d): Kind =>
  (inputs) =>
    op(subject(inputs), kernelSize(inputs), { ...pooling(inputs), dilation: perAxis(inputs, "dilation") });
const avgPool =
  (op: typeof rewind.avgPool1d): Kind =>
  (inputs) =>
    op(subject(inputs), kernelSize(inputs), {
      ...pooling(inputs),
      countIncludePad: inputs.options.flag("count_include_pad", true),
      divisorOverride: inputs.options.maybeNumber("divisor_override") ?? null,
    });
const adaptive =
  (op: typeof rewind.adaptiveAvgPool1d): Kind =>
  (inputs) =>
    op(subject(inputs), inputs.options.raw("output_size") as number | (number | null)[]);

export const nn: Kinds = {
  layer_norm: layerNorm,
  rms_norm: rmsNorm,
  batch_norm: batchNorm,
  group_norm: (inputs) =>
    rewind.groupNorm(subject(inputs), inputs.options.number("num_groups"), affine(inputs)),
  instance_norm: (inputs) => rewind.instanceNorm(subject(inputs), affine(inputs)),
  conv1d: convolution(rewind.conv1d),
  conv2d: convolution(rewind.conv2d),
  conv_transpose1d: transposed(rewind.convTranspose1d),
  conv_transpose2d: transposed(rewind.convTranspose2d),
  max_pool1d: maxPool(rewind.maxPool1d),
  max_pool2d: maxPool(rewind.maxPool2d),
  avg_pool1d: avgPool(rewind.avgPool1d),
  avg_pool2d: avgPool(rewind.avgPool2d),
  adaptive_avg_pool1d: adaptive(rewind.adaptiveAvgPool1d),
  adaptive_avg_pool2d: adaptive(rewind.adaptiveAvgPool2d),
  adaptive_max_pool1d: adaptive(rewind.adaptiveMaxPool1d),
  adaptive_max_pool2d: adaptive(rewind.adaptiveMaxPool2d),
};
