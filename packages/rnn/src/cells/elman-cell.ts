import { runtime, zeros, type Tensor } from "@rewind/autograd";
import type { Parameter } from "@rewind/nn";
import { recurrentWeight } from "../init.ts";
import { ReadoutCell, type ReadoutCellOptions } from "./readout-cell.ts";

/** Options of {@link ElmanCell}. */
export type ElmanCellOptions = ReadoutCellOptions;

/**
 * Elman's net whole, output units included (Elman, "Finding structure in time", 1990):
 * `h' = f(W_ih x + b_ih + W_hh h)`, output `y = g(W_ho h' + b_ho)`. The hidden units feed themselves; in a
 * {@link JordanCell} the outputs feed them. The state is h, `[B, hiddenSize]`.
 *
 * @example
 * const cell = new ElmanCell(3, 16, 2);
 * const [y, h] = cell.step(randn([4, 3]), cell.initialState(4)); // [4, 2], [4, 16]
 * @throws ArgumentError if a size is not a whole number ≥ 1 or an option is out of its domain
 */
export class ElmanCell extends ReadoutCell {
  weight_hh: Parameter;

  constructor(inputSize: number, hiddenSize: number, outputSize: number, options: ElmanCellOptions = {}) {
    super(inputSize, hiddenSize, outputSize, options);
    const { recurrentInit, generator } = options;
    this.weight_hh = recurrentWeight("ElmanCell", 1, [hiddenSize, hiddenSize], recurrentInit, generator);
    runtime.unsettled?.();
  }

  protected zeroState(batch: number): Tensor {
    return zeros([batch, this.hiddenSize], { dtype: this.weight_hh.dtype });
  }

  protected advance(x: Tensor, h: Tensor): [output: Tensor, state: Tensor] {
    const next = this.hidden(x, this.weight_hh, h);
    return [this.readOut(next), next];
  }
}
