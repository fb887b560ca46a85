import {
  ShapeError,
  batchNorm,
  formatShape,
  instanceNorm,
  mean,
  noGrad,
  operand,
  refuseExtra,
  reshape,
  unsqueeze,
  variance,
  type Tensor,
  type TensorLike,
} from "@rewind/autograd";
import { RunningNorm, type RunningNormOptions } from "./running-norm.ts";

/** Options of {@link InstanceNorm1d} and {@link InstanceNorm2d}. */
export interface InstanceNormLayerOptions extends RunningNormOptions {
  /** Whether a learned scale and shift follow. Default false. */
  affine?: boolean;
  /** Whether running statistics are kept, with which evaluation works instead of the sample's own. Default false. */
  trackRunningStats?: boolean;
}

/** What instance normalisations over different axes have in common. */
abstract class InstanceNorm extends RunningNorm {
  /** What `forward` takes, without the batch and the channels. */
  protected abstract get layout(): readonly string[];

  constructor(numFeatures: number, options: InstanceNormLayerOptions = {}) {
    super(numFeatures, options, false);
  }

  /** @throws ShapeError if `x` has other axes or channels, or one element per channel */
  forward(x: TensorLike): Tensor {
    if (arguments.length > 1) refuseExtra(`${this.constructor.name}.forward`, arguments, 1, true);
    const name = this.constructor.name;
    const t = operand(name, x, this.weight?.dtype);
    const { layout, numFeatures } = this;
    const isSingle = t.ndim === layout.length + 1;
    if ((!isSingle && t.ndim !== layout.length + 2) || t.shape[isSingle ? 0 : 1] !== numFeatures) {
      const rest = [numFeatures, ...layout].join(", ");
      throw new ShapeError(`${name}: x ${formatShape(t.shape)} must be [N, ${rest}] or [${rest}]`);
    }
    const { weight, bias, eps, runningMean, runningVar } = this;
    const batch = isSingle ? unsqueeze(t, 0) : t;
    if (!this.training && runningMean !== null)
      return reshape(batchNorm(batch, { weight, bias, eps, runningMean, runningVar }), t.shape);
    const out = instanceNorm(batch, { weight, bias, eps });
    this.#follow(batch);
    return reshape(out, t.shape);
  }

  /** Moves the running statistics towards the means of the samples' own. */
  #follow(x: Tensor): void {
    const { runningMean, runningVar, numBatchesTracked } = this;
    if (runningMean === null || runningVar === null || numBatchesTracked === null || x.shape[0] === 0) return;
    const count = numBatchesTracked.item() + 1;
    const momentum = this.momentum ?? 1 / count;
    noGrad(() => {
      const own = reshape(x.detach(), [...x.shape.slice(0, 2), -1]);
      const move = (running: Tensor, towards: Tensor): unknown =>
        running.mutate(`${this.constructor.name}.forward`, (data) => {
          data.forEach((value, c) => (data[c] = value + momentum * (towards.data[c] - value)));
        });
      move(runningMean, mean(own, { axis: [0, 2] }));
      move(runningVar, mean(variance(own, { axis: 2 }), { axis: 0 }));
    });
    // PyTorch's stays 0: it counts only what an average over all batches needs, which it lacks.
    if (this.momentum === null)
      numBatchesTracked.mutate(`${this.constructor.name}.forward`, (data) => (data[0] = count));
  }
}

/**
 * Normalises each channel of each sample of `[N, C, L]` or `[C, L]` (Ulyanov, Vedaldi and Lempitsky, 2016); see
 * {@link instanceNorm}. With `trackRunningStats`, evaluation normalises by the running means of what training saw.
 *
 * @example
 * new InstanceNorm1d(16).forward(randn([2, 16, 10])); // [2, 16, 10]
 * @throws ArgumentError if an option is out of range
 */
export class InstanceNorm1d extends InstanceNorm {
  protected get layout(): readonly string[] {
    return ["L"];
  }
}

/**
 * Instance normalisation of `[N, C, H, W]` or `[C, H, W]`; as {@link InstanceNorm1d} otherwise.
 *
 * @example
 * new InstanceNorm2d(3).forward(randn([2, 3, 8, 8])); // [2, 3, 8, 8]
 * @throws ArgumentError if an option is out of range
 */
export class InstanceNorm2d extends InstanceNorm {
  protected get layout(): readonly string[] {
    return ["H", "W"];
  }
}
