import { runtime, add, checkNumber, mul, zeros, type Tensor } from "@rewind/autograd";
import type { Parameter } from "@rewind/nn";
import { recurrentWeight } from "../init.ts";
import { ReadoutCell, type ReadoutCellOptions } from "./readout-cell.ts";

/** Options of {@link JordanCell}. */
export interface JordanCellOptions extends ReadoutCellOptions {
  /** How much of its past the context keeps, from 0 to 1: Jordan's μ. Default 0: the last output alone. */
  decay?: number;
}

/**
 * A net that hears its own outputs (Jordan, "Serial order: a parallel distributed processing approach", 1986):
 * `h = f(W_ih x + b_ih + W_oh s)`, output `y = g(W_ho h + b_ho)`, context `s' = decay s + y`. The state is the context s,
 * `[B, outputSize]`, in teacher forcing the targets take its place.
 *
 * @example
 * const cell = new JordanCell(3, 16, 2, { outputNonlinearity: "tanh" });
 * const [y, s] = cell.step(randn([4, 3]), cell.initialState(4)); // [4, 2], [4, 2]
 * @throws ArgumentError if a size is not a whole number ≥ 1 or an option is out of its domain
 */
export class JordanCell extends ReadoutCell {
  readonly decay: number;
  weight_oh: Parameter;

  constructor(inputSize: number, hiddenSize: number, outputSize: number, options: JordanCellOptions = {}) {
    super(inputSize, hiddenSize, outputSize, options, ["decay"]);
    const { recurrentInit, generator } = options;
    this.decay = checkNumber("JordanCell", "decay", options.decay ?? 0, 0, 1);
    this.weight_oh = recurrentWeight("JordanCell", 1, [hiddenSize, outputSize], recurrentInit, generator);
    runtime.unsettled?.();
  }

  protected zeroState(batch: number): Tensor {
    return zeros([batch, this.outputSize], { dtype: this.weight_oh.dtype });
  }

  protected advance(x: Tensor, context: Tensor): [output: Tensor, state: Tensor] {
    const y = this.readOut(this.hidden(x, this.weight_oh, context));
    return [y, this.decay === 0 ? y : add(mul(context, this.decay), y)];
  }
}
