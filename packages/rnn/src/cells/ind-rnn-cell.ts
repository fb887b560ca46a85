import {
  runtime,
  add,
  checkInteger,
  linear,
  mul,
  relu,
  tanh,
  zeros,
  type Generator,
  type Tensor,
} from "@rewind/autograd";
import { Parameter, init } from "@rewind/nn";
import type { Nonlinearity } from "../gates/rnn-gate.ts";
import { startingWeight } from "../init.ts";
import { checkCellOptions, checkNonlinearity } from "../options.ts";
import { CellModule } from "./cell-module.ts";

/** Options of {@link IndRNNCell}. */
export interface IndRNNCellOptions {
  /** Whether there is a bias. Default true. */
  bias?: boolean;
  /** Default `"relu"`. */
  nonlinearity?: Nonlinearity;
  /** Source of the initial values. Default: the default generator. */
  generator?: Generator;
}

/**
 * Independently recurrent units (Li et al., "Independently recurrent neural network (IndRNN): building a longer and deeper
 * RNN", 2018): each unit hears of the past only from itself, `h' = f(W_ih x + b_ih + w_hh h)`, products with w_hh
 * elementwise. `weight_hh`, `[hiddenSize]`, starts uniform in [0, 1), the rest uniform within ±1/√hiddenSize. The state is h,
 * `[B, hiddenSize]`, and so is the output.
 *
 * @example
 * const cell = new IndRNNCell(3, 5);
 * const [output, h] = cell.step(randn([2, 3]), cell.initialState(2));
 * @throws ArgumentError if a size is not a whole number ≥ 1 or the nonlinearity unknown
 */
export class IndRNNCell extends CellModule<Tensor> {
  readonly hiddenSize: number;
  readonly nonlinearity: Nonlinearity;
  weight_ih: Parameter;
  weight_hh: Parameter;
  bias_ih: Parameter | null;

  constructor(inputSize: number, hiddenSize: number, options: IndRNNCellOptions = {}) {
    checkCellOptions("IndRNNCell", options, ["bias", "nonlinearity", "generator"]);
    super(inputSize, checkInteger("IndRNNCell", "hiddenSize", hiddenSize, 1));
    const { bias, generator } = options;
    this.hiddenSize = hiddenSize;
    this.nonlinearity = checkNonlinearity("IndRNNCell", options.nonlinearity, "relu");
    this.weight_ih = startingWeight([hiddenSize, inputSize], hiddenSize, generator);
    this.weight_hh = init.uniform(new Parameter(zeros([hiddenSize])), { generator });
    this.bias_ih = bias === false ? null : startingWeight([hiddenSize], hiddenSize, generator);
    runtime.unsettled?.();
  }

  protected zeroState(batch: number): Tensor {
    return zeros([batch, this.hiddenSize], { dtype: this.weight_hh.dtype });
  }

  protected advance(x: Tensor, h: Tensor): [output: Tensor, state: Tensor] {
    const sum = add(linear(x, this.weight_ih, this.bias_ih), mul(this.weight_hh, h));
    const next = this.nonlinearity === "relu" ? relu(sum) : tanh(sum);
    return [next, next];
  }
}
