import {
  ArgumentError,
  ShapeError,
  checkInteger,
  checkOptions,
  formatShape,
  formatValue,
  isList,
  type Shape,
} from "@rewind/autograd";
import { selectRows } from "./gates/select-rows.ts";
import { described, leavesOf, mapState, stateMismatch, type StateTree } from "./state.ts";

/** Options of {@link resetRows}. */
export interface ResetRowsOptions<S extends StateTree = StateTree> {
  /**
   * The batch axis. Default: the second from the end (the only one of a vector), which is the batch of `[B, H]`, a
   * cell's state, and of `[L * D, B, H]`, a layer's.
   */
  axis?: number;
  /**
   * The state whose rows take the place of those reset, such as the cell's `initialState(batch)`: needed where that is
   * not all zeros, as with learned starts or the masks and keys that wrappers carry. Default: zeros.
   */
  initial?: S;
}

/**
 * A state whose rows (sequences of the batch) chosen by `mask` are as at the start again, values and history: what a new
 * document needs that begins in the middle of a batch. The other rows pass, gradients included. Inside one `unroll`,
 * {@link ResettableCell} does the same.
 *
 * @param mask one truth value per row: true or 1 resets
 * @example
 * state = resetRows(state, tokens.map((token) => token === endOfText));
 * @throws ShapeError if the mask's length is not the size of the batch axis, or `initial` has another form or shape
 */
export function resetRows<S extends StateTree>(
  state: S,
  mask: readonly (boolean | number)[] | Uint8Array,
  options: ResetRowsOptions<S> = {},
): S {
  checkOptions("resetRows", options, ["axis", "initial"]);
  if (!isList(mask) && !(ArrayBuffer.isView(mask) && mask instanceof Uint8Array))
    throw new ArgumentError(`resetRows: mask must list one boolean per row, got ${formatValue(mask)}`);
  leavesOf("resetRows", state);
  const { axis, initial } = options;
  if (axis !== undefined) checkInteger("resetRows", "axis", axis);
  const problem = initial === undefined ? null : stateMismatch("resetRows", initial, state);
  if (problem !== null) throw new ShapeError(`resetRows: the initial state ${problem}; both must be alike`);
  const starts = initial === undefined ? null : leavesOf("resetRows", initial);
  let leaf = 0;
  return mapState(state, (tensor, path) => {
    const start = starts?.[leaf++].tensor ?? null;
    const kept = keptRows(tensor.shape, path, mask, axis);
    return kept.includes(0) ? selectRows(kept, tensor, start) : tensor;
  });
}

/** Which rows stay, all axes before the batch counted in. */
function keptRows(
  shape: Shape,
  path: string,
  mask: readonly (boolean | number)[] | Uint8Array,
  wanted: number | undefined,
): Uint8Array {
  const axis = batchAxis(shape, wanted);
  if (shape[axis] !== mask.length)
    throw new ShapeError(
      `resetRows: the mask has ${mask.length} rows, but ${described(path)} of shape ${formatShape(shape)} ` +
        `has ${shape[axis] ?? "no"} on axis ${axis}; pass one truth value per sequence, or the batch { axis }`,
    );
  const outer = shape.slice(0, axis).reduce((product, size) => product * size, 1);
  const kept = new Uint8Array(outer * mask.length);
  for (let i = 0; i < kept.length; i++) kept[i] = mask[i % mask.length] ? 0 : 1;
  return kept;
}

function batchAxis(shape: Shape, axis: number | undefined): number {
  const resolved = axis ?? (shape.length > 1 ? -2 : 0);
  return resolved < 0 ? resolved + shape.length : resolved;
}
