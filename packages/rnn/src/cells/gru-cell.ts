import { type Tensor } from "@rewind/autograd";
import { CELL_OPTIONS, checkCellOptions } from "../options.ts";
import type { RecurrentCellOptions } from "./gated-cell.ts";
import { RecurrentCell } from "./recurrent-cell.ts";
import { gruRecurrenceOf } from "../recurrence/gru-reset-before.ts";

/** Options of {@link GRUCell}. */
export interface GRUCellOptions extends RecurrentCellOptions {
  /**
   * Whether the reset gate acts on `W_hn h + b_hn`, as in cuDNN and PyTorch, or on h itself before the product, as Cho et
   * al. have it (Keras' `reset_after`). Default true.
   */
  resetAfter?: boolean;
}

/**
 * A gated recurrent unit (Cho et al., "Learning phrase representations using RNN encoder-decoder", 2014), as PyTorch
 * computes it. With `a = W_ih x + b_ih` and `u = W_hh h + b_hh`, gates stacked r, z, n:
 * `r = σ(a_r + u_r)`, `z = σ(a_z + u_z)`, `n = tanh(a_n + r u_n)`, `h' = (1 - z) n + z h`. The state is h,
 * `[B, hiddenSize]`, and so is the output. With `resetAfter: false`, `n = tanh(a_n + W_hn (r h) + b_hn)`.
 *
 * @example
 * const cell = new GRUCell(3, 5);
 * const [output, h] = cell.step(randn([2, 3]), cell.initialState(2));
 * @throws ArgumentError if a size is not a whole number ≥ 1
 */
export class GRUCell extends RecurrentCell<Tensor> {
  constructor(inputSize: number, hiddenSize: number, options: GRUCellOptions = {}) {
    checkCellOptions("GRUCell", options, [...CELL_OPTIONS, "resetAfter"]);
    super(gruRecurrenceOf("GRUCell", options.resetAfter), inputSize, hiddenSize, options);
  }
}
