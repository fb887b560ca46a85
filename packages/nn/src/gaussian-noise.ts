import {
  add,
  checkNumber,
  mul,
  operand,
  randn,
  refuseExtra,
  type Generator,
  type Tensor,
  type TensorLike,
} from "@rewind/autograd";
import { Module } from "./module.ts";
import { checkLayerOptions } from "./options.ts";

/** Options of {@link GaussianNoise}. */
export interface GaussianNoiseOptions {
  /** Source of the noise. Default: the default generator. */
  generator?: Generator;
}

/**
 * In training adds normal noise of mean 0 and standard deviation `std` to each element; in evaluation passes everything.
 *
 * @example
 * new GaussianNoise(0.1).forward(randn([4, 16]));
 * @throws ArgumentError if `std` is not a finite number from 0
 */
export class GaussianNoise extends Module {
  readonly std: number;
  readonly #generator: Generator | undefined;

  constructor(std: number = 0.1, options: GaussianNoiseOptions = {}) {
    super();
    checkLayerOptions("GaussianNoise", options, [], ["generator"]);
    this.std = checkNumber("GaussianNoise", "std", std, 0, Number.MAX_VALUE);
    this.#generator = options.generator;
  }

  forward(x: TensorLike): Tensor {
    if (arguments.length > 1) refuseExtra("GaussianNoise.forward", arguments, 1, true);
    const t = operand("GaussianNoise", x);
    if (!this.training || this.std === 0) return t;
    return add(t, mul(randn(t.shape, { dtype: t.dtype, generator: this.#generator }), this.std));
  }
}
