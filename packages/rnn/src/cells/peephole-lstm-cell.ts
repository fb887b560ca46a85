import { runtime, add, matmul, mul, sigmoid, split, tanh, zeros, type Tensor } from "@rewind/autograd";
import type { Parameter } from "@rewind/nn";
import { startForgetGate, startingWeight } from "../init.ts";
import { CELL_OPTIONS, checkCellOptions } from "../options.ts";
import type { LSTMState } from "../recurrence/lstm.ts";
import { projectWithBothBiases } from "../recurrence/project.ts";
import { GatedCell, type RecurrentCellOptions } from "./gated-cell.ts";

/** Options of {@link PeepholeLSTMCell}. */
export interface PeepholeLSTMCellOptions extends RecurrentCellOptions {
  /** What the forget gate's biases start at, added up. Default: as the others. */
  forgetBias?: number;
}

/**
 * An LSTM whose gates see the cell (Gers and Schmidhuber, "Recurrent nets that time and count", 2000): with
 * `a = W_ih x + b_ih + W_hh h + b_hh`, gates stacked i, f, g, o, and one peephole weight per unit,
 * `i = σ(a_i + w_ci c)`, `f = σ(a_f + w_cf c)`, `c' = f c + i tanh(a_g)`, `o = σ(a_o + w_co c')`, `h' = o tanh(c')`. The
 * state is `{ h, c }`, both `[B, hiddenSize]`; the output is h.
 *
 * @example
 * const cell = new PeepholeLSTMCell(3, 5);
 * const [output, { h, c }] = cell.step(randn([2, 3]), cell.initialState(2));
 * @throws ArgumentError if a size is not a whole number ≥ 1 or an option is out of its domain
 */
export class PeepholeLSTMCell extends GatedCell<LSTMState> {
  weight_ci: Parameter;
  weight_cf: Parameter;
  weight_co: Parameter;

  constructor(inputSize: number, hiddenSize: number, options: PeepholeLSTMCellOptions = {}) {
    checkCellOptions("PeepholeLSTMCell", options, [...CELL_OPTIONS, "forgetBias"]);
    super(4, inputSize, hiddenSize, options);
    startForgetGate("PeepholeLSTMCell", options.forgetBias, hiddenSize, [this.bias_ih, this.bias_hh]);
    const peephole = (): Parameter => startingWeight([hiddenSize], hiddenSize, options.generator);
    this.weight_ci = peephole();
    this.weight_cf = peephole();
    this.weight_co = peephole();
    runtime.unsettled?.();
  }

  protected zeroState(batch: number): LSTMState {
    const zero = zeros([batch, this.hiddenSize], { dtype: this.weight_hh.dtype });
    return { h: zero, c: zero };
  }

  protected advance(x: Tensor, { h, c }: LSTMState): [output: Tensor, state: LSTMState] {
    const sums = add(projectWithBothBiases(this, x), matmul(h, this.weight_hh, { transposeB: true }));
    const [ai, af, ag, ao] = split(sums, this.hiddenSize, { axis: 1 });
    const i = sigmoid(add(ai, mul(this.weight_ci, c)));
    const f = sigmoid(add(af, mul(this.weight_cf, c)));
    const cell = add(mul(f, c), mul(i, tanh(ag)));
    const hidden = mul(sigmoid(add(ao, mul(this.weight_co, cell))), tanh(cell));
    return [hidden, { h: hidden, c: cell }];
  }
}
