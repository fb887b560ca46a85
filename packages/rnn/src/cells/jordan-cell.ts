import { add, checkInteger, checkNumber, linear, mul, zeros, type Tensor } from "@rewind/autograd";
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
export class JordanCell extends CellModule<Tensor> implements Readout {
  readonly hiddenSize: number;
  readonly nonlinearity: Nonlinearity;
  readonly outputNonlinearity: OutputNonlinearity;
  readonly decay: number;
  weight_ih: Parameter;
  weight_oh: Parameter;
  bias_ih: Parameter | null;
  weight_ho: Parameter;
  bias_ho: Parameter | null;

  constructor(inputSize: number, hiddenSize: number, outputSize: number, options: JordanCellOptions = {}) {
    const name = "JordanCell";
    checkCellOptions(name, options, [...READOUT_OPTIONS, "decay"]);
    super(inputSize, outputSize);
    const { bias, recurrentInit, generator } = options;
    this.hiddenSize = checkInteger(name, "hiddenSize", hiddenSize, 1);
    this.nonlinearity = checkNonlinearity(name, options.nonlinearity);
    this.outputNonlinearity = checkOutputNonlinearity(name, options.outputNonlinearity);
    this.decay = checkNumber(name, "decay", options.decay ?? 0, 0, 1);
    const start = (...shape: number[]): Parameter => startingWeight(shape, hiddenSize, generator);
    this.weight_ih = start(hiddenSize, inputSize);
    this.weight_oh = recurrentWeight(name, 1, [hiddenSize, outputSize], recurrentInit, generator);
    this.bias_ih = bias === false ? null : start(hiddenSize);
    this.weight_ho = start(outputSize, hiddenSize);
    this.bias_ho = bias === false ? null : start(outputSize);
  }

  protected zeroState(batch: number): Tensor {
    return zeros([batch, this.outputSize], { dtype: this.weight_oh.dtype });
  }

  protected advance(x: Tensor, context: Tensor): [output: Tensor, state: Tensor] {
    const projected = linear(x, this.weight_ih, this.bias_ih);
    const y = readOut(this, rnnGate(projected, linear(context, this.weight_oh), this.nonlinearity));
    return [y, this.decay === 0 ? y : add(mul(context, this.decay), y)];
  }
}
