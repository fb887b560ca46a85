import { ShapeError, formatShape, formatValue, zeros, type Dtype, type Tensor } from "@rewind/autograd";
import type { Attend } from "@rewind/nn";
import type { Cell } from "../cell.ts";
import { stateMismatch, type StateTree } from "../state.ts";

/** What a decoder with attention carries from step to step. */
export type AttentionState<S extends StateTree = StateTree> = {
  /** The inner cell's state. */
  readonly cell: S;
  /** What the last step made of its attention: Bahdanau's context, Luong's attentional state. */
  readonly attended: Tensor;
  /** The last step's weights, `[B, S]`: `unroll` with `keepStates` gives the alignment. */
  readonly weights: Tensor;
};

/** What the cell needs of a decoder. */
interface Decoder<S extends StateTree> {
  readonly cell: Cell<S>;
  readonly inputSize: number;
  readonly outputSize: number;
  readonly attendedSize: number;
  advance(attend: Attend, x: Tensor, state: AttentionState<S>): [Tensor, AttentionState<S>];
}

/** A decoder bound to a source. @internal */
export class AttendingCell<S extends StateTree> implements Cell<AttentionState<S>> {
  readonly inputSize: number;
  readonly outputSize: number;
  readonly #decoder: Decoder<S>;
  readonly #attend: Attend;
  readonly #source: { readonly batch: number; readonly steps: number; readonly dtype: Dtype };

  constructor(
    decoder: Decoder<S>,
    attend: Attend,
    source: { readonly batch: number; readonly steps: number; readonly dtype: Dtype },
  ) {
    this.inputSize = decoder.inputSize;
    this.outputSize = decoder.outputSize;
    this.#decoder = decoder;
    this.#attend = attend;
    this.#source = source;
  }

  initialState(batch: number): AttentionState<S> {
    const { batch: wanted, steps, dtype } = this.#source;
    if (batch !== wanted)
      throw new ShapeError(
        `AttendingCell: a batch of ${formatValue(batch)} for sources of ${wanted}; bind the decoder to its own`,
      );
    return {
      cell: this.#decoder.cell.initialState(batch),
      attended: zeros([batch, this.#decoder.attendedSize], { dtype }),
      weights: zeros([batch, steps], { dtype }),
    };
  }

  step(x: Tensor, state: AttentionState<S>): [output: Tensor, state: AttentionState<S>] {
    if (x.ndim !== 2 || x.shape[1] !== this.inputSize || x.shape[0] !== this.#source.batch)
      throw new ShapeError(
        `AttendingCell: input ${formatShape(x.shape)} must be ${formatShape([this.#source.batch, this.inputSize])}`,
      );
    const problem = stateMismatch(this.constructor.name, state, this.initialState(x.shape[0]));
    if (problem !== null)
      throw new ShapeError(`AttendingCell: the state ${problem}; initialState gives one that fits`);
    return this.#decoder.advance(this.#attend, x, state);
  }
}
