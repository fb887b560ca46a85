import {
  runtime,
  checkInteger,
  lerp,
  linear,
  neg,
  sigmoid,
  softplus,
  split,
  sub,
  zeros,
  type Generator,
  type Tensor,
} from "@rewind/autograd";
import type { Parameter } from "@rewind/nn";
import { startForgetGate, startingWeight } from "../init.ts";
import { checkCellOptions } from "../options.ts";
import { CellModule } from "./cell-module.ts";

/** Options of {@link MinLSTMCell}. */
export interface MinLSTMCellOptions {
  /** Whether there is a bias. Default true. */
  bias?: boolean;
  /** What the forget gate's bias starts at. Default: as the others. */
  forgetBias?: number;
  /** Source of the initial values. Default: the default generator. */
  generator?: Generator;
}

/**
 * An LSTM without recurrent weights, cell or output gate (Feng et al., "Were RNNs all we needed?", 2024, algorithm 7): with
 * `a = W_ih x + b_ih`, gates stacked i, f, n: `f = σ(a_f)`, `i = σ(a_i)`, `h' = (f h + i a_n) / (f + i)`. As with
 * {@link MinGRUCell}, only elementwise work has to wait for the step before. Weights start as those of a Linear, uniform
 * within ±1/√inputSize. The state is h, `[B, hiddenSize]`, and so is the output.
 *
 * @example
 * const cell = new MinLSTMCell(3, 5, { forgetBias: 2 });
 * const { outputs } = unroll(cell, randn([35, 2, 3]));
 * @throws ArgumentError if a size is not a whole number ≥ 1 or an option is out of its domain
 */
export class MinLSTMCell extends CellModule<Tensor> {
  readonly hiddenSize: number;
  weight_ih: Parameter;
  bias_ih: Parameter | null;

  constructor(inputSize: number, hiddenSize: number, options: MinLSTMCellOptions = {}) {
    checkCellOptions("MinLSTMCell", options, ["bias", "forgetBias", "generator"]);
    super(inputSize, checkInteger("MinLSTMCell", "hiddenSize", hiddenSize, 1));
    const { bias, forgetBias, generator } = options;
    this.hiddenSize = hiddenSize;
    this.weight_ih = startingWeight([3 * hiddenSize, inputSize], inputSize, generator);
    this.bias_ih = bias === false ? null : startingWeight([3 * hiddenSize], inputSize, generator);
    runtime.unsettled?.();
    startForgetGate("MinLSTMCell", forgetBias, hiddenSize, [this.bias_ih]);
  }

  protected zeroState(batch: number): Tensor {
    return zeros([batch, this.hiddenSize], { dtype: this.weight_ih.dtype });
  }

  protected advance(x: Tensor, h: Tensor): [output: Tensor, state: Tensor] {
    const [ai, af, n] = split(linear(x, this.weight_ih, this.bias_ih), this.hiddenSize, { axis: 1 });
    // i / (f + i) = σ(ln i - ln f), with ln σ(a) = -softplus(-a): where both gates are shut, the quotient would be 0 / 0.
    const share = sigmoid(sub(softplus(neg(af)), softplus(neg(ai))));
    const next = lerp(h, n, share);
    return [next, next];
  }
}
