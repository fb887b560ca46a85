import {
  runtime,
  bilinear,
  checkInteger,
  refuseExtra,
  zeros,
  type Generator,
  type Tensor,
  type TensorLike,
} from "@rewind/autograd";
import { uniform } from "./init/uniform.ts";
import { Module } from "./module.ts";
import { checkLayerOptions } from "./options.ts";
import { Parameter } from "./parameter.ts";

/** Options of {@link Bilinear}. */
export interface BilinearOptions {
  /** Whether a bias is added. Default true. */
  bias?: boolean;
  /** Source of the initial values. Default: the default generator. */
  generator?: Generator;
}

/**
 * `y_k = x1ᵀ weight_k x2 + bias_k` over the last axes: x1 `[…, in1Features]`, x2 `[…, in2Features]`, y `[…, outFeatures]`. Weight
 * `[outFeatures, in1Features, in2Features]` and bias `[outFeatures]` start uniform within ±1/√in1Features, as in PyTorch.
 *
 * @example
 * const layer = new Bilinear(20, 30, 40);
 * layer.forward(randn([128, 20]), randn([128, 30])); // [128, 40]
 * @throws ArgumentError if a size is not a whole number ≥ 1
 */
export class Bilinear extends Module {
  readonly in1Features: number;
  readonly in2Features: number;
  readonly outFeatures: number;
  weight: Parameter;
  bias: Parameter | null;

  constructor(in1Features: number, in2Features: number, outFeatures: number, options: BilinearOptions = {}) {
    super();
    checkLayerOptions("Bilinear", options, ["bias"], ["generator"]);
    this.in1Features = checkInteger("Bilinear", "in1Features", in1Features, 1);
    this.in2Features = checkInteger("Bilinear", "in2Features", in2Features, 1);
    this.outFeatures = checkInteger("Bilinear", "outFeatures", outFeatures, 1);
    const bound = 1 / Math.sqrt(in1Features);
    const start = { low: -bound, high: bound, generator: options.generator };
    this.weight = uniform(new Parameter(zeros([outFeatures, in1Features, in2Features])), start);
    this.bias = options.bias === false ? null : uniform(new Parameter(zeros([outFeatures])), start);
    runtime.unsettled?.();
  }

  /** @throws ShapeError if the sizes do not fit */
  forward(x1: TensorLike, x2: TensorLike): Tensor {
    if (arguments.length > 2) refuseExtra("Bilinear.forward", arguments, 2, true);
    return bilinear(x1, x2, this.weight, this.bias);
  }
}
