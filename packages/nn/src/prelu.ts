import {
  runtime,
  checkInteger,
  checkNumber,
  full,
  prelu,
  refuseExtra,
  type Tensor,
  type TensorLike,
} from "@rewind/autograd";
import { Module } from "./module.ts";
import { checkLayerOptions } from "./options.ts";
import { Parameter } from "./parameter.ts";

/** Options of {@link PReLU}. */
export interface PReLUOptions {
  /** Number of slopes: 1 for all elements, or the number of channels. Default 1. */
  numParameters?: number;
  /** Initial slope. Default 0.25. */
  init?: number;
}

/**
 * `max(0, x) + weight · min(0, x)` with a trained slope (He et al., "Delving deep into rectifiers", 2015); see {@link prelu}.
 *
 * @example
 * new PReLU().forward([-4, 4]); // [-1, 4]
 * @throws ArgumentError if an option is out of range
 */
export class PReLU extends Module {
  readonly numParameters: number;
  weight: Parameter;

  constructor(options: PReLUOptions = {}) {
    super();
    checkLayerOptions("PReLU", options, [], ["numParameters", "init"]);
    this.numParameters = checkInteger("PReLU", "numParameters", options.numParameters ?? 1, 1);
    const slope = checkNumber("PReLU", "init", options.init ?? 0.25, -Number.MAX_VALUE, Number.MAX_VALUE);
    this.weight = new Parameter(full([this.numParameters], slope));
    runtime.unsettled?.();
  }

  /** @throws ShapeError if `x` has not the channels there are slopes for */
  forward(x: TensorLike): Tensor {
    if (arguments.length > 1) refuseExtra("PReLU.forward", arguments, 1, true);
    return prelu(x, this.weight);
  }
}
