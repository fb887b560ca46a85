import {
  ArgumentError,
  checkInteger,
  checkOptions,
  concat,
  tanh,
  type Generator,
  type Tensor,
} from "@rewind/autograd";
import { Linear, type Attend, type Attention, type Module } from "@rewind/nn";
import type { Cell } from "../cell.ts";
import type { StateTree } from "../state.ts";
import type { AttentionState } from "./attending-cell.ts";
import { AttentionDecoder } from "./attention-decoder.ts";

/** Options of {@link LuongDecoder}. */
export interface LuongDecoderOptions {
  /** Whether the cell also reads the previous step's output, zeros at first: its input is `[x; h̃]`. Default false. */
  inputFeed?: boolean;
  /** Size of the output h̃. Default: the cell's. */
  outputSize?: number;
  /** Whether `W_c` has a bias. Default true. */
  bias?: boolean;
  /** Source of the initial values. Default: the default generator. */
  generator?: Generator;
}

/**
 * A decoder that attends after each step (Luong, Pham and Manning, "Effective approaches to attention-based neural machine
 * translation", 2015): the context c is what the cell's output s finds, the output is `h̃ = tanh(W_c [c; s])`. With input
 * feeding the next step reads h̃ beside its input.
 *
 * @example
 * const decoder = new LuongDecoder(new LSTMCell(8 + 32, 32), new DotAttention(32), { inputFeed: true });
 * const { outputs } = unroll(decoder.over(encoded), targets); // targets [T, B, 8], outputs [T, B, 32]
 * @throws ArgumentError if the sizes of cell and attention do not fit
 */
export class LuongDecoder<S extends StateTree = StateTree> extends AttentionDecoder<S> {
  readonly inputSize: number;
  readonly outputSize: number;
  readonly attendedSize: number;
  readonly inputFeed: boolean;
  W_c: Linear;

  /**
   * @param cell with input feeding, its `inputSize` is that of x plus `outputSize`
   * @param attention its keys are the source, and so are its values
   */
  constructor(cell: Cell<S>, attention: Attention & Module, options: LuongDecoderOptions = {}) {
    super("LuongDecoder", cell, attention);
    checkOptions("LuongDecoder", options, ["inputFeed", "outputSize", "bias", "generator"]);
    const { bias, generator, inputFeed = false } = options;
    this.inputFeed = inputFeed;
    this.outputSize = checkInteger("LuongDecoder", "outputSize", options.outputSize ?? cell.outputSize, 1);
    this.attendedSize = this.outputSize;
    this.inputSize = cell.inputSize - (inputFeed ? this.outputSize : 0);
    if (this.inputSize < 1)
      throw new ArgumentError(
        `LuongDecoder: with inputFeed, the cell's inputSize ${cell.inputSize} must be that of x plus outputSize ${this.outputSize}`,
      );
    this.W_c = new Linear(attention.keySize + cell.outputSize, this.outputSize, { bias, generator });
  }

  /** @internal */
  advance(attend: Attend, x: Tensor, state: AttentionState<S>): [Tensor, AttentionState<S>] {
    const input = this.inputFeed ? concat([x, state.attended], { axis: 1 }) : x;
    const [output, cell] = this.cell.step(input, state.cell);
    const { context, weights } = attend(output);
    const attended = tanh(this.W_c.forward(concat([context, output], { axis: 1 })));
    return [attended, { cell, attended, weights }];
  }
}
