import {
  checkInteger,
  checkNumber,
  ones,
  refuseExtra,
  runtime,
  tensor,
  zeros,
  type Tensor,
} from "@rewind/autograd";
import { Module } from "./module.ts";
import { checkLayerOptions } from "./options.ts";
import { Parameter } from "./parameter.ts";

/** What the options of such normalisations have in common, the defaults aside. */
export interface RunningNormOptions {
  /** Added to the variance, from 0. Default 1e-5. */
  eps?: number;
  /** Weight of the batch in the running statistics; null for the plain average over all batches. Default 0.1. */
  momentum?: number | null;
}

interface AnyOptions extends RunningNormOptions {
  affine?: boolean;
  trackRunningStats?: boolean;
}

/** A normalisation of channels that may keep running statistics for evaluation, under PyTorch's names. @internal */
export abstract class RunningNorm extends Module {
  readonly numFeatures: number;
  readonly eps: number;
  /** Weight of the batch in the running statistics; null for the plain average over all batches. */
  momentum: number | null;
  weight: Parameter | null;
  bias: Parameter | null;
  /** The state dict's `running_mean`, from 0. */
  runningMean: Tensor | null = null;
  /** The state dict's `running_var`, from 1. */
  runningVar: Tensor | null = null;
  /** The state dict's `num_batches_tracked`, a scalar. */
  numBatchesTracked: Tensor | null = null;

  /** @param usual whether scale, shift and statistics are there by default */
  constructor(numFeatures: number, options: AnyOptions, usual: boolean) {
    super();
    const name = new.target.name;
    checkLayerOptions(name, options, ["affine", "trackRunningStats"], ["eps", "momentum"]);
    this.numFeatures = checkInteger(name, "numFeatures", numFeatures, 1);
    this.eps = checkNumber(name, "eps", options.eps ?? 1e-5, 0);
    const { momentum = 0.1, affine = usual, trackRunningStats = usual } = options;
    this.momentum = momentum === null ? null : checkNumber(name, "momentum", momentum, 0, 1);
    this.weight = affine ? new Parameter(ones([numFeatures])) : null;
    this.bias = affine ? new Parameter(zeros([numFeatures])) : null;
    runtime.unsettled?.();
    if (!trackRunningStats) return;
    this.runningMean = this.registerBuffer("running_mean", zeros([numFeatures]));
    this.runningVar = this.registerBuffer("running_var", ones([numFeatures]));
    this.numBatchesTracked = this.registerBuffer("num_batches_tracked", tensor(0));
    runtime.unsettled?.();
  }

  /** Forgets the running statistics: mean 0, variance 1, no batches. */
  resetRunningStats(): void {
    if (arguments.length > 0) refuseExtra(`${this.constructor.name}.resetRunningStats`, arguments, 0, true);
    const writer = `${this.constructor.name}.resetRunningStats`;
    this.runningMean?.mutate(writer, (data) => data.fill(0));
    this.runningVar?.mutate(writer, (data) => data.fill(1));
    this.numBatchesTracked?.mutate(writer, (data) => data.fill(0));
  }
}
