import {
  ArgumentError,
  DtypeError,
  ShapeError,
  checkOptions,
  formatShape,
  formatValue,
  isTensor,
  readable,
  transpose,
  type Tensor,
} from "@rewind/autograd";
import { Module, type Attend, type Attention } from "@rewind/nn";
import type { Cell } from "../cell.ts";
import type { Lengths } from "../lengths.ts";
import type { StateTree } from "../state.ts";
import { checkCell } from "../wrappers/check-cell.ts";
import { AttendingCell, type AttentionState } from "./attending-cell.ts";
import { sourceMask } from "./source-mask.ts";

/** What is known of the source sequences that a decoder attends to. */
export interface SourceOptions {
  /** How many steps of each source are real; the others get weight and gradient 0. Default: all. */
  lengths?: Lengths;
}

/**
 * A cell that reads beside its input what an attention finds in a source, the base of {@link BahdanauDecoder} and
 * {@link LuongDecoder}. {@link over} binds it to a source and gives a cell to unroll or to step.
 */
export abstract class AttentionDecoder<S extends StateTree = StateTree> extends Module {
  cell: Cell<S>;
  attention: Attention & Module;
  /** Size of the last axis of `x`. */
  abstract readonly inputSize: number;
  /** Size of the last axis of the output. */
  abstract readonly outputSize: number;
  /** Size of what the state keeps as `attended`. @internal */
  abstract readonly attendedSize: number;

  /** @internal */
  protected constructor(name: string, cell: Cell<S>, attention: Attention & Module) {
    super();
    if (typeof name !== "string")
      throw new ArgumentError(
        `AttentionDecoder: is what decoders extend, got ${formatValue(name)}; use BahdanauDecoder or LuongDecoder`,
      );
    checkCell(name, cell);
    if (
      !(readable(attention) instanceof Module) ||
      typeof (attention as Partial<Attention>).over !== "function"
    )
      throw new ArgumentError(
        `${name}: attention must be a Module with over, such as an AdditiveAttention, got ${formatValue(attention)}`,
      );
    if (cell.outputSize !== attention.querySize)
      throw new ArgumentError(
        `${name}: the cell's outputSize ${cell.outputSize} must be the attention's querySize ${attention.querySize}`,
      );
    this.cell = cell;
    this.attention = attention;
  }

  /**
   * Binds the decoder to a source, whose keys are projected once for all steps.
   *
   * @param source what an encoder gave, `[S, B, keySize]`, time first
   * @returns a cell whose state holds that of the inner cell; start from `{ ...initialState(B), cell: encoded }`
   * @throws ShapeError if the source does not fit
   * @throws ArgumentError if a length is not from 0 to S
   */
  over(source: Tensor, options: SourceOptions = {}): Cell<AttentionState<S>> {
    const name = this.constructor.name;
    checkOptions(name, options, ["lengths"]);
    if (!isTensor(source))
      throw new DtypeError(`${name}: the source must be a Tensor, got ${formatValue(source)}`);
    const { keySize } = this.attention;
    if (source.ndim !== 3 || source.shape[2] !== keySize || source.shape[0] === 0)
      throw new ShapeError(
        `${name}: source ${formatShape(source.shape)} must be [S, B, ${keySize}], time first, with at least one step`,
      );
    const [steps, batch] = source.shape;
    const mask = sourceMask(name, options.lengths, steps, batch, source.dtype);
    const attend = this.attention.over(transpose(source, 0, 1), mask === undefined ? {} : { mask });
    return new AttendingCell(this, attend, { batch, steps, dtype: source.dtype });
  }

  /** {@link over}. */
  forward(source: Tensor, options?: SourceOptions): Cell<AttentionState<S>> {
    return this.over(source, options);
  }

  /** One step with the source at hand. @internal */
  abstract advance(attend: Attend, x: Tensor, state: AttentionState<S>): [Tensor, AttentionState<S>];
}
