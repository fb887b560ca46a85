import { checkInteger, checkNumber, linear, zeros, type Tensor } from "@rewind/autograd";
import { LayerNorm, type Parameter } from "@rewind/nn";
import { lstmGates } from "../gates/lstm-gates.ts";
import { lstmOutput } from "../gates/lstm-output.ts";
import { recurrentWeight, startForgetGate, startingWeight } from "../init.ts";
import { CELL_OPTIONS, checkCellOptions } from "../options.ts";
import type { LSTMState } from "../recurrence/lstm.ts";
import { CellModule } from "./cell-module.ts";
import type { RecurrentCellOptions } from "./gated-cell.ts";

/** Options of {@link LayerNormLSTMCell}. */
export interface LayerNormLSTMCellOptions extends RecurrentCellOptions {
  /** Added to the variances. Default 1e-5. */
  eps?: number;
  /** What the forget gate's bias starts at. Default 0, as every shift of a layer norm. */
  forgetBias?: number;
}

/**
 * An LSTM whose sums are normalised over the units of each sequence (Ba, Kiros and Hinton, "Layer normalization", 2016,
 * appendix A). With `a = LN_i(W_ih x) + LN_h(W_hh h)`, gates stacked i, f, g, o: `c' = σ(a_f) c + σ(a_i) tanh(a_g)`,
 * `h' = σ(a_o) tanh(LN_c(c'))`. The biases are those of the norms. The state is `{ h, c }`, both `[B, hiddenSize]`; the
 * output is h.
 *
 * @example
 * const cell = new LayerNormLSTMCell(3, 5, { forgetBias: 1 });
 * const [output, { h, c }] = cell.step(randn([2, 3]), cell.initialState(2));
 * @throws ArgumentError if a size is not a whole number ≥ 1 or an option is out of its domain
 */
export class LayerNormLSTMCell extends CellModule<LSTMState> {
  readonly hiddenSize: number;
  weight_ih: Parameter;
  weight_hh: Parameter;
  layernorm_i: LayerNorm;
  layernorm_h: LayerNorm;
  layernorm_c: LayerNorm;

  constructor(inputSize: number, hiddenSize: number, options: LayerNormLSTMCellOptions = {}) {
    const name = "LayerNormLSTMCell";
    checkCellOptions(name, options, [...CELL_OPTIONS, "eps", "forgetBias"]);
    super(inputSize, checkInteger(name, "hiddenSize", hiddenSize, 1));
    const { bias, recurrentInit, generator } = options;
    const norm = { bias, eps: checkNumber(name, "eps", options.eps ?? 1e-5, 0) };
    this.hiddenSize = hiddenSize;
    this.weight_ih = startingWeight([4 * hiddenSize, inputSize], hiddenSize, generator);
    this.weight_hh = recurrentWeight(name, 4, [hiddenSize, hiddenSize], recurrentInit, generator);
    this.layernorm_i = new LayerNorm(4 * hiddenSize, norm);
    this.layernorm_h = new LayerNorm(4 * hiddenSize, norm);
    this.layernorm_c = new LayerNorm(hiddenSize, norm);
    startForgetGate(name, options.forgetBias, hiddenSize, [this.layernorm_i.bias, this.layernorm_h.bias]);
  }

  protected zeroState(batch: number): LSTMState {
    const zero = zeros([batch, this.hiddenSize], { dtype: this.weight_hh.dtype });
    return { h: zero, c: zero };
  }

  protected advance(x: Tensor, state: LSTMState): [output: Tensor, state: LSTMState] {
    const projected = this.layernorm_i.forward(linear(x, this.weight_ih));
    const recurrent = this.layernorm_h.forward(linear(state.h, this.weight_hh));
    const [c, output] = lstmGates(projected, recurrent, state.c);
    const h = lstmOutput(output, this.layernorm_c.forward(c));
    return [h, { h, c }];
  }
}
