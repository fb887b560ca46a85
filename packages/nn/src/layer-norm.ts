import {
  runtime,
  ArgumentError,
  checkNumber,
  checkShape,
  layerNorm,
  ones,
  refuseExtra,
  zeros,
  type Tensor,
  type TensorLike,
} from "@rewind/autograd";
import { Module } from "./module.ts";
import { checkLayerOptions } from "./options.ts";
import { Parameter } from "./parameter.ts";

/** Options of {@link LayerNorm}. */
export interface LayerNormOptions {
  /** Added to the variance. Default 1e-5. */
  eps?: number;
  /** Whether a learned scale (and shift) follows. Default true. */
  elementwiseAffine?: boolean;
  /** With `elementwiseAffine`, whether there is a shift. Default true. */
  bias?: boolean;
}

/**
 * Normalises the last axes to mean 0 and variance 1, then scales and shifts (Ba, Kiros and Hinton, "Layer normalization",
 * 2016): `(x - mean) / √(variance + eps) · weight + bias`, the variance biased. Weight starts at 1, bias at 0.
 *
 * @example
 * const norm = new LayerNorm(64);
 * norm.forward(randn([35, 20, 64]));
 * @throws ArgumentError if `eps` is negative or the normalised shape has no axis
 */
export class LayerNorm extends Module {
  readonly normalizedShape: readonly number[];
  readonly eps: number;
  weight: Parameter | null;
  bias: Parameter | null;

  constructor(normalizedShape: number | readonly number[], options: LayerNormOptions = {}) {
    super();
    checkLayerOptions("LayerNorm", options, ["elementwiseAffine", "bias"], ["eps"]);
    const shape = checkShape(
      "LayerNorm",
      typeof normalizedShape === "number" ? [normalizedShape] : normalizedShape,
    );
    if (shape.length === 0)
      throw new ArgumentError("LayerNorm: normalizedShape needs at least one axis, got []");
    this.normalizedShape = shape;
    this.eps = checkNumber("LayerNorm", "eps", options.eps ?? 1e-5, 0);
    const affine = options.elementwiseAffine ?? true;
    this.weight = affine ? new Parameter(ones(shape)) : null;
    this.bias = affine && (options.bias ?? true) ? new Parameter(zeros(shape)) : null;
    runtime.unsettled?.();
  }

  /** @throws ShapeError if the last axes of `x` are not the normalised shape */
  forward(x: TensorLike): Tensor {
    if (arguments.length > 1) refuseExtra("LayerNorm.forward", arguments, 1, true);
    return layerNorm(x, this.weight, this.bias, { normalizedShape: this.normalizedShape, eps: this.eps });
  }
}
