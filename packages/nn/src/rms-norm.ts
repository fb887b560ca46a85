import {
  runtime,
  ArgumentError,
  checkNumber,
  checkShape,
  ones,
  refuseExtra,
  rmsNorm,
  type Tensor,
  type TensorLike,
} from "@rewind/autograd";
import { Module } from "./module.ts";
import { checkLayerOptions } from "./options.ts";
import { Parameter } from "./parameter.ts";

/** Options of {@link RMSNorm}. */
export interface RMSNormOptions {
  /** Added to the mean square, from 0. Default null: the distance from 1 to the next number of the input's dtype. */
  eps?: number | null;
  /** Whether a learned scale follows. Default true. */
  elementwiseAffine?: boolean;
}

/**
 * Divides the last axes by their root mean square, then scales (Zhang and Sennrich, 2019); see {@link rmsNorm}. Weight starts
 * at 1.
 *
 * @example
 * new RMSNorm(16).forward(randn([35, 4, 16])); // [35, 4, 16]
 * @throws ArgumentError if `eps` is negative or the normalised shape has no axis
 */
export class RMSNorm extends Module {
  readonly normalizedShape: readonly number[];
  readonly eps: number | null;
  weight: Parameter | null;

  constructor(normalizedShape: number | readonly number[], options: RMSNormOptions = {}) {
    super();
    checkLayerOptions("RMSNorm", options, ["elementwiseAffine"], ["eps"]);
    const shape = checkShape(
      "RMSNorm",
      typeof normalizedShape === "number" ? [normalizedShape] : normalizedShape,
    );
    if (shape.length === 0)
      throw new ArgumentError("RMSNorm: normalizedShape needs at least one axis, got []");
    this.normalizedShape = shape;
    const { eps = null, elementwiseAffine = true } = options;
    this.eps = eps === null ? null : checkNumber("RMSNorm", "eps", eps, 0);
    this.weight = elementwiseAffine ? new Parameter(ones(shape)) : null;
    runtime.unsettled?.();
  }

  /** @throws ShapeError if the last axes of `x` are not the normalised shape */
  forward(x: TensorLike): Tensor {
    if (arguments.length > 1) refuseExtra("RMSNorm.forward", arguments, 1, true);
    return rmsNorm(x, this.weight, { normalizedShape: this.normalizedShape, eps: this.eps });
  }
}
