import {
  ShapeError,
  checkInteger,
  checkNumber,
  checkOptions,
  formatShape,
  instanceNorm,
  ones,
  operand,
  reshape,
  zeros,
  type Tensor,
  type TensorLike,
} from "@rewind/autograd";
import { Module } from "./module.ts";
import { Parameter } from "./parameter.ts";

/** Options of {@link InstanceNorm1d}. */
export interface InstanceNormLayerOptions {
  /** Added to the variance, from 0. Default 1e-5. */
  eps?: number;
  /** Whether a learned scale and shift follow. Default false. */
  affine?: boolean;
}

/**
 * Normalises each channel of each sample of `[N, C, L]` or `[C, L]` (Ulyanov, Vedaldi and Lempitsky, 2016); see
 * {@link instanceNorm}. Keeps no running statistics.
 *
 * @throws ArgumentError if an option is out of range
 */
export class InstanceNorm1d extends Module {
  readonly numFeatures: number;
  readonly eps: number;
  weight: Parameter | null;
  bias: Parameter | null;

  constructor(numFeatures: number, options: InstanceNormLayerOptions = {}) {
    super();
    checkOptions("InstanceNorm1d", options, ["eps", "affine"]);
    this.numFeatures = checkInteger("InstanceNorm1d", "numFeatures", numFeatures, 1);
    this.eps = checkNumber("InstanceNorm1d", "eps", options.eps ?? 1e-5, 0);
    const { affine = false } = options;
    this.weight = affine ? new Parameter(ones([numFeatures])) : null;
    this.bias = affine ? new Parameter(zeros([numFeatures])) : null;
  }

  /** @throws ShapeError if `x` has other axes or channels, or one element per channel */
  forward(x: TensorLike): Tensor {
    const t = operand("InstanceNorm1d", x);
    if ((t.ndim !== 2 && t.ndim !== 3) || t.shape[t.ndim - 2] !== this.numFeatures) {
      throw new ShapeError(
        `InstanceNorm1d: x ${formatShape(t.shape)} must be [N, ${this.numFeatures}, L] or [${this.numFeatures}, L]`,
      );
    }
    const { weight, bias, eps } = this;
    const out = instanceNorm(t.ndim === 3 ? t : reshape(t, [1, ...t.shape]), { weight, bias, eps });
    return reshape(out, t.shape);
  }
}
