import {
  ArgumentError,
  DtypeError,
  ShapeError,
  checkFlag,
  checkOptions,
  formatShape,
  formatValue,
  isList,
  isTensor,
  stack,
  unstack,
  zeros,
  type Tensor,
} from "@rewind/autograd";
import type { Cell, StateOf } from "./cell.ts";
import { checkLengths, zeroPadding, type Lengths } from "./lengths.ts";
import { roll } from "./roll.ts";
import { scan, type ScanMode } from "./scan/scan.ts";
import { checkStart, flattenState, leavesOf, stateBuilder, stateMismatch, type StateTree } from "./state.ts";
import { checkCell } from "./wrappers/check-cell.ts";
import { withDrawnMasks } from "./wrappers/drawn-masks.ts";

/** Options of {@link unroll}. */
export interface UnrollOptions<S extends StateTree> {
  /** The state before the first step. Default: the cell's `initialState`. */
  state?: S;
  /**
   * How many steps of each sequence are real. A padded step changes neither state nor gradient, its output is zero, and
   * it does not matter what it holds. Default: all.
   */
  lengths?: Lengths;
  /** Go from the last step to the first; with lengths, from each sequence's own last. Default false. */
  reverse?: boolean;
  /** Also return the state after every step. Default false. */
  keepStates?: boolean;
  /**
   * Whether to replay one recording of the step instead of laying every step on the tape: equal in values and gradients,
   * and much less work. For that the step is run twice on stand-ins, so it should be what a cell promises to be, a pure
   * function: what it does outside itself, such as printing, happens twice. `"auto"` replays where it can: not a step that
   * reads values, draws random numbers, leaves something in the cell or changes from one to the next, and not fewer than
   * eight steps, which cost less than their recording. `"always"` throws and says why if it cannot, `"never"` leaves every
   * step on the tape to be looked at.
   * Default `"auto"`.
   */
  scan?: ScanMode;
}

/** What {@link unroll} returns. */
export interface UnrollResult<S extends StateTree> {
  /** `[T, B, outputSize]`, in the order of time whatever the direction. */
  outputs: Tensor;
  /** The state after the last step taken: with lengths, after each sequence's own last. */
  state: S;
  /** With `keepStates`: the state after step t of every t, in the order of time, as the very tensors on the tape. */
  states?: S[];
}

/**
 * Lays a cell along time: the unrolled graph whose backward pass is backpropagation through time (Werbos 1990). Works
 * for every cell and defines what the layers compute. No steps at all are legal: the state comes back unchanged.
 *
 * @param xs `[T, B, inputSize]`
 * @example
 * const { outputs, state } = unroll(new GRUCell(8, 16), randn([35, 4, 8]));
 * @throws ShapeError if `xs` or the state do not fit the cell, or a step returns something of another shape
 * @throws ArgumentError if a length is not from 0 to T, or a step does not return a pair
 */
