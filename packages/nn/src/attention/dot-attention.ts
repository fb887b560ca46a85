import {
  ArgumentError,
  checkInteger,
  checkOptions,
  formatValue,
  linear,
  matmul,
  split,
  type Generator,
  type Tensor,
} from "@rewind/autograd";
import { Linear } from "../linear.ts";
import { Module } from "../module.ts";
import { checkLayerOptions } from "../options.ts";
import { additiveScores } from "./additive-scores.ts";
import { memory, type Attend, type Attended, type Attention, type MemoryOptions } from "./memory.ts";

/** How a query and a key are compared. */
export type DotScore = "dot" | "general" | "concat";

/** Options of {@link DotAttention}. */
export interface DotAttentionOptions {
  /** `"dot"`: q·k; `"general"`: q·(W_a k); `"concat"`: v tanh(W_a [q; k]). Default `"dot"`. */
  score?: DotScore;
  /** Rows of `W_a` of `"concat"`. Default `querySize`. */
  attentionSize?: number;
  /** Source of the initial values. Default: the default generator. */
  generator?: Generator;
}

/**
 * Attention by comparison (Luong, Pham and Manning, "Effective approaches to attention-based neural machine translation",
 * 2015), unscaled. `W_a.weight` is `[querySize, keySize]` for `"general"`, `[attentionSize, querySize + keySize]` for
 * `"concat"`. Hidden keys have weight and gradient 0, all of
 * them where all are hidden.
 *
 * @example
 * const attention = new DotAttention(32, 64, { score: "general" });
 * const { context, weights } = attention.forward(randn([2, 32]), randn([2, 7, 64])); // [2, 64], [2, 7]
 * @throws ArgumentError if a size is not a whole number ≥ 1, or `"dot"` is asked for sizes that differ
 */
export class DotAttention extends Module implements Attention {
  readonly querySize: number;
  readonly keySize: number;
  readonly score: DotScore;
  W_a: Linear | null = null;
  v: Linear | null = null;

  constructor(querySize: number, keySize: number = querySize, options: DotAttentionOptions = {}) {
    super();
    checkLayerOptions("DotAttention", options, [], ["score", "attentionSize", "generator"]);
    this.querySize = checkInteger("DotAttention", "querySize", querySize, 1);
    this.keySize = checkInteger("DotAttention", "keySize", keySize, 1);
    this.score = checkScore(options.score ?? "dot", querySize, keySize);
    if (options.attentionSize !== undefined && this.score !== "concat")
      throw new ArgumentError(
        `DotAttention: attentionSize is for score "concat", not ${formatValue(this.score)}; leave it out`,
      );
    const unbiased = { bias: false, generator: options.generator };
    if (this.score === "general") this.W_a = new Linear(keySize, querySize, unbiased);
    if (this.score === "concat") {
      const size = checkInteger("DotAttention", "attentionSize", options.attentionSize ?? querySize, 1);
      this.W_a = new Linear(querySize + keySize, size, unbiased);
      this.v = new Linear(size, 1, unbiased);
    }
  }

  /**
   * Projects the keys once, for queries that come one by one.
   *
   * @param keys `[B, S, keySize]`
   * @throws ShapeError if keys, values or mask do not fit, later if a query does not
   */
  over(keys: Tensor, options: MemoryOptions = {}): Attend {
    checkOptions("DotAttention", options, ["values", "mask"]);
    return memory("DotAttention", this, keys, options, () => this.#scoresOver(keys));
  }

  /**
   * @param query `[B, querySize]` or `[B, L, querySize]`
   * @param keys `[B, S, keySize]`
   * @throws ShapeError if the sizes do not fit
   */
  forward(query: Tensor, keys: Tensor, options: MemoryOptions = {}): Attended {
    return this.over(keys, options)(query);
  }

  #scoresOver(keys: Tensor): (queries: Tensor) => Tensor {
    const { W_a, v } = this;
    if (W_a !== null && v !== null) {
      const [forQuery, forKey] = split(W_a.weight, [this.querySize, this.keySize], { axis: 1 });
      const projected = linear(keys, forKey);
      return (queries) => additiveScores(linear(queries, forQuery), projected, v);
    }
    const compared = W_a === null ? keys : W_a.forward(keys);
    return (queries) => matmul(queries, compared, { transposeB: true });
  }
}

function checkScore(score: unknown, querySize: number, keySize: number): DotScore {
  if (score !== "dot" && score !== "general" && score !== "concat")
    throw new ArgumentError(
      `DotAttention: score must be "dot", "general" or "concat", got ${formatValue(score)}`,
    );
  if (score === "dot" && querySize !== keySize)
    throw new ArgumentError(
      `DotAttention: score "dot" needs one size, got ${querySize} for queries and ${keySize} for keys; use "general"`,
    );
  return score;
}
