import { checkFlag, checkOptions, refuseExtra, transpose, type Tensor } from "@rewind/autograd";
import { Module } from "@rewind/nn";
import type { Cell, StateOf } from "./cell.ts";
import { runOne } from "./one-example.ts";
import { isSequence, toTimeFirst } from "./sequence-axes.ts";
import type { StateTree } from "./state.ts";
import { unroll, type UnrollOptions, type UnrollResult } from "./unroll.ts";
import { checkCell } from "./wrappers/check-cell.ts";

/** Options of {@link Recurrent}. */
export interface RecurrentOptions {
  /** Whether input and outputs are `[B, T, …]` instead of `[T, B, …]`; states never are. Default false. */
  batchFirst?: boolean;
  /** Go from the last step to the first; with lengths, from each sequence's own last. Default false. */
  reverse?: boolean;
}

/** As of `unroll`, the direction aside. */
export type RecurrentForwardOptions<S extends StateTree> = Omit<UnrollOptions<S>, "reverse">;

/**
 * Any cell as a layer over whole sequences: {@link unroll} as a Module. Several layers are a {@link StackedCell}, both
 * directions a {@link BidirectionalLayer}. For the plain cells, {@link RNN}, {@link LSTM} and {@link GRU} compute the same.
 *
 * @example
 * const layer = new Recurrent(new LayerNormLSTMCell(8, 16), { batchFirst: true });
 * const { outputs, state } = layer.forward(randn([4, 35, 8]), { lengths: [35, 3, 0, 12] }); // [4, 35, 16]
 * @throws ArgumentError if it is no cell, or an option unknown
 */
export class Recurrent<C extends Cell> extends Module {
  cell: C;
  readonly batchFirst: boolean;
  readonly reverse: boolean;

  constructor(cell: C, options: RecurrentOptions = {}) {
    super();
    checkOptions("Recurrent", options, ["batchFirst", "reverse"]);
    for (const flag of ["batchFirst", "reverse"] as const) checkFlag("Recurrent", flag, options[flag]);
    this.cell = checkCell("Recurrent", cell) as C;
    this.batchFirst = options.batchFirst ?? false;
    this.reverse = options.reverse ?? false;
  }

  /** Size of the last axis of the input. */
  get inputSize(): number {
    return this.cell.inputSize;
  }

  /** Size of the last axis of the outputs. */
  get outputSize(): number {
    return this.cell.outputSize;
  }

  /** The cell's. */
  initialState(batch: number): StateOf<C> {
    if (arguments.length > 1) refuseExtra("Recurrent.initialState", arguments, 1, true);
    return this.cell.initialState(batch) as StateOf<C>;
  }

  /**
   * Runs the cell over all steps.
   *
   * @param xs `[T, B, inputSize]`, batch first if so set, or one sequence `[T, inputSize]`, whose outputs and state (not `states`) have no
   * batch axis either
   * @throws ShapeError if input, state or lengths do not fit
   * @throws ArgumentError if a length is not from 0 to T
   */
  forward(xs: Tensor, options: RecurrentForwardOptions<StateOf<C>> = {}): UnrollResult<StateOf<C>> {
    checkOptions("Recurrent", options, ["state", "lengths", "keepStates", "scan"]);
    const { reverse, batchFirst } = this;
    const cell = this.cell as Cell as Cell<StateOf<C>>;
    if (isSequence(xs, this.inputSize))
      return runOne(xs, options, (batch, given) => unroll(cell, batch, { ...given, reverse }));
    const sequence = toTimeFirst("Recurrent", xs, this.inputSize, batchFirst);
    const result = unroll(cell, sequence, { ...options, reverse });
    return batchFirst ? { ...result, outputs: transpose(result.outputs, 0, 1) } : result;
  }
}
