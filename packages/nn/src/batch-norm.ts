import {
  ShapeError,
  batchNorm,
  checkInteger,
  checkNumber,
  formatShape,
  ones,
  operand,
  runtime,
  tensor,
  zeros,
  type Tensor,
  type TensorLike,
} from "@rewind/autograd";
import { Module } from "./module.ts";
import { checkLayerOptions } from "./options.ts";
import { Parameter } from "./parameter.ts";

/** Options of {@link BatchNorm1d} and {@link BatchNorm2d}. */
export interface BatchNormLayerOptions {
  /** Added to the variance, from 0. Default 1e-5. */
  eps?: number;
  /** Weight of the batch in the running statistics; null for the plain average over all batches. Default 0.1. */
  momentum?: number | null;
  /** Whether a learned scale and shift follow. Default true. */
  affine?: boolean;
  /** Whether running statistics are kept for evaluation; if not, the batch's own are used there too. Default true. */
  trackRunningStats?: boolean;
}

/** What batch normalisations over different axes have in common. @internal */
export abstract class BatchNorm extends Module {
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
  /** Numbers of axes that `forward` takes. */
  protected abstract get axes(): readonly number[];

  constructor(numFeatures: number, options: BatchNormLayerOptions = {}) {
    super();
    const name = new.target.name;
    checkLayerOptions(name, options, ["affine", "trackRunningStats"], ["eps", "momentum"]);
    this.numFeatures = checkInteger(name, "numFeatures", numFeatures, 1);
    this.eps = checkNumber(name, "eps", options.eps ?? 1e-5, 0);
    const { momentum = 0.1, affine = true, trackRunningStats = true } = options;
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
    const writer = `${this.constructor.name}.resetRunningStats`;
    this.runningMean?.mutate(writer, (data) => data.fill(0));
    this.runningVar?.mutate(writer, (data) => data.fill(1));
    this.numBatchesTracked?.mutate(writer, (data) => data.fill(0));
  }

  /** @throws ShapeError if `x` has other axes or channels, or in training fewer than 2 elements per channel */
  forward(x: TensorLike): Tensor {
    const name = this.constructor.name;
    const t = operand(name, x);
    if (!this.axes.includes(t.ndim) || t.shape[1] !== this.numFeatures) {
      throw new ShapeError(
        `${name}: x ${formatShape(t.shape)} must have ${this.axes.join(" or ")} axes, the second of size ${this.numFeatures}`,
      );
    }
    const { weight, bias, eps, runningMean, runningVar, numBatchesTracked } = this;
    const training = this.training || runningMean === null;
    const batches = (numBatchesTracked?.item() ?? 0) + 1;
    const momentum = this.momentum ?? 1 / batches;
    const out = batchNorm(t, { runningMean, runningVar, weight, bias, training, momentum, eps });
    if (training) numBatchesTracked?.mutate(`${name}.forward`, (data) => (data[0] = batches));
    return out;
  }
}

/**
 * Batch normalisation (Ioffe and Szegedy, 2015) of `[N, C]` or `[N, C, L]`; see {@link batchNorm}. In training it uses the
 * batch's statistics and keeps running ones, with which it works in evaluation. Weight starts at 1, bias at 0.
 *
 * @example
 * const norm = new BatchNorm1d(64);
 * norm.forward(randn([32, 64, 100]));
 * @throws ArgumentError if an option is out of range
 */
export class BatchNorm1d extends BatchNorm {
  protected get axes(): readonly number[] {
    return [2, 3];
  }
}

/**
 * Batch normalisation of `[N, C, H, W]`; as {@link BatchNorm1d} otherwise.
 *
 * @example
 * new BatchNorm2d(3).forward(randn([2, 3, 8, 8])); // [2, 3, 8, 8]
 * @throws ArgumentError if an option is out of range
 */
export class BatchNorm2d extends BatchNorm {
  protected get axes(): readonly number[] {
    return [4];
  }
}
