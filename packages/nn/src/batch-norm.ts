import {
  ShapeError,
  batchNorm,
  formatShape,
  operand,
  refuseExtra,
  type Tensor,
  type TensorLike,
} from "@rewind/autograd";
import { RunningNorm, type RunningNormOptions } from "./running-norm.ts";

/** Options of {@link BatchNorm1d} and {@link BatchNorm2d}. */
export interface BatchNormLayerOptions extends RunningNormOptions {
  /** Whether a learned scale and shift follow. Default true. */
  affine?: boolean;
  /** Whether running statistics are kept for evaluation; if not, the batch's own are used there too. Default true. */
  trackRunningStats?: boolean;
}

/** What batch normalisations over different axes have in common. @internal */
export abstract class BatchNorm extends RunningNorm {
  /** Numbers of axes that `forward` takes. */
  protected abstract get axes(): readonly number[];

  constructor(numFeatures: number, options: BatchNormLayerOptions = {}) {
    super(numFeatures, options, true);
  }

  /** @throws ShapeError if `x` has other axes or channels, or in training fewer than 2 elements per channel */
  forward(x: TensorLike): Tensor {
    if (arguments.length > 1) refuseExtra(`${this.constructor.name}.forward`, arguments, 1, true);
    const name = this.constructor.name;
    const t = operand(name, x, (this.weight ?? this.runningMean)?.dtype);
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
