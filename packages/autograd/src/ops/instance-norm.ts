import { ShapeError, formatShape } from "../errors.ts";
import { checkNumber } from "../tensor/shape.ts";
import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import { channelInputs, channelNormOp, type ChannelNormOptions } from "./channel-norm.ts";
import { apply } from "./define-op.ts";
import { groupsOfSamples } from "./group-norm.ts";
import { checkOptions } from "./options.ts";

/** Options of {@link instanceNorm}. */
export type InstanceNormOptions = ChannelNormOptions;

const op = channelNormOp("instanceNorm");

/**
 * Normalises each channel of each sample, then scales and shifts it (Ulyanov, Vedaldi and Lempitsky, "Instance
 * normalization", 2016): `(x - mean) / √(variance + eps) · weight + bias`, the variance biased.
 *
 * @param x `[batch, channels, …]` with more than one element per channel
 * @throws ShapeError if `x` has too few axes or one element per channel, or weight or bias are not one number per channel
 * @throws ArgumentError if `eps` is negative
 */
export function instanceNorm(x: TensorLike, options: InstanceNormOptions = {}): Tensor {
  checkOptions("instanceNorm", options, ["weight", "bias", "eps"]);
  const { inputs, ...places } = channelInputs("instanceNorm", x, options);
  if (inputs[0].ndim < 3 || places.length === 1) {
    throw new ShapeError(
      `instanceNorm: x ${formatShape(inputs[0].shape)} must be [batch, channels, …] with more than one element per channel`,
    );
  }
  const eps = checkNumber("instanceNorm", "eps", options.eps ?? 1e-5, 0);
  return apply(op, inputs, { ...places, ...groupsOfSamples(places, places.channels || 1), eps });
}
