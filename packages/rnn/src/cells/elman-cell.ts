import { checkInteger, linear, zeros, type Tensor } from "@rewind/autograd";
import type { Parameter } from "@rewind/nn";
import { rnnGate, type Nonlinearity } from "../gates/rnn-gate.ts";
import { recurrentWeight, startingWeight } from "../init.ts";
import { checkCellOptions, checkNonlinearity } from "../options.ts";
import { CellModule } from "./cell-module.ts";
import {
  READOUT_OPTIONS,
  checkOutputNonlinearity,
  readOut,
  type OutputNonlinearity,
  type Readout,
  type ReadoutCellOptions,
} from "./readout.ts";

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
export class ElmanCell extends CellModule<Tensor> implements Readout {
  readonly hiddenSize: number;
  readonly nonlinearity: Nonlinearity;
  readonly outputNonlinearity: OutputNonlinearity;
  weight_ih: Parameter;
  weight_hh: Parameter;
  bias_ih: Parameter | null;
  weight_ho: Parameter;
  bias_ho: Parameter | null;

  constructor(inputSize: number, hiddenSize: number, outputSize: number, options: ElmanCellOptions = {}) {
    const name = "ElmanCell";
    checkCellOptions(name, options, READOUT_OPTIONS);
    super(inputSize, outputSize);
    const { bias, recurrentInit, generator } = options;
    this.hiddenSize = checkInteger(name, "hiddenSize", hiddenSize, 1);
    this.nonlinearity = checkNonlinearity(name, options.nonlinearity);
    this.outputNonlinearity = checkOutputNonlinearity(name, options.outputNonlinearity);
    const start = (...shape: number[]): Parameter => startingWeight(shape, hiddenSize, generator);
    this.weight_ih = start(hiddenSize, inputSize);
    this.weight_hh = recurrentWeight(name, 1, [hiddenSize, hiddenSize], recurrentInit, generator);
    this.bias_ih = bias === false ? null : start(hiddenSize);
    this.weight_ho = start(outputSize, hiddenSize);
    this.bias_ho = bias === false ? null : start(outputSize);
  }

  protected zeroState(batch: number): Tensor {
    return zeros([batch, this.hiddenSize], { dtype: this.weight_hh.dtype });
  }

  protected advance(x: Tensor, h: Tensor): [output: Tensor, state: Tensor] {
    const projected = linear(x, this.weight_ih, this.bias_ih);
    const next = rnnGate(projected, linear(h, this.weight_hh), this.nonlinearity);
    return [readOut(this, next), next];
  }
}
