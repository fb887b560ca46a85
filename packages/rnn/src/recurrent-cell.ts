import { ShapeError, checkInteger, formatShape, type Generator, type Tensor } from "@rewind/autograd";
import { Module, type Parameter } from "@rewind/nn";
import type { Cell } from "./cell.ts";
import { startingWeight } from "./init.ts";
import type { Recurrence, Weights } from "./recurrence/recurrence.ts";
import { stateMismatch, type StateTree } from "./state.ts";

/** What {@link RNNCell}, {@link LSTMCell} and {@link GRUCell} have in common. */
export interface RecurrentCellOptions {
  /** Whether the gates have biases. Default true. */
  bias?: boolean;
  /** Source of the initial values. Default: the default generator. */
  generator?: Generator;
}

/**
 * What PyTorch's cells have in common: `weight_ih`, `weight_hh`, `bias_ih`, `bias_hh`, uniform within ±1/√hiddenSize, and
 * a step made of a projection and gates.
 * @internal
 */
export abstract class RecurrentCell<S extends StateTree> extends Module implements Cell<S>, Weights {
  readonly inputSize: number;
  readonly hiddenSize: number;
  readonly outputSize: number;
  weight_ih: Parameter;
  weight_hh: Parameter;
  bias_ih: Parameter | null;
  bias_hh: Parameter | null;
  readonly #recurrence: Recurrence<S>;

  protected constructor(
    recurrence: Recurrence<S>,
    inputSize: number,
    hiddenSize: number,
    options: RecurrentCellOptions,
    projSize: number = 0,
  ) {
    super();
    const name = this.constructor.name;
    this.inputSize = checkInteger(name, "inputSize", inputSize, 1);
    this.hiddenSize = checkInteger(name, "hiddenSize", hiddenSize, 1);
    this.outputSize = projSize === 0 ? hiddenSize : projSize;
    this.#recurrence = recurrence;
    const rows = recurrence.gates * hiddenSize;
    const start = (shape: number[]): Parameter => startingWeight(shape, hiddenSize, options.generator);
    this.weight_ih = start([rows, inputSize]);
    this.weight_hh = start([rows, this.outputSize]);
    this.bias_ih = options.bias === false ? null : start([rows]);
    this.bias_hh = options.bias === false ? null : start([rows]);
  }

  /** Zeros for `batch` sequences, in the weights' dtype. */
  initialState(batch: number): S {
    checkInteger(this.constructor.name, "batch", batch, 0);
    return this.#recurrence.zeroState(batch, this.hiddenSize, this.outputSize, this.weight_hh.dtype);
  }

  /**
   * Takes one step.
   *
   * @param x `[B, inputSize]`
   * @throws ShapeError if `x` or the state do not fit
   */
  step(x: Tensor, state: S): [output: Tensor, state: S] {
    this.#check(x, state);
    const next = this.#recurrence.advance(this, this.#recurrence.project(this, x), state);
    return [this.#recurrence.output(next), next];
  }

  /** {@link step}, from the initial state if none is given. */
  forward(x: Tensor, state?: S): [output: Tensor, state: S] {
    return this.step(x, state ?? this.initialState(x.shape[0]));
  }

  #check(x: Tensor, state: S): void {
    const name = this.constructor.name;
    if (x.ndim !== 2 || x.shape[1] !== this.inputSize) {
      throw new ShapeError(
        `${name}: input ${formatShape(x.shape)} must be [B, ${this.inputSize}]; a whole sequence goes through unroll`,
      );
    }
    const problem = stateMismatch(state, this.initialState(x.shape[0]));
    if (problem !== null) {
      throw new ShapeError(`${name}: the state ${problem}; initialState(${x.shape[0]}) gives one that fits`);
    }
  }
}
