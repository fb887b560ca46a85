import {
  ArgumentError,
  checkFlag,
  checkOptions,
  concat,
  refuseExtra,
  transpose,
  type Tensor,
} from "@rewind/autograd";
import { Module } from "@rewind/nn";
import type { Cell } from "./cell.ts";
import { runOne } from "./one-example.ts";
import { isSequence, toTimeFirst } from "./sequence-axes.ts";
import type { StateTree } from "./state.ts";
import { unroll, type UnrollOptions, type UnrollResult } from "./unroll.ts";
import { checkCell } from "./wrappers/check-cell.ts";
import { checkParts } from "./wrappers/check-parts.ts";

/** Options of {@link BidirectionalLayer}. */
export interface BidirectionalOptions {
  /** Whether input and outputs are `[B, T, …]` instead of `[T, B, …]`; states never are. Default false. */
  batchFirst?: boolean;
}

/** The states of both directions. */
export type BidirectionalState<F extends StateTree = StateTree, B extends StateTree = F> = {
  readonly forward: F;
  readonly backward: B;
};

/** As of `unroll`, the direction aside. */
export type BidirectionalForwardOptions<F extends StateTree, B extends StateTree> = Omit<
  UnrollOptions<BidirectionalState<F, B>>,
  "reverse"
>;

/**
 * Two cells over one sequence, one from each end, their outputs side by side (Schuster and Paliwal, "Bidirectional recurrent
 * neural networks", 1997). With lengths, the second begins at each sequence's own end. The cells may be of any kind, and
 * different. Layers are stacked by giving one the outputs of the other.
 *
 * @example
 * const layer = new BidirectionalLayer(new MinGRUCell(8, 16), new MinGRUCell(8, 16));
 * const { outputs, state } = layer.forward(randn([35, 2, 8]), { lengths: [35, 12] }); // [35, 2, 32]
 * @throws ArgumentError if one is no cell, or they read inputs of different size
 */
export class BidirectionalLayer<F extends StateTree, B extends StateTree = F> extends Module {
  forwardCell: Cell<F>;
  backwardCell: Cell<B>;
  readonly batchFirst: boolean;

  constructor(forwardCell: Cell<F>, backwardCell: Cell<B>, options: BidirectionalOptions = {}) {
    super();
    const name = "BidirectionalLayer";
    checkOptions(name, options, ["batchFirst"]);
    checkFlag(name, "batchFirst", options.batchFirst);
    this.forwardCell = checkCell(name, forwardCell, "the forward cell");
    this.backwardCell = checkCell(name, backwardCell, "the backward cell");
    this.batchFirst = options.batchFirst ?? false;
    if (forwardCell.inputSize !== backwardCell.inputSize)
      throw new ArgumentError(
        `${name}: the cells read the same inputs, but have inputSize ${forwardCell.inputSize} and ${backwardCell.inputSize}`,
      );
  }

  /** Size of the last axis of the input. */
  get inputSize(): number {
    return this.forwardCell.inputSize;
  }

  /** Size of the last axis of the outputs: both directions together. */
  get outputSize(): number {
    return this.forwardCell.outputSize + this.backwardCell.outputSize;
  }

  /** What each cell starts from. */
  initialState(batch: number): BidirectionalState<F, B> {
    if (arguments.length > 1) refuseExtra("BidirectionalLayer.initialState", arguments, 1, true);
    return {
      forward: this.forwardCell.initialState(batch),
      backward: this.backwardCell.initialState(batch),
    };
  }

  /**
   * Runs both cells over all steps.
   *
   * @param xs `[T, B, inputSize]`, batch first if so set, or one sequence `[T, inputSize]`, whose outputs and states have no
   * batch axis either
   * @returns outputs `[T, B, outputSize]`, the forward cell's first, and the states each has come to
   * @throws ShapeError if input, state or lengths do not fit
   * @throws ArgumentError if a length is not from 0 to T
   */
  forward(
    xs: Tensor,
    options: BidirectionalForwardOptions<F, B> = {},
  ): UnrollResult<BidirectionalState<F, B>> {
    const name = "BidirectionalLayer";
    checkOptions(name, options, ["state", "lengths", "keepStates", "scan"]);
    if (isSequence(xs, this.inputSize)) return runOne(xs, options, (batch, given) => this.#run(batch, given));
    const { outputs, ...rest } = this.#run(toTimeFirst(name, xs, this.inputSize, this.batchFirst), options);
    return { ...rest, outputs: this.batchFirst ? transpose(outputs, 0, 1) : outputs };
  }

  #run(sequence: Tensor, options: BidirectionalForwardOptions<F, B>): UnrollResult<BidirectionalState<F, B>> {
    const name = "BidirectionalLayer";
    const { state: start, ...shared } = options;
    if (start !== undefined) checkParts(name, start, ["forward", "backward"], sequence.shape[1]);
    const ahead = unroll(this.forwardCell, sequence, { ...shared, ...startFrom(start?.forward) });
    const back = unroll(this.backwardCell, sequence, {
      ...shared,
      ...startFrom(start?.backward),
      reverse: true,
    });
    const outputs = concat([ahead.outputs, back.outputs], { axis: 2 });
    const state = { forward: ahead.state, backward: back.state };
    const { states: after } = back;
    if (ahead.states === undefined || after === undefined) return { outputs, state };
    return { outputs, state, states: ahead.states.map((forward, t) => ({ forward, backward: after[t] })) };
  }
}

function startFrom<S extends StateTree>(state: S | undefined): { state?: S } {
  return state === undefined ? {} : { state };
}
