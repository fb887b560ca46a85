import { type Tensor } from "@rewind/autograd";
import type { Nonlinearity } from "../gates/rnn-gate.ts";
import { CELL_OPTIONS, checkCellOptions, checkNonlinearity } from "../options.ts";
import type { RecurrentCellOptions } from "./gated-cell.ts";
import { RecurrentCell } from "./recurrent-cell.ts";
import { simpleRecurrence } from "../recurrence/simple.ts";

/** Options of {@link RNNCell}. */
export interface RNNCellOptions extends RecurrentCellOptions {
  /** Default `"tanh"`. */
  nonlinearity?: Nonlinearity;
}

/**
 * A simple recurrent cell (Elman, "Finding structure in time", 1990):
 * `h' = f(W_ih x + b_ih + W_hh h + b_hh)`, f tanh or relu. The state is h, `[B, hiddenSize]`, and so is the output.
 *
 * @example
 * const cell = new RNNCell(3, 5);
 * const [output, h] = cell.step(randn([2, 3]), cell.initialState(2));
 * @throws ArgumentError if a size is not a whole number ≥ 1 or the nonlinearity unknown
 */
export class RNNCell extends RecurrentCell<Tensor> {
  readonly nonlinearity: Nonlinearity;

  constructor(inputSize: number, hiddenSize: number, options: RNNCellOptions = {}) {
    checkCellOptions("RNNCell", options, [...CELL_OPTIONS, "nonlinearity"]);
    const nonlinearity = checkNonlinearity("RNNCell", options.nonlinearity);
    super(simpleRecurrence(nonlinearity), inputSize, hiddenSize, options);
    this.nonlinearity = nonlinearity;
  }
}
