import {
  runtime,
  ArgumentError,
  checkInteger,
  checkNumber,
  groupNorm,
  ones,
  refuseExtra,
  zeros,
  type Tensor,
  type TensorLike,
} from "@rewind/autograd";
import { Module } from "./module.ts";
import { checkLayerOptions } from "./options.ts";
import { Parameter } from "./parameter.ts";

/** Options of {@link GroupNorm}. */
export interface GroupNormLayerOptions {
  /** Added to the variance, from 0. Default 1e-5. */
  eps?: number;
  /** Whether a learned scale and shift follow. Default true. */
  affine?: boolean;
}

/**
 * Normalises each sample of `[N, C, …]` over groups of neighbouring channels (Wu and He, 2018); see {@link groupNorm}. Weight
 * starts at 1, bias at 0.
 *
 * @example
 * const norm = new GroupNorm(4, 16);
 * norm.forward(randn([2, 16, 10])); // [2, 16, 10]
 * @throws ArgumentError if the channels do not divide into the groups, or an option is out of range
 */
export class GroupNorm extends Module {
  readonly numGroups: number;
  readonly numChannels: number;
  readonly eps: number;
  weight: Parameter | null;
  bias: Parameter | null;

  constructor(numGroups: number, numChannels: number, options: GroupNormLayerOptions = {}) {
    super();
    checkLayerOptions("GroupNorm", options, ["affine"], ["eps"]);
    this.numGroups = checkInteger("GroupNorm", "numGroups", numGroups, 1);
    this.numChannels = checkInteger("GroupNorm", "numChannels", numChannels, 1);
    if (numChannels % numGroups !== 0)
      throw new ArgumentError(
        `GroupNorm: numChannels ${numChannels} must be a multiple of numGroups ${numGroups}`,
      );
    this.eps = checkNumber("GroupNorm", "eps", options.eps ?? 1e-5, 0);
    const { affine = true } = options;
    this.weight = affine ? new Parameter(ones([numChannels])) : null;
    this.bias = affine ? new Parameter(zeros([numChannels])) : null;
    runtime.unsettled?.();
  }

  /** @throws ShapeError if the second axis of `x` is not the channels */
  forward(x: TensorLike): Tensor {
    if (arguments.length > 1) refuseExtra("GroupNorm.forward", arguments, 1, true);
    const { weight, bias, eps } = this;
    return groupNorm(x, this.numGroups, { weight, bias, eps });
  }
}
