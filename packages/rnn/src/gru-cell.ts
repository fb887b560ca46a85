import { checkOptions, type Tensor } from "@rewind/autograd";
import { CELL_OPTIONS } from "./options.ts";
import { RecurrentCell, type RecurrentCellOptions } from "./recurrent-cell.ts";
import { gruRecurrence } from "./recurrence/gru.ts";

/** Options of {@link GRUCell}. */
export type GRUCellOptions = RecurrentCellOptions;

/**
 * A gated recurrent unit (Cho et al., "Learning phrase representations using RNN encoder-decoder", 2014), as PyTorch
 * computes it. With `a = W_ih x + b_ih` and `u = W_hh h + b_hh`, gates stacked r, z, n:
 * `r = σ(a_r + u_r)`, `z = σ(a_z + u_z)`, `n = tanh(a_n + r u_n)`, `h' = (1 - z) n + z h`. The state is h,
 * `[B, hiddenSize]`, and so is the output.
 *
 * @example
 * const cell = new GRUCell(3, 5);
 * const [output, h] = cell.step(randn([2, 3]), cell.initialState(2));
 * @throws ArgumentError if a size is not a whole number ≥ 1
 */
export class GRUCell extends RecurrentCell<Tensor> {
  constructor(inputSize: number, hiddenSize: number, options: GRUCellOptions = {}) {
    checkOptions("GRUCell", options, CELL_OPTIONS);
    super(gruRecurrence, inputSize, hiddenSize, options);
  }
}
