import {
  runtime,
  checkInteger,
  lerp,
  linear,
  sigmoid,
  split,
  zeros,
  type Generator,
  type Tensor,
} from "@rewind/autograd";
import type { Parameter } from "@rewind/nn";
import { startingWeight } from "../init.ts";
import { checkCellOptions } from "../options.ts";
import { CellModule } from "./cell-module.ts";

/** Options of {@link MinGRUCell}. */
export interface MinGRUCellOptions {
  /** Whether there is a bias. Default true. */
  bias?: boolean;
  /** Source of the initial values. Default: the default generator. */
  generator?: Generator;
}

/**
 * A GRU without recurrent weights (Feng et al., "Were RNNs all we needed?", 2024, algorithm 3): with `a = W_ih x + b_ih`,
 * gates stacked z, n: `h' = (1 - σ(a_z)) h + σ(a_z) a_n`. All it multiplies depends on the inputs alone, so where the step is
 * replayed (`scan`), the products of all steps are one; what is left step by step is elementwise. Weights start as those of
 * a Linear, uniform within ±1/√inputSize. The state is h, `[B, hiddenSize]`, and so is the output.
 *
 * @example
 * const cell = new MinGRUCell(3, 5);
 * const { outputs } = unroll(cell, randn([35, 2, 3]));
 * @throws ArgumentError if a size is not a whole number ≥ 1
 */
export class MinGRUCell extends CellModule<Tensor> {
  readonly hiddenSize: number;
  weight_ih: Parameter;
  bias_ih: Parameter | null;

  constructor(inputSize: number, hiddenSize: number, options: MinGRUCellOptions = {}) {
    checkCellOptions("MinGRUCell", options, ["bias", "generator"]);
    super(inputSize, checkInteger("MinGRUCell", "hiddenSize", hiddenSize, 1));
    const { bias, generator } = options;
    this.hiddenSize = hiddenSize;
    this.weight_ih = startingWeight([2 * hiddenSize, inputSize], inputSize, generator);
    this.bias_ih = bias === false ? null : startingWeight([2 * hiddenSize], inputSize, generator);
    runtime.unsettled?.();
  }

  protected zeroState(batch: number): Tensor {
    return zeros([batch, this.hiddenSize], { dtype: this.weight_ih.dtype });
  }

  protected advance(x: Tensor, h: Tensor): [output: Tensor, state: Tensor] {
    const [z, n] = split(linear(x, this.weight_ih, this.bias_ih), this.hiddenSize, { axis: 1 });
    const next = lerp(h, n, sigmoid(z));
    return [next, next];
  }
}
