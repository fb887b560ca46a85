import {
  ShapeError,
  bernoulli,
  checkGenerator,
  checkNumber,
  checkOptions,
  mul,
  ones,
  refuseExtra,
  type Dtype,
  type Generator,
  type Shape,
  type Tensor,
} from "@rewind/autograd";
import type { Cell } from "../cell.ts";
import { flattenState, leavesOf, mapState, stateMismatch, zipStates, type StateTree } from "../state.ts";
import { checkParts } from "./check-parts.ts";
import { markDrawn } from "./drawn-masks.ts";
import { checkPaths, checkRates, type LeafRates } from "./leaf-rates.ts";
import { WrappedCell } from "./wrapped-cell.ts";

/** Options of {@link VariationalDropoutCell}. */
export interface VariationalDropoutCellOptions {
  /** Probability of each unit of the input to be dropped, from 0, below 1. Default 0. */
  input?: number;
  /** The same for the output. Default 0. */
  output?: number;
  /**
   * The same for the state that the cell reads: for its first tensor (h of an LSTM's), or by the paths of its tensors,
   * `{ h: 0.3 }`. Default 0.
   */
  recurrent?: LeafRates;
  /** Source of the masks. Default: the default generator. */
  generator?: Generator;
}

/** What a {@link VariationalDropoutCell} carries: the inner state, and masks that stay as they are. */
export type VariationalDropoutState<S extends StateTree = StateTree> = {
  readonly cell: S;
  /** 0 where a unit is dropped, else `1 / (1 - p)`: ones where there is no dropout. */
  readonly masks: {
    readonly input: Tensor;
    readonly output: Tensor;
    /** Of the form of the inner state. */
    readonly recurrent: S;
  };
};

/**
 * A cell with one dropout mask per sequence, the same at every step (Gal and Ghahramani, "A theoretically grounded
 * application of dropout in recurrent neural networks", 2016). `initialState` draws the masks, in evaluation all ones, and the
 * state carries them, so that a step is a pure function. In training `unroll`, and the layers that use it, draw new masks for
 * each sequence, a carried state's included, as {@link WeightDrop} does; steps taken by hand keep the state's masks, unless
 * {@link redraw} gives new ones.
 *
 * The cell sees the masked state in every place it uses it: a GRU, which passes h on beside its product, forgets dropped
 * units altogether; there, {@link WeightDrop} on `weight_hh` touches the product alone.
 *
 * @example
 * const cell = new VariationalDropoutCell(new LSTMCell(8, 16), { input: 0.2, recurrent: { h: 0.3 } });
 * const { outputs } = unroll(cell, randn([35, 4, 8]));
 * @throws ArgumentError if a probability is not from 0, below 1, or belongs to a tensor that the state lacks
 */
export class VariationalDropoutCell<S extends StateTree> extends WrappedCell<VariationalDropoutState<S>, S> {
  readonly input: number;
  readonly output: number;
  readonly recurrent: LeafRates;
  readonly #generator: Generator | undefined;

  constructor(cell: Cell<S>, options: VariationalDropoutCellOptions = {}) {
    const name = "VariationalDropoutCell";
    checkOptions(name, options, ["input", "output", "recurrent", "generator"]);
    checkGenerator(name, options.generator);
    super(cell);
    const below1 = 1 - Number.EPSILON;
    this.input = checkNumber(name, "input", options.input ?? 0, 0, below1);
    this.output = checkNumber(name, "output", options.output ?? 0, 0, below1);
    this.recurrent = checkRates(name, "recurrent", options.recurrent ?? 0, below1);
    this.#generator = options.generator;
  }

  protected startOf(batch: number): VariationalDropoutState<S> {
    const cell = this.cell.initialState(batch);
    checkPaths("VariationalDropoutCell", "recurrent", this.recurrent, cell);
    return { cell, masks: this.#draw(cell, batch) };
  }

  /** The state with new masks: for a stream that goes on, where steps are taken by hand. `unroll` keeps these as well. */
  redraw(state: VariationalDropoutState<S>): VariationalDropoutState<S> {
    if (arguments.length > 1) refuseExtra("VariationalDropoutCell.redraw", arguments, 1, true);
    const [first] = leavesOf("VariationalDropoutCell", state);
    const batch = first?.tensor.shape[0] ?? 0;
    checkParts("VariationalDropoutCell", state, ["cell", "masks"], batch);
    return { cell: state.cell, masks: this.#draw(state.cell, batch) };
  }

  protected advance(
    x: Tensor,
    state: VariationalDropoutState<S>,
    batch: number,
  ): [output: Tensor, state: VariationalDropoutState<S>] {
    checkParts("VariationalDropoutCell", state, ["cell", "masks"], batch);
    const { cell: before, masks } = state;
    const problem = stateMismatch("VariationalDropoutCell", masks, {
      input: x,
      output: masks.output,
      recurrent: before,
    });
    if (problem !== null || masks.output.shape[1] !== this.outputSize)
      throw new ShapeError(
        `VariationalDropoutCell: the masks do not fit: they ${problem ?? `have ${masks.output.shape[1]} outputs where ${this.outputSize} are expected`}; initialState(${batch}) draws some that do`,
      );
    const masked = (p: number, tensor: Tensor, mask: Tensor): Tensor =>
      this.training && p > 0 ? mul(tensor, mask) : tensor;
    let leaf = 0;
    const seen = zipStates([before, masks.recurrent], ([tensor, mask], path) =>
      masked(this.#rate(path, leaf++), tensor, mask),
    ) as S;
    const [output, cell] = this.cell.step(masked(this.input, x, masks.input), seen);
    return [masked(this.output, output, masks.output), { cell, masks }];
  }

  #draw(cell: S, batch: number): VariationalDropoutState<S>["masks"] {
    const dtype = flattenState(cell)[0]?.tensor.dtype ?? "float32";
    let leaf = 0;
    return {
      input: this.#mask(this.input, [batch, this.inputSize], dtype, cell),
      output: this.#mask(this.output, [batch, this.outputSize], dtype, cell),
      recurrent: mapState(cell, ({ shape }, path) =>
        this.#mask(this.#rate(path, leaf++), shape, dtype, cell),
      ),
    };
  }

  #rate(path: string, leaf: number): number {
    const { recurrent } = this;
    if (typeof recurrent === "number") return leaf === 0 ? recurrent : 0;
    return recurrent[path] ?? 0;
  }

  #mask(p: number, shape: Shape, dtype: Dtype, cell: S): Tensor {
    if (!this.training) return ones(shape, { dtype });
    if (p === 0) return markDrawn(ones(shape, { dtype }), cell);
    return markDrawn(bernoulli(1 - p, shape, { dtype, generator: this.#generator }).mul(1 / (1 - p)), cell);
  }
}
