import { ArgumentError, formatValue, isList, refuseExtra, type Tensor } from "@rewind/autograd";
import { Module } from "@rewind/nn";
import type { Cell } from "../cell.ts";
import type { StateTree } from "../state.ts";
import { isOne, stepOne, withoutBatch } from "../one-example.ts";
import { checkStepInput } from "../step-input.ts";
import { checkCell } from "./check-cell.ts";
import { checkParts } from "./check-parts.ts";

/** Cells with these states. */
export type CellsOf<S extends readonly StateTree[]> = { [K in keyof S]: Cell<S[K]> };

/**
 * Cells one above the other, each reading the output of the one below: one cell again, of any mixture. The state is an
 * array of theirs, the lowest first. For dropout between them, wrap them in {@link VariationalDropoutCell}.
 *
 * @example
 * const stack = new StackedCell([new LSTMCell(8, 16), new GRUCell(16, 16)]);
 * const { outputs, state } = unroll(stack, randn([35, 4, 8])); // state [{ h, c }, h]
 * @throws ArgumentError if there is no cell, or one does not fit the one below
 */
export class StackedCell<S extends readonly StateTree[]> extends Module implements Cell<S> {
  readonly inputSize: number;
  readonly outputSize: number;
  cells: CellsOf<S>;

  constructor(cells: readonly [...CellsOf<S>]) {
    super();
    if (!isList(cells) || cells.length === 0)
      throw new ArgumentError(
        `StackedCell: cells must be an array of at least one cell, got ${formatValue(cells)}`,
      );
    const list = [...cells] as readonly Cell[];
    list.forEach((cell, i) => {
      checkCell("StackedCell", cell, `cell ${i}`);
      const below = list[i - 1] as Cell | undefined;
      if (below !== undefined && below.outputSize !== cell.inputSize)
        throw new ArgumentError(
          `StackedCell: cell ${i} has inputSize ${cell.inputSize}, but the cell below has outputSize ${below.outputSize}; they must be equal`,
        );
    });
    this.inputSize = list[0].inputSize;
    this.outputSize = list[list.length - 1].outputSize;
    this.cells = list as unknown as CellsOf<S>;
  }

  /** What each cell starts from, `batch` sequences or one without a batch axis. */
  initialState(batch?: number): S {
    if (arguments.length > 1) refuseExtra("StackedCell.initialState", arguments, 1, true);
    if (batch === undefined) return withoutBatch(this.initialState(1));
    return this.#list().map((cell) => cell.initialState(batch)) as unknown as S;
  }

  /**
   * Takes one step with every cell.
   *
   * @param x `[B, inputSize]`, or `[inputSize]` for one example, whose output and state have no batch axis either
   * @throws ShapeError if `x` or the state do not fit
   */
  step(x: Tensor, state: S): [output: Tensor, state: S] {
    if (arguments.length > 2) refuseExtra("StackedCell.step", arguments, 2, true);
    if (isOne(x, this.inputSize)) return stepOne<S>(this, x, state);
    const [batch] = checkStepInput("StackedCell", x, this.inputSize);
    const cells = this.#list();
    checkParts("StackedCell", state, Object.keys(cells), batch);
    let output = x;
    const next = cells.map((cell, i) => {
      const [above, after] = cell.step(output, state[i]);
      output = above;
      return after;
    });
    return [output, next as unknown as S];
  }

  /** {@link step}, from the initial state if none is given. */
  forward(x: Tensor, state?: S): [output: Tensor, state: S] {
    if (arguments.length > 2) refuseExtra("StackedCell.forward", arguments, 2, true);
    if (state !== undefined) return this.step(x, state);
    if (isOne(x, this.inputSize)) return this.step(x, this.initialState());
    const [batch] = checkStepInput("StackedCell", x, this.inputSize);
    return this.step(x, this.initialState(batch));
  }

  #list(): readonly Cell[] {
    return this.cells as unknown as readonly Cell[];
  }
}
