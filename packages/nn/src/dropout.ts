import {
  checkNumber,
  dropout,
  refuseExtra,
  type Generator,
  type Tensor,
  type TensorLike,
} from "@rewind/autograd";
import { Module } from "./module.ts";
import { checkLayerOptions } from "./options.ts";

/** Options of {@link Dropout}. */
export interface DropoutOptions {
  /** Source of the masks. Default: the default generator. */
  generator?: Generator;
}

/**
 * In training sets each element to zero with probability `p` and divides the others by `1 - p`; in evaluation passes
 * everything (Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting", 2014).
 *
 * @example
 * const dropout = new Dropout(0.2);
 * dropout.forward(randn([4, 16])); // dropout.eval() passes everything
 * @throws ArgumentError if `p` is not from 0 to 1
 */
export class Dropout extends Module {
  readonly p: number;
  readonly #generator: Generator | undefined;

  constructor(p: number = 0.5, options: DropoutOptions = {}) {
    super();
    checkLayerOptions("Dropout", options, [], ["generator"]);
    this.p = checkNumber("Dropout", "p", p, 0, 1);
    this.#generator = options.generator;
  }

  forward(x: TensorLike): Tensor {
    if (arguments.length > 1) refuseExtra("Dropout.forward", arguments, 1, true);
    return dropout(x, { p: this.p, training: this.training, generator: this.#generator });
  }
}
