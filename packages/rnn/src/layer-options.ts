import type { Generator, Tensor } from "@rewind/autograd";
import type { RecurrentInit } from "./init.ts";
import type { Lengths } from "./lengths.ts";
import type { ScanMode } from "./scan/scan.ts";
import type { Rows, StateTree } from "./state.ts";

/** What {@link RNN}, {@link LSTM} and {@link GRU} have in common. */
export interface RecurrentLayerOptions {
  /** How many layers are stacked, each reading the outputs of the one below. Default 1. */
  numLayers?: number;
  /** Whether the gates have biases. Default true. */
  bias?: boolean;
  /** Whether input and outputs are `[B, T, …]` instead of `[T, B, …]`; states never are. Default false. */
  batchFirst?: boolean;
  /** Probability of dropout on the outputs of every layer but the last, in training. Default 0. */
  dropout?: number;
  /** Whether a second set of weights reads the sequence backwards, its outputs joined to the first's. Default false. */
  bidirectional?: boolean;
  /** How the recurrent weights of every layer start, as {@link RecurrentCellOptions.recurrentInit}. Default `"uniform"`. */
  recurrentInit?: RecurrentInit;
  /** Source of the initial values and of dropout's masks. Default: the default generator. */
  generator?: Generator;
}

/** Options of one pass of a recurrent layer over sequences. */
export interface LayerForwardOptions<S extends StateTree> {
  /** The state before the first step, `[numLayers * directions, B, …]` as PyTorch's. Default: zeros. */
  state?: S;
  /**
   * How many steps of each sequence are real, in any order, 0 allowed. A padded step changes neither state nor gradient,
   * its output is zero, it does not matter what it holds, and the reverse direction starts at each sequence's own end.
   * Default: all.
   */
  lengths?: Lengths;
  /** Also return the state after every step. Default false. */
  keepStates?: boolean;
  /**
   * Whether to replay one recorded step, as {@link UnrollOptions.scan}: one record on the tape per layer and direction.
   * Default `"auto"`: from a few steps on.
   */
  scan?: ScanMode;
}

/** What a recurrent layer's `forward` returns. */
export interface LayerResult<S extends StateTree> {
  /** `[T, B, directions * outputSize]`, or batch first. */
  outputs: Tensor;
  /** After the last step taken (the first, for the reverse direction): `[numLayers * directions, B, …]`. */
  state: S;
  /**
   * With `keepStates`: for every t the state after reading step t, with an array of one tensor `[B, …]` per layer and
   * direction in place of the stacked tensor: these are the tensors on the tape, whose gradients can be asked for.
   */
  states?: Rows<S>[];
}
