import { ArgumentError } from "../errors.ts";
import { checkInteger, checkNumber } from "../tensor/shape.ts";
import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import { channelInputs, channelNormOp, type ChannelNorm, type ChannelNormOptions } from "./channel-norm.ts";
import { apply } from "./define-op.ts";
import { checkOptions } from "./options.ts";

/** Options of {@link groupNorm}. */
export type GroupNormOptions = ChannelNormOptions;

const op = channelNormOp("groupNorm");

/**
 * Normalises each sample over groups of neighbouring channels, then scales and shifts each channel (Wu and He, "Group
 * normalization", 2018): `(x - mean) / √(variance + eps) · weight + bias`, the variance biased.
 *
 * @param x `[batch, channels, …]`
 * @param numGroups number of groups, a divisor of the channels
 * @throws ShapeError if `x` has no channels axis, or weight or bias are not one number per channel
 * @throws ArgumentError if the channels do not divide into the groups, or `eps` is negative
 */
export function groupNorm(x: TensorLike, numGroups: number, options: GroupNormOptions = {}): Tensor {
  checkOptions("groupNorm", options, ["weight", "bias", "eps"]);
  checkInteger("groupNorm", "numGroups", numGroups, 1);
  const { inputs, ...places } = channelInputs("groupNorm", x, options);
  if (places.channels % numGroups !== 0) {
    throw new ArgumentError(
      `groupNorm: numGroups ${numGroups} does not divide the ${places.channels} channels of x`,
    );
  }
  const eps = checkNumber("groupNorm", "eps", options.eps ?? 1e-5, 0);
  return apply(op, inputs, { ...places, ...groupsOfSamples(places, numGroups), eps });
}

/** Groups of neighbouring channels of each sample. @internal */
export function groupsOfSamples(
  { batch, channels, length }: Pick<ChannelNorm, "batch" | "channels" | "length">,
  numGroups: number,
): Pick<ChannelNorm, "groupOf" | "groups" | "count" | "view" | "axes"> {
  const share = channels / numGroups;
  const groupOf = Int32Array.from({ length: batch * channels }, (_, run) => Math.floor(run / share));
  const count = share * length;
  return { groupOf, groups: batch * numGroups, count, view: [batch, numGroups, count], axes: [2] };
}
