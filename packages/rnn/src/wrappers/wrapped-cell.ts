import { refuseExtra, type Tensor } from "@rewind/autograd";
import { Module } from "@rewind/nn";
import type { Cell } from "../cell.ts";
import type { StateTree } from "../state.ts";
import { isOne, stepOne, withoutBatch } from "../one-example.ts";
import { checkStepInput } from "../step-input.ts";
import { checkCell } from "./check-cell.ts";

/**
 * Base of the wrappers: a cell around another, built-in or a user's own. What the inner cell has of parameters is found if it
 * is a Module.
 * @internal
 */
export abstract class WrappedCell<S extends StateTree, Inner extends StateTree = S>
  extends Module
  implements Cell<S>
{
  cell: Cell<Inner>;

  protected constructor(cell: Cell<Inner>) {
    super();
    this.cell = checkCell(this.constructor.name, cell);
  }

  get inputSize(): number {
    return this.cell.inputSize;
  }

  get outputSize(): number {
    return this.cell.outputSize;
  }

  /** The state before the first step of `batch` sequences, or of one without a batch axis. */
  initialState(batch?: number): S {
    if (arguments.length > 1) refuseExtra(`${this.constructor.name}.initialState`, arguments, 1, true);
    return batch === undefined ? withoutBatch(this.startOf(1)) : this.startOf(batch);
  }

  /**
   * Takes one step.
   *
   * @param x `[B, inputSize]`, or `[inputSize]` for one example, whose output and state have no batch axis either
   * @throws ShapeError if `x` or the state do not fit
   */
  step(x: Tensor, state: S): [output: Tensor, state: S] {
    if (arguments.length > 2) refuseExtra(`${this.constructor.name}.step`, arguments, 2, true);
    if (isOne(x, this.inputSize)) return stepOne(this, x, state);
    const [batch] = checkStepInput(this.constructor.name, x, this.inputSize);
    return this.advance(x, state, batch);
  }

  /** {@link step}, from the initial state if none is given. */
  forward(x: Tensor, state?: S): [output: Tensor, state: S] {
    if (arguments.length > 2) refuseExtra(`${this.constructor.name}.forward`, arguments, 2, true);
    if (isOne(x, this.inputSize)) return stepOne(this, x, state === undefined ? this.initialState() : state);
    const [batch] = checkStepInput(this.constructor.name, x, this.inputSize);
    return this.advance(x, state === undefined ? this.initialState(batch) : state, batch);
  }

  /** The state of `batch` sequences. */
  protected abstract startOf(batch: number): S;

  /** The step itself; `x` has been checked. */
  protected abstract advance(x: Tensor, state: S, batch: number): [output: Tensor, state: S];
}
