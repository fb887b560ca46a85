import { ArgumentError, concat, type Tensor } from "@rewind/autograd";
import type { Attend, Attention, Module } from "@rewind/nn";
import type { Cell } from "../cell.ts";
import { flattenState, type StateTree } from "../state.ts";
import type { AttentionState } from "./attending-cell.ts";
import { AttentionDecoder } from "./attention-decoder.ts";

/**
 * A decoder that attends before each step (Bahdanau, Cho and Bengio, "Neural machine translation by jointly learning to
 * align and translate", 2014): the context c is what the previous hidden state finds, the cell reads `[x; c]`, the output
 * is `[s; c; x]`, s being the cell's. The hidden state is the first tensor of the cell's state: h of an LSTM's.
 *
 * @example
 * const decoder = new BahdanauDecoder(new GRUCell(8 + 16, 32), new AdditiveAttention(32, 16, 10));
 * const { outputs } = unroll(decoder.over(encoded), targets); // targets [T, B, 8], outputs [T, B, 32 + 16 + 8]
 * @throws ArgumentError if the sizes of cell and attention do not fit
 */
export class BahdanauDecoder<S extends StateTree = StateTree> extends AttentionDecoder<S> {
  readonly inputSize: number;
  readonly outputSize: number;
  readonly attendedSize: number;

  /**
   * @param cell reads the input and a context: its `inputSize` is the sum of theirs
   * @param attention its keys are the source, and so are its values
   */
  constructor(cell: Cell<S>, attention: Attention & Module) {
    super("BahdanauDecoder", cell, attention);
    this.attendedSize = attention.keySize;
    this.inputSize = cell.inputSize - attention.keySize;
    this.outputSize = cell.outputSize + cell.inputSize;
    if (this.inputSize < 1)
      throw new ArgumentError(
        `BahdanauDecoder: the cell's inputSize ${cell.inputSize} must be that of x plus the attention's keySize ${attention.keySize}`,
      );
  }

  /** @internal */
  advance(attend: Attend, x: Tensor, state: AttentionState<S>): [Tensor, AttentionState<S>] {
    const { context, weights } = attend(flattenState(state.cell)[0].tensor);
    const [output, cell] = this.cell.step(concat([x, context], { axis: 1 }), state.cell);
    return [concat([output, context, x], { axis: 1 }), { cell, attended: context, weights }];
  }
}
