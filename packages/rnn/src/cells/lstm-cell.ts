import { runtime } from "@rewind/autograd";
import type { Parameter } from "@rewind/nn";
import { startForgetGate, startingWeight } from "../init.ts";
import { CELL_OPTIONS, checkCellOptions, checkProjSize } from "../options.ts";
import { lstmRecurrence, type LSTMState } from "../recurrence/lstm.ts";
import type { RecurrentCellOptions } from "./gated-cell.ts";
import { RecurrentCell } from "./recurrent-cell.ts";

/** Options of {@link LSTMCell}. */
export interface LSTMCellOptions extends RecurrentCellOptions {
  /** Size h is projected to, smaller than `hiddenSize`. Default 0: no projection. */
  projSize?: number;
  /** What the forget gate's biases start at, added up: at 0 a step keeps half of c, at 3 95 %. Default: as the others. */
  forgetBias?: number;
}

/**
 * Long short-term memory (Hochreiter and Schmidhuber 1997; forget gate, Gers et al. 2000). With
 * `a = W_ih x + b_ih + W_hh h + b_hh`, gates stacked i, f, g, o: `c' = σ(a_f) c + σ(a_i) tanh(a_g)`,
 * `h' = σ(a_o) tanh(c')`, with projection `h' = W_hr (σ(a_o) tanh(c'))`. The state is `{ h, c }`: h `[B, outputSize]`, c
 * `[B, hiddenSize]`; the output is h.
 *
 * @example
 * const cell = new LSTMCell(3, 5);
 * const [output, { h, c }] = cell.step(randn([2, 3]), cell.initialState(2));
 * @throws ArgumentError if a size is not a whole number ≥ 1, or projSize not smaller than hiddenSize
 */
export class LSTMCell extends RecurrentCell<LSTMState> {
  weight_hr: Parameter | null;

  constructor(inputSize: number, hiddenSize: number, options: LSTMCellOptions = {}) {
    checkCellOptions("LSTMCell", options, [...CELL_OPTIONS, "projSize", "forgetBias"]);
    const projSize = checkProjSize("LSTMCell", options.projSize, hiddenSize);
    super(lstmRecurrence, inputSize, hiddenSize, options, projSize);
    this.weight_hr =
      projSize === 0 ? null : startingWeight([projSize, hiddenSize], hiddenSize, options.generator);
    startForgetGate("LSTMCell", options.forgetBias, hiddenSize, [this.bias_ih, this.bias_hh]);
    runtime.unsettled?.();
  }
}
