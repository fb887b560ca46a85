import {
  checkInteger,
  linear,
  refuseExtra,
  runtime,
  zeros,
  type Generator,
  type Tensor,
  type TensorLike,
} from "@rewind/autograd";
import { uniform } from "./init/uniform.ts";
import { Module } from "./module.ts";
import { checkLayerOptions } from "./options.ts";
import { Parameter } from "./parameter.ts";

/** Options of {@link Linear}. */
export interface LinearOptions {
  /** Whether a bias is added. Default true. */
  bias?: boolean;
  /** Source of the initial values. Default: the default generator. */
  generator?: Generator;
}

/**
 * `y = x weightᵀ + bias` over the last axis: x `[…, inFeatures]`, y `[…, outFeatures]`. Weight `[outFeatures, inFeatures]`
 * and bias `[outFeatures]` start uniform within ±1/√inFeatures, as in PyTorch.
 *
 * @example
 * const layer = new Linear(128, 10);
 * const logits = layer.forward(randn([32, 128])); // [32, 10]
 * @throws ArgumentError if a size is not a whole number ≥ 1
 */
export class Linear extends Module {
  readonly inFeatures: number;
  readonly outFeatures: number;
  weight: Parameter;
  bias: Parameter | null;

  constructor(inFeatures: number, outFeatures: number, options: LinearOptions = {}) {
    super();
    checkLayerOptions("Linear", options, ["bias"], ["generator"]);
    this.inFeatures = checkInteger("Linear", "inFeatures", inFeatures, 1);
    this.outFeatures = checkInteger("Linear", "outFeatures", outFeatures, 1);
    const bound = 1 / Math.sqrt(inFeatures);
    const start = { low: -bound, high: bound, generator: options.generator };
    this.weight = uniform(new Parameter(zeros([outFeatures, inFeatures])), start);
    this.bias = options.bias === false ? null : uniform(new Parameter(zeros([outFeatures])), start);
    runtime.unsettled?.();
  }

  /** @throws ShapeError if the last axis of `x` is not `inFeatures` */
  forward(x: TensorLike): Tensor {
    if (arguments.length > 1) refuseExtra("Linear.forward", arguments, 1, true);
    return linear(x, this.weight, this.bias);
  }
}
