import {
  bernoulli,
  checkNumber,
  checkOptions,
  mul,
  ones,
  type Dtype,
  type Generator,
  type Shape,
  type Tensor,
} from "@rewind/autograd";
import type { Cell } from "../cell.ts";
import { flattenState, mapState, type StateTree } from "../state.ts";
import { checkParts } from "./check-parts.ts";
import { checkPaths, checkRates, type LeafRates } from "./leaf-rates.ts";
import { WrappedCell } from "./wrapped-cell.ts";

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
  /** 0 where a unit is dropped, else `1 / (1 - p)`: `input`, `output` and `recurrent.<path>`, where there is dropout. */
  readonly masks: { readonly [name: string]: Tensor };
};

/**
 * A cell with one dropout mask per sequence, the same at every step (Gal and Ghahramani, "A theoretically grounded
 * application of dropout in recurrent neural networks", 2016). `initialState` draws the masks, in evaluation all ones, and the
 * state carries them: a step is a pure function, and a state carried on keeps its masks. {@link redraw} gives new ones.
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
    super(cell);
    const below1 = 1 - Number.EPSILON;
    this.input = checkNumber(name, "input", options.input ?? 0, 0, below1);
    this.output = checkNumber(name, "output", options.output ?? 0, 0, below1);
    this.recurrent = checkRates(name, "recurrent", options.recurrent ?? 0, below1);
    this.#generator = options.generator;
  }

  initialState(batch: number): VariationalDropoutState<S> {
    const cell = this.cell.initialState(batch);
    checkPaths("VariationalDropoutCell", "recurrent", this.recurrent, cell);
    return { cell, masks: this.#draw(cell, batch) };
  }

  /** The state with new masks: for a stream that goes on, as from window to window. */
  redraw({ cell, masks }: VariationalDropoutState<S>): VariationalDropoutState<S> {
    const [batch] = Object.values(masks)[0]?.shape ?? flattenState(cell)[0]?.tensor.shape ?? [0];
    return { cell, masks: this.#draw(cell, batch) };
  }

  protected advance(
    x: Tensor,
    state: VariationalDropoutState<S>,
    batch: number,
  ): [output: Tensor, state: VariationalDropoutState<S>] {
    checkParts("VariationalDropoutCell", state, ["cell", "masks"], batch);
    const { masks } = state;
    const masked = (tensor: Tensor, name: string): Tensor =>
      this.training && Object.hasOwn(masks, name) ? mul(tensor, masks[name]) : tensor;
    const before = mapState(state.cell, (tensor, path) => masked(tensor, recurrentName(path)));
    const [output, cell] = this.cell.step(masked(x, "input"), before);
    return [masked(output, "output"), { cell, masks }];
  }

  #draw(cell: S, batch: number): { [name: string]: Tensor } {
    const leaves = flattenState(cell);
    const dtype = leaves[0]?.tensor.dtype ?? "float32";
    const masks: { [name: string]: Tensor } = {};
    const draw = (name: string, p: number, shape: Shape): void => {
      if (p > 0) masks[name] = this.#mask(p, shape, dtype);
    };
    draw("input", this.input, [batch, this.inputSize]);
    draw("output", this.output, [batch, this.outputSize]);
    leaves.forEach(({ path, tensor }, i) => {
      const { recurrent } = this;
      const p = typeof recurrent === "number" ? (i === 0 ? recurrent : 0) : (recurrent[path] ?? 0);
      draw(recurrentName(path), p, tensor.shape);
    });
    return masks;
  }

  #mask(p: number, shape: Shape, dtype: Dtype): Tensor {
    if (!this.training) return ones(shape, { dtype });
    return bernoulli(1 - p, shape, { dtype, generator: this.#generator }).mul(1 / (1 - p));
  }
}

function recurrentName(path: string): string {
  return path === "" ? "recurrent" : `recurrent.${path}`;
}
