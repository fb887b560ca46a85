import {
  bernoulli,
  checkGenerator,
  checkNumber,
  checkOptions,
  mul,
  refuseExtra,
  type Generator,
  type Tensor,
} from "@rewind/autograd";
import type { Cell } from "../cell.ts";
import type { StateTree } from "../state.ts";
import { namedWeights, withWeights, type NamedWeight } from "./named-weight.ts";
import { WrappedCell } from "./wrapped-cell.ts";

/** Options of {@link WeightDrop}. */
export interface WeightDropOptions {
  /** Probability of each weight to be dropped, from 0, below 1. Default 0.5. */
  p?: number;
  /** Which of the cell's weights, by dotted name. Default `["weight_hh"]`. */
  weights?: readonly string[];
  /** Source of the masks. Default: the default generator. */
  generator?: Generator;
}

/**
 * A cell with DropConnect on its recurrent weights (Merity, Keskar and Socher, "Regularizing and optimizing LSTM language
 * models", 2017): in training, each weight is zero with probability p and divided by `1 - p` otherwise. The masks are the
 * same for the whole batch and all steps: `initialState`, which `unroll` and layers call once per sequence, also where the
 * state is carried from the one before, draws them. The weights themselves stay where they are, `cell.weight_hh` in the state dict.
 *
 * @example
 * const cell = new WeightDrop(new LSTMCell(8, 16), { p: 0.5 });
 * const { outputs } = unroll(cell, randn([35, 4, 8]));
 * @throws ArgumentError if p is not from 0, below 1, or the cell has no such weight
 */
export class WeightDrop<S extends StateTree> extends WrappedCell<S> {
  readonly p: number;
  readonly #weights: readonly NamedWeight[];
  readonly #generator: Generator | undefined;
  #masks: readonly Tensor[] | null = null;

  constructor(cell: Cell<S>, options: WeightDropOptions = {}) {
    checkOptions("WeightDrop", options, ["p", "weights", "generator"]);
    checkGenerator("WeightDrop", options.generator);
    super(cell);
    this.p = checkNumber("WeightDrop", "p", options.p ?? 0.5, 0, 1 - Number.EPSILON);
    this.#weights = namedWeights("WeightDrop", cell, options.weights ?? ["weight_hh"]);
    this.#generator = options.generator;
  }

  /** The inner cell's; draws new masks. */
  protected startOf(batch: number): S {
    if (this.training && this.p > 0) this.redraw();
    return this.cell.initialState(batch);
  }

  /** Draws new masks: for a stream that goes on, where steps are taken by hand. */
  redraw(): void {
    if (arguments.length > 0) refuseExtra("WeightDrop.redraw", arguments, 0, true);
    this.#masks = this.#weights.map((weight) => {
      const { shape, dtype } = weight.get();
      return bernoulli(1 - this.p, shape, { dtype, generator: this.#generator }).mul(1 / (1 - this.p));
    });
  }

  protected advance(x: Tensor, state: S): [output: Tensor, state: S] {
    if (!this.training || this.p === 0) return this.cell.step(x, state);
    if (this.#masks === null) this.redraw();
    const masks = this.#masks as unknown as readonly Tensor[];
    const dropped = this.#weights.map((weight, i) => mul(weight.get(), masks[i]));
    return withWeights(this.#weights, dropped, () => this.cell.step(x, state));
  }
}
