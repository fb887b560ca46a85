import {
  runtime,
  ArgumentError,
  checkInteger,
  formatValue,
  linear,
  sigmoid,
  tanh,
  type Tensor,
} from "@rewind/autograd";
import type { Parameter } from "@rewind/nn";
import { rnnGate, type Nonlinearity } from "../gates/rnn-gate.ts";
import { startingWeight } from "../init.ts";
import { CELL_OPTIONS, checkCellOptions, checkNonlinearity } from "../options.ts";
import { CellModule } from "./cell-module.ts";
import type { RecurrentCellOptions } from "./gated-cell.ts";

/** What an Elman or Jordan net applies to its outputs. */
export type OutputNonlinearity = "identity" | "tanh" | "sigmoid";

/** Options of {@link ElmanCell}, and of {@link JordanCell} but for its decay. */
export interface ReadoutCellOptions extends RecurrentCellOptions {
  /** What the hidden units apply. Default `"tanh"`. */
  nonlinearity?: Nonlinearity;
  /** What the output units apply. Default `"identity"`. */
  outputNonlinearity?: OutputNonlinearity;
}

/**
 * What Elman's and Jordan's nets have in common: hidden units, and output units that read them. What recurs differs.
 * @internal
 */
export abstract class ReadoutCell extends CellModule<Tensor> {
  readonly hiddenSize: number;
  readonly nonlinearity: Nonlinearity;
  readonly outputNonlinearity: OutputNonlinearity;
  weight_ih: Parameter;
  bias_ih: Parameter | null;
  weight_ho: Parameter;
  bias_ho: Parameter | null;

  /** @param more names of options that are the cell's own */
  protected constructor(
    inputSize: number,
    hiddenSize: number,
    outputSize: number,
    options: ReadoutCellOptions,
    more: readonly string[] = [],
  ) {
    const name = new.target.name;
    checkCellOptions(name, options, [...CELL_OPTIONS, "nonlinearity", "outputNonlinearity", ...more]);
    super(inputSize, outputSize);
    const { bias, generator } = options;
    this.hiddenSize = checkInteger(name, "hiddenSize", hiddenSize, 1);
    this.nonlinearity = checkNonlinearity(name, options.nonlinearity);
    this.outputNonlinearity = checkOutputNonlinearity(name, options.outputNonlinearity);
    const start = (...shape: number[]): Parameter => startingWeight(shape, hiddenSize, generator);
    this.weight_ih = start(hiddenSize, inputSize);
    this.bias_ih = bias === false ? null : start(hiddenSize);
    this.weight_ho = start(outputSize, hiddenSize);
    this.bias_ho = bias === false ? null : start(outputSize);
    runtime.unsettled?.();
  }

  /** The hidden units: `f(W_ih x + b_ih + W s)`, s what recurs. */
  protected hidden(x: Tensor, weight: Parameter, recurrent: Tensor): Tensor {
    return rnnGate(linear(x, this.weight_ih, this.bias_ih), linear(recurrent, weight), this.nonlinearity);
  }

  /** The output units: `g(W_ho h + b_ho)`. */
  protected readOut(h: Tensor): Tensor {
    const sum = linear(h, this.weight_ho, this.bias_ho);
    if (this.outputNonlinearity === "identity") return sum;
    return this.outputNonlinearity === "tanh" ? tanh(sum) : sigmoid(sum);
  }
}

function checkOutputNonlinearity(who: string, value: unknown): OutputNonlinearity {
  if (value === undefined) return "identity";
  if (value === "identity" || value === "tanh" || value === "sigmoid") return value;
  throw new ArgumentError(
    `${who}: outputNonlinearity must be "identity", "tanh" or "sigmoid", got ${formatValue(value)}`,
  );
}
