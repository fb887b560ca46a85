import {
  ArgumentError,
  checkOptions,
  div,
  formatValue,
  mul,
  noGrad,
  norm,
  type Tensor,
} from "@rewind/autograd";
import { Parameter } from "@rewind/nn";
import type { Cell } from "../cell.ts";
import type { StateTree } from "../state.ts";
import { namedWeights, withWeights, type NamedWeight } from "./named-weight.ts";
import { WrappedCell } from "./wrapped-cell.ts";

/** Options of {@link WeightNorm}. */
export interface WeightNormOptions {
  /** Which of the cell's weights, by dotted name. Default `["weight_ih", "weight_hh"]`. */
  weights?: readonly string[];
}

/**
 * A cell whose weights are given by direction and length (Salimans and Kingma, "Weight normalization", 2016): each row is
 * `g v / ‖v‖`. The directions v stay where the weights were, `cell.weight_hh`; the lengths are new parameters `g.0`, `g.1` …,
 * `[rows, 1]`, in the order of `weights`. Computes at first what the cell did. Unrolled, the weights are normalised at
 * each step; replayed (`scan`), once.
 *
 * @example
 * const cell = new WeightNorm(new GRUCell(8, 16));
 * const { outputs } = unroll(cell, randn([35, 4, 8]));
 * @throws ArgumentError if the cell has no such weight, or a row of it is zero and so has no direction
 */
export class WeightNorm<S extends StateTree> extends WrappedCell<S> {
  g: Parameter[];
  readonly #weights: readonly NamedWeight[];

  constructor(cell: Cell<S>, options: WeightNormOptions = {}) {
    checkOptions("WeightNorm", options, ["weights"]);
    super(cell);
    this.#weights = namedWeights("WeightNorm", cell, options.weights ?? ["weight_ih", "weight_hh"]);
    this.g = this.#weights.map((weight) => {
      const lengths = noGrad(() => lengthsOf(weight.get()));
      const zero = lengths.data.indexOf(0);
      if (zero >= 0)
        throw new ArgumentError(
          `WeightNorm: row ${zero} of ${formatValue(weight.name)} is zero and has no direction; initialise it first`,
        );
      return new Parameter(lengths);
    });
  }

  protected startOf(batch: number): S {
    return this.cell.initialState(batch);
  }

  protected advance(x: Tensor, state: S): [output: Tensor, state: S] {
    const normed = this.#weights.map((weight, i) => {
      const v = weight.get();
      return mul(v, div(this.g[i], lengthsOf(v)));
    });
    return withWeights(this.#weights, normed, () => this.cell.step(x, state));
  }
}

/** `[rows, 1, …]` */
function lengthsOf(v: Tensor): Tensor {
  return norm(v, { axis: v.shape.slice(1).map((_, i) => i + 1), keepDims: true });
}
