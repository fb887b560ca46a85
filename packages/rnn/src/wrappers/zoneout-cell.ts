import {
  add,
  checkGenerator,
  checkOptions,
  defaultGenerator,
  empty,
  lerp,
  where,
  type Generator,
  type Tensor,
} from "@rewind/autograd";
import type { Cell } from "../cell.ts";
import { flattenState, mapState, type StateTree } from "../state.ts";
import { checkParts } from "./check-parts.ts";
import { coinFlips } from "./coin-flips.ts";
import { checkPaths, checkRates, type LeafRates } from "./leaf-rates.ts";
import { WrappedCell } from "./wrapped-cell.ts";

/** Options of {@link ZoneoutCell}. */
export interface ZoneoutCellOptions {
  /**
   * Probability that a unit keeps its old value, from 0 to 1: one for the whole state, or by the paths of its tensors,
   * `{ h: 0.05, c: 0.5 }`, 0 for the others. Default 0.1.
   */
  p?: LeafRates;
  /** Source of the keys. Default: the default generator. */
  generator?: Generator;
}

/** What a {@link ZoneoutCell} carries: the inner state, and per sequence the key of its next random choice. */
export type ZoneoutState<S extends StateTree = StateTree> = {
  readonly cell: S;
  /** Whole numbers, `[B, 1]`, drawn by `initialState` and counted up step by step. */
  readonly key: Tensor;
};

/** Below this start, counting goes on for 8 million steps before float32 runs out of whole numbers. */
const KEYS = 2 ** 23;

/**
 * A cell whose units now and then keep their old state (Krueger et al., "Zoneout: regularizing RNNs by randomly preserving
 * hidden activations", 2016): in training each with probability p, `s' = m s + (1 - m) cell(s)`, m anew at every step; in
 * evaluation `s' = p s + (1 - p) cell(s)`. An output that is one of the new state's tensors, as h of an LSTM or GRU, is what
 * zoneout made of it.
 *
 * The randomness is part of the state, as a key that each step uses and counts up: a step stays a pure function, can be
 * replayed (`scan`), and gives the same masks when it is computed again.
 *
 * @example
 * const cell = new ZoneoutCell(new LSTMCell(8, 16), { p: { c: 0.5, h: 0.05 } });
 * const { outputs, state } = unroll(cell, randn([35, 4, 8])); // state { cell: { h, c }, key }
 * @throws ArgumentError if p is not from 0 to 1, or names a tensor that the state lacks
 */
export class ZoneoutCell<S extends StateTree> extends WrappedCell<ZoneoutState<S>, S> {
  readonly p: LeafRates;
  readonly #generator: Generator | undefined;

  constructor(cell: Cell<S>, options: ZoneoutCellOptions = {}) {
    checkOptions("ZoneoutCell", options, ["p", "generator"]);
    checkGenerator("ZoneoutCell", options.generator);
    super(cell);
    this.p = checkRates("ZoneoutCell", "p", options.p ?? 0.1, 1);
    this.#generator = options.generator;
  }

  protected startOf(batch: number): ZoneoutState<S> {
    const cell = this.cell.initialState(batch);
    checkPaths("ZoneoutCell", "p", this.p, cell);
    const generator = this.#generator ?? defaultGenerator();
    const key = empty([batch, 1], flattenState(cell)[0]?.tensor.dtype ?? "float32");
    for (let row = 0; row < batch; row++) key.data[row] = generator.integer(0, KEYS);
    return { cell, key };
  }

  protected advance(
    x: Tensor,
    state: ZoneoutState<S>,
    batch: number,
  ): [output: Tensor, state: ZoneoutState<S>] {
    checkParts("ZoneoutCell", state, ["cell", "key"], batch);
    const [output, taken] = this.cell.step(x, state.cell);
    const before = flattenState(state.cell);
    let leaf = 0;
    let seen = output;
    const cell = mapState(taken, (next, path) => {
      const at = leaf++;
      const kept = this.#zone(before[at].tensor, next, path, at, state.key);
      if (next === output) seen = kept;
      return kept;
    });
    return [seen, { cell, key: add(state.key, 1) }];
  }

  #zone(before: Tensor, next: Tensor, path: string, leaf: number, key: Tensor): Tensor {
    const p = typeof this.p === "number" ? this.p : (this.p[path] ?? 0);
    if (p === 0) return next;
    return this.training ? where(coinFlips(key, p, leaf, next.shape), before, next) : lerp(next, before, p);
  }
}