export function unroll<S extends StateTree>(
  cell: Cell<S>,
  xs: Tensor,
  options?: UnrollOptions<S>,
): UnrollResult<S>;
/** A cell that is one of several kinds, `LSTMCell | GRUCell`: its state is one of theirs. */
export function unroll<C extends Cell>(
  cell: C,
  xs: Tensor,
  options?: UnrollOptions<StateOf<C>>,
): UnrollResult<StateOf<C>>;
export function unroll<S extends StateTree>(
  cell: Cell<S>,
  xs: Tensor,
  options: UnrollOptions<S> = {},
): UnrollResult<S> {
  checkCell("unroll", cell, "the first argument");
  const name = nameOf(cell);
  checkOptions("unroll", options, ["state", "lengths", "reverse", "keepStates", "scan"]);
  for (const flag of ["reverse", "keepStates"] as const) checkFlag("unroll", flag, options[flag]);
  checkInput(name, cell, xs);
  const [steps, batch] = xs.shape;
  const initial = cell.initialState(batch);
  leavesOf(`unroll: initialState(${batch}) of ${name}`, initial);
  const { state: given = initial } = options;
  checkStart("unroll", given);
  const problem = stateMismatch("unroll", given, initial);
  if (problem !== null) {
    throw new ShapeError(
      `unroll: the state given to ${name} ${problem}; initialState(${batch}) shows what a batch of ${batch} needs`,
    );
  }
  const start = withDrawnMasks(given, initial);
  const lengths = checkLengths("unroll", options.lengths, steps, batch);
  if (lengths !== null) checkRows(name, start, batch);
  const sequence = lengths === null ? xs : zeroPadding(xs, lengths);
  const reverse = options.reverse ?? false;
  const keepStates = options.keepStates ?? false;
  const takeStep = (x: Tensor, before: S, t: number): [Tensor, S] =>
    checkStep(name, cell, cell.step(x, before), before, batch, t);
  const replayed = scan<S>("unroll", options.scan, {
    sequence,
    start,
    lengths,
    reverse,
    keepStates,
    owner: cell,
    weights: null,
    step: (x, before) => takeStep(x, before, 0),
  });
  if (replayed !== null) {
    const { outputs, state, states } = replayed;
    return keepStates
      ? { outputs, state, states: states.map(stateBuilder(start)) as S[] }
      : { outputs, state };
  }
  const slices = steps === 0 ? [] : unstack(sequence);
  const padding = (): Tensor => zeros([batch, cell.outputSize], { dtype: xs.dtype });
  const { outputs, state, states } = roll<S>({
    steps,
    start,
    lengths,
    reverse,
    keepStates,
    padding,
    step: (t, before) => takeStep(slices[t], before, t),
  });
  const all = steps === 0 ? zeros([0, batch, cell.outputSize], { dtype: xs.dtype }) : stack(outputs);
  return keepStates ? { outputs: all, state, states } : { outputs: all, state };
}

/** The class of a cell; an object literal has none to speak of. */
function nameOf(cell: object): string {
  const { name } = cell.constructor ?? Object;
  return name === "" || name === "Object" ? "cell" : name;
}

function checkInput(name: string, cell: Cell, xs: unknown): void {
  if (!isTensor(xs)) {
    throw new DtypeError(`unroll: the input of ${name} must be a Tensor [T, B, I], got ${formatValue(xs)}`);
  }
  if (xs.ndim !== 3 || xs.shape[2] !== cell.inputSize) {
    throw new ShapeError(
      `unroll: input ${formatShape(xs.shape)} for ${name} of inputSize ${cell.inputSize}; ` +
        `it must be [T, B, ${cell.inputSize}], time first`,
    );
  }
}

function checkRows(name: string, state: StateTree, batch: number): void {
  for (const { path, tensor } of flattenState(state)) {
    if (tensor.shape[0] !== batch) {
      throw new ShapeError(
        `unroll: with lengths, every tensor in the state of ${name} needs the batch (${batch}) as its first axis, ` +
          `but ${path === "" ? "it" : `"${path}"`} has shape ${formatShape(tensor.shape)}`,
      );
    }
  }
}

function checkStep<S extends StateTree>(
  name: string,
  cell: Cell<S>,
  result: unknown,
  before: S,
  batch: number,
  t: number,
): [Tensor, S] {
  if (!isList(result) || result.length !== 2 || !isTensor(result[0])) {
    const got = isList(result) ? `[${result.map(formatValue).join(", ")}]` : formatValue(result);
    throw new ArgumentError(
      `unroll: ${name}.step must return [output, state], the output a Tensor, but returned ${got} at step ${t}`,
    );
  }
  const [output, state] = result as [Tensor, S];
  if (output.ndim !== 2 || output.shape[0] !== batch || output.shape[1] !== cell.outputSize) {
    throw new ShapeError(
      `unroll: ${name}.step returned an output of shape ${formatShape(output.shape)} at step ${t}; ` +
        `with outputSize ${cell.outputSize} and a batch of ${batch} it must be [${batch}, ${cell.outputSize}]`,
    );
  }
  const problem = stateMismatch("unroll", state, before);
  if (problem !== null) {
    throw new ShapeError(
      `unroll: the state that ${name}.step returned at step ${t} ${problem}; step must return a state of the form it was given`,
    );
  }
  return [output, state];
}
