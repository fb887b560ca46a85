import { ShapeError, checkInteger, refuseExtra, type Tensor } from "@rewind/autograd";
import { Module } from "@rewind/nn";
import type { Cell, StateOf } from "../cell.ts";
import { isOne, stepOne, withoutBatch } from "../one-example.ts";
import { checkStepInput } from "../step-input.ts";
import { stateMismatch, type StateTree } from "../state.ts";

/**
 * Base of the cells here, and of your own if you like: a {@link Module} whose `step` checks what it is given before it
 * hands it to `advance`. A class that only has the members of {@link Cell} is as good a cell.
 *
 * @example
 * class Leaky extends CellModule<Tensor> {
 *   mix = new Linear(3, 8);
 *   constructor() {
 *     super(3, 8);
 *   }
 *   protected zeroState(batch: number): Tensor {
 *     return zeros([batch, 8]);
 *   }
 *   protected advance(x: Tensor, h: Tensor): [Tensor, Tensor] {
 *     const next = h.mul(0.9).add(this.mix.forward(x).mul(0.1));
 *     return [next, next];
 *   }
 * }
 * @throws ArgumentError if a size is not a whole number ≥ 1
 */
export abstract class CellModule<S extends StateTree = StateTree> extends Module implements Cell<S> {
  readonly inputSize: number;
  readonly outputSize: number;

  /** @throws ArgumentError if a size is not a whole number ≥ 1 */
  constructor(inputSize: number, outputSize: number) {
    super();
    this.inputSize = checkInteger(this.constructor.name, "inputSize", inputSize, 1);
    this.outputSize = checkInteger(this.constructor.name, "outputSize", outputSize, 1);
  }

  /** The state before the first step of `batch` sequences, or of one without a batch axis: zeros, in the weights' dtype. */
  initialState(batch?: number): S {
    if (arguments.length > 1) refuseExtra(`${this.constructor.name}.initialState`, arguments, 1, true);
    if (batch === undefined) return withoutBatch(this.zeroState(1));
    return this.zeroState(checkInteger(this.constructor.name, "batch", batch, 0));
  }

  /** Of a cell that is one of several kinds, `LSTMCell | GRUCell`: the state is one of theirs. */
  step<C extends Cell>(this: C, x: Tensor, state: StateOf<C>): [output: Tensor, state: StateOf<C>];
  /**
   * Takes one step.
   *
   * @param x `[B, inputSize]`, or `[inputSize]` for one example, whose output and state have no batch axis either
   * @throws ShapeError if `x` or the state do not fit
   */
  step(x: Tensor, state: S): [output: Tensor, state: S];
  step(x: Tensor, state: S): [output: Tensor, state: S] {
    if (arguments.length > 2) refuseExtra(`${this.constructor.name}.step`, arguments, 2, true);
    if (isOne(x, this.inputSize)) return stepOne(this, x, state);
    const name = this.constructor.name;
    const [batch] = checkStepInput(name, x, this.inputSize);
    const problem = stateMismatch(name, state, this.zeroState(batch));
    if (problem !== null)
      throw new ShapeError(`${name}: the state ${problem}; initialState(${batch}) gives one that fits`);
    return this.advance(x, state);
  }

  /** Of a cell that is one of several kinds. */
  forward<C extends Cell>(this: C, x: Tensor, state?: StateOf<C>): [output: Tensor, state: StateOf<C>];
  /** {@link step}, from the initial state if none is given. */
  forward(x: Tensor, state?: S): [output: Tensor, state: S];
  forward(x: Tensor, state?: S): [output: Tensor, state: S] {
    if (arguments.length > 2) refuseExtra(`${this.constructor.name}.forward`, arguments, 2, true);
    if (state !== undefined) return this.step(x, state);
    if (isOne(x, this.inputSize)) return this.step(x, this.initialState());
    const [batch] = checkStepInput(this.constructor.name, x, this.inputSize);
    return this.step(x, this.initialState(batch));
  }

  /** The state before the first step; `batch` has been checked. */
  protected abstract zeroState(batch: number): S;

  /** The step itself; what it is given has been checked. */
  protected abstract advance(x: Tensor, state: S): [output: Tensor, state: S];
}
