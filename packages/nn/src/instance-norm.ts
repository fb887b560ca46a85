import {
  runtime,
  ShapeError,
  checkInteger,
  checkNumber,
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
import { checkLayerOptions } from "./options.ts";
import { Parameter } from "./parameter.ts";

/** Options of {@link InstanceNorm1d}. */
export interface InstanceNormLayerOptions {
  /** Added to the variance, from 0. Default 1e-5. */
  eps?: number;
  /** Whether a learned scale and shift follow. Default false. */
  affine?: boolean;
}

/** What instance normalisations over different axes have in common. */
abstract class InstanceNorm extends Module {
  readonly numFeatures: number;
  readonly eps: number;
  weight: Parameter | null;
  bias: Parameter | null;
  /** What `forward` takes, without the batch and the channels. */
  protected abstract get layout(): readonly string[];

  constructor(numFeatures: number, options: InstanceNormLayerOptions = {}) {
    super();
    const name = new.target.name;
    checkLayerOptions(name, options, ["affine"], ["eps"]);
    this.numFeatures = checkInteger(name, "numFeatures", numFeatures, 1);
    this.eps = checkNumber(name, "eps", options.eps ?? 1e-5, 0);
    const { affine = false } = options;
    this.weight = affine ? new Parameter(ones([numFeatures])) : null;
    this.bias = affine ? new Parameter(zeros([numFeatures])) : null;
    runtime.unsettled?.();
  }

  /** @throws ShapeError if `x` has other axes or channels, or one element per channel */
  forward(x: TensorLike): Tensor {
    const name = this.constructor.name;
    const t = operand(name, x);
    const { layout, numFeatures } = this;
    const isSingle = t.ndim === layout.length + 1;
    if ((!isSingle && t.ndim !== layout.length + 2) || t.shape[isSingle ? 0 : 1] !== numFeatures) {
      const rest = [numFeatures, ...layout].join(", ");
      throw new ShapeError(`${name}: x ${formatShape(t.shape)} must be [N, ${rest}] or [${rest}]`);
    }
    const { weight, bias, eps } = this;
    const out = instanceNorm(isSingle ? reshape(t, [1, ...t.shape]) : t, { weight, bias, eps });
    return reshape(out, t.shape);
  }
}

/**
 * Normalises each channel of each sample of `[N, C, L]` or `[C, L]` (Ulyanov, Vedaldi and Lempitsky, 2016); see
 * {@link instanceNorm}. Keeps no running statistics.
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
