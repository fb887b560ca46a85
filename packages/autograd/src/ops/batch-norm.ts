import { ArgumentError, ShapeError, formatShape, formatValue } from "../errors.ts";
import { checkNumber } from "../tensor/shape.ts";
import { isTensor, type Tensor, type TensorLike } from "../tensor/tensor.ts";
import {
  channelInputs,
  channelNormOp,
  groupMoments,
  type ChannelNorm,
  type ChannelNormOptions,
} from "./channel-norm.ts";
import { apply } from "./define-op.ts";
import { add, mul, sub } from "./elementwise/arithmetic.ts";
import { rsqrt } from "./elementwise/roots.ts";
import { checkFlag, checkOptions } from "./options.ts";
import { reshape } from "./shape/reshape.ts";

/** Options of {@link batchNorm}. */
export interface BatchNormOptions extends ChannelNormOptions {
  /** Running mean of each channel: written in training, read otherwise. Default null. */
  runningMean?: Tensor | null;
  /** Running unbiased variance of each channel: written in training, read otherwise. Default null. */
  runningVar?: Tensor | null;
  /** Whether to normalise with the batch's own statistics. Default false. */
  training?: boolean;
  /** Weight of the batch in the new running statistics, from 0 to 1. Default 0.1. */
  momentum?: number;
}

const op = channelNormOp("batchNorm");
const KNOWN = ["runningMean", "runningVar", "weight", "bias", "training", "momentum", "eps"];

/**
 * Normalises each channel over the batch and all further axes, then scales and shifts it (Ioffe and Szegedy, "Batch
 * normalization", 2015): `(x - mean) / √(variance + eps) · weight + bias`, the variance biased. In training the running
 * statistics, if given, move towards the batch's: `running ← (1 - momentum) running + momentum batch`, with the
 * unbiased variance.
 *
 * @param x `[batch, channels, …]`
 * @throws ShapeError if sizes do not fit, or a channel has fewer than 2 elements in training
 * @throws ArgumentError if not in training and there are no running statistics, or an option is out of range
 */
export function batchNorm(x: TensorLike, options: BatchNormOptions = {}): Tensor {
  checkOptions("batchNorm", options, KNOWN);
  const { training = false, runningMean = null, runningVar = null } = options;
  checkFlag("batchNorm", "training", training);
  const momentum = checkNumber("batchNorm", "momentum", options.momentum ?? 0.1, 0, 1);
  const eps = checkNumber("batchNorm", "eps", options.eps ?? 1e-5, 0);
  const { inputs, ...places } = channelInputs("batchNorm", x, options);
  const { batch, channels, length } = places;
  checkRunning("runningMean", runningMean, channels);
  checkRunning("runningVar", runningVar, channels);
  if (!training) {
    if (runningMean === null || runningVar === null)
      throw new ArgumentError("batchNorm: without training, runningMean and runningVar must be given");
    return withStatistics(inputs, places, runningMean, runningVar, eps);
  }
  const count = batch * length;
  if (count < 2 && channels > 0) {
    throw new ShapeError(
      `batchNorm: x ${formatShape(inputs[0].shape)} has ${count} elements per channel; training needs at least 2`,
    );
  }
  const groupOf = Int32Array.from({ length: batch * channels }, (_, run) => run % channels);
  const view = [batch, channels, length];
  const plan: ChannelNorm = { ...places, groupOf, groups: channels, count, view, axes: [0, 2], eps };
  const out = apply(op, inputs, plan);
  if (runningMean !== null || runningVar !== null) {
    const { means, variances } = groupMoments(inputs[0], plan);
    if (runningMean !== null) moveTowards(runningMean, means, momentum);
    const unbiased = variances.map((value) => (value * count) / (count - 1));
    if (runningVar !== null) moveTowards(runningVar, unbiased, momentum);
  }
  return out;
}

function withStatistics(
  [x, ...rest]: readonly Tensor[],
  { weight, bias }: Pick<ChannelNorm, "weight" | "bias">,
  runningMean: Tensor,
  runningVar: Tensor,
  eps: number,
): Tensor {
  const perChannel = (t: Tensor): Tensor => reshape(t.to(x.dtype), [t.size, ...x.shape.slice(2).fill(1)]);
  const inverse = rsqrt(add(runningVar.to(x.dtype), eps));
  const scale = weight < 0 ? inverse : mul(inverse, rest[weight - 1]);
  const out = mul(sub(x, perChannel(runningMean)), perChannel(scale));
  return bias < 0 ? out : add(out, perChannel(rest[bias - 1]));
}

function moveTowards(running: Tensor, target: Float64Array, momentum: number): void {
  running.mutate("batchNorm", (data) => {
    for (let i = 0; i < data.length; i++) data[i] = (1 - momentum) * data[i] + momentum * target[i];
  });
}

function checkRunning(name: string, running: unknown, channels: number): void {
  if (running === null) return;
  if (!isTensor(running))
    throw new ArgumentError(`batchNorm: ${name} must be a Tensor or null, got ${formatValue(running)}`);
  if (running.ndim !== 1 || running.size !== channels) {
    throw new ShapeError(
      `batchNorm: ${name} ${formatShape(running.shape)} must be [${channels}], one number per channel`,
    );
  }
}
