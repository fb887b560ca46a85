import {
  ShapeError,
  concat,
  formatShape,
  formatValue,
  isList,
  isTensor,
  refuseExtra,
  slice,
  tensor,
  where,
  type Tensor,
} from "@rewind/autograd";
import type { Cell } from "../cell.ts";
import { zipStates, type StateTree } from "../state.ts";
import { checkParts } from "./check-parts.ts";
import { WrappedCell } from "./wrapped-cell.ts";

/** What a {@link ResettableCell} carries: the inner state, and the one to go back to. */
export type ResettableState<S extends StateTree = StateTree> = {
  readonly cell: S;
  readonly initial: S;
};

/**
 * A cell whose sequences may begin anew in the middle of a batch: where the last column of its input is not 0, the step
 * starts from the initial state instead of the state before, and no gradient passes. {@link markResets} adds the column. To
 * reset between calls rather than inside one, use {@link resetRows}.
 *
 * @example
 * const cell = new ResettableCell(new GRUCell(8, 16));
 * const { outputs } = unroll(cell, markResets(randn([35, 4, 8]), begins)); // begins[t][b]: does document b begin at t
 * @throws ArgumentError if it is given no cell
 */
export class ResettableCell<S extends StateTree> extends WrappedCell<ResettableState<S>, S> {
  constructor(cell: Cell<S>) {
    super(cell);
  }

  /** The inner cell's, and one column for the marks. */
  override get inputSize(): number {
    return this.cell.inputSize + 1;
  }

  protected startOf(batch: number): ResettableState<S> {
    const initial = this.cell.initialState(batch);
    return { cell: initial, initial };
  }

  protected advance(
    x: Tensor,
    state: ResettableState<S>,
    batch: number,
  ): [output: Tensor, state: ResettableState<S>] {
    checkParts("ResettableCell", state, ["cell", "initial"], batch);
    const size = this.cell.inputSize;
    const own = slice(x, [null, [0, size]]);
    const mark = slice(x, [null, [size, size + 1]]);
    const before = zipStates([state.cell, state.initial], ([now, initial]) => {
      const shape = [batch, ...now.shape.slice(1).map(() => 1)];
      return where(mark.reshape(shape), initial, now);
    }) as S;
    const [output, cell] = this.cell.step(own, before);
    return [output, { cell, initial: state.initial }];
  }
}

/**
 * A sequence with one more column that tells a {@link ResettableCell} where to begin anew.
 *
 * @param xs `[T, B, I]`
 * @param begins for every step and sequence: true or 1 where a document begins, `[T][B]`
 * @returns `[T, B, I + 1]`
 * @example
 * markResets(zeros([2, 1, 3]), [[false], [true]]).shape; // [2, 1, 4]
 * @throws ShapeError if `begins` has not one entry for every step and sequence
 */
export function markResets(xs: Tensor, begins: readonly (readonly (boolean | number)[])[]): Tensor {
  if (arguments.length > 2) refuseExtra("markResets", arguments, 2);
  if (!isTensor(xs) || xs.ndim !== 3)
    throw new ShapeError(`markResets: xs must be a Tensor [T, B, I], got ${formatValue(xs)}`);
  const [steps, batch] = xs.shape;
  if (
    !isList(begins) ||
    begins.length !== steps ||
    [...begins].some((row) => !isList(row) || row.length !== batch)
  )
    throw new ShapeError(
      `markResets: begins must have ${formatShape([steps, batch])} entries, one for every step and sequence of ${formatShape(xs.shape)}; got ${formatValue(begins)}`,
    );
  const flags = begins.flatMap((row: readonly (boolean | number)[]) => row.map((begin) => (begin ? 1 : 0)));
  return concat([xs, tensor(flags, { dtype: xs.dtype }).reshape([steps, batch, 1])], { axis: 2 });
}
