import { checkInteger, checkOptions, type Generator, type Tensor } from "@rewind/autograd";
import { Linear } from "../linear.ts";
import { Module } from "../module.ts";
import { checkLayerOptions } from "../options.ts";
import { additiveScores } from "./additive-scores.ts";
import { memory, type Attend, type Attended, type Attention, type MemoryOptions } from "./memory.ts";

/** Options of {@link AdditiveAttention}. */
export interface AdditiveAttentionOptions {
  /** Source of the initial values. Default: the default generator. */
  generator?: Generator;
}

/**
 * Attention by a small network, `score(q, k) = v tanh(W_q q + W_k k)` (Bahdanau, Cho and Bengio, "Neural machine
 * translation by jointly learning to align and translate", 2014). Hidden keys have weight and gradient 0, all of
 * them where all are hidden.
 *
 * @example
 * const attention = new AdditiveAttention(32, 64, 16);
 * const { context, weights } = attention.forward(randn([2, 32]), randn([2, 7, 64])); // [2, 64], [2, 7]
 * @throws ArgumentError if a size is not a whole number ≥ 1
 */
export class AdditiveAttention extends Module implements Attention {
  readonly querySize: number;
  readonly keySize: number;
  readonly attentionSize: number;
  W_q: Linear;
  W_k: Linear;
  v: Linear;

  constructor(
    querySize: number,
    keySize: number,
    attentionSize: number,
    options: AdditiveAttentionOptions = {},
  ) {
    super();
    checkLayerOptions("AdditiveAttention", options, [], ["generator"]);
    this.querySize = checkInteger("AdditiveAttention", "querySize", querySize, 1);
    this.keySize = checkInteger("AdditiveAttention", "keySize", keySize, 1);
    this.attentionSize = checkInteger("AdditiveAttention", "attentionSize", attentionSize, 1);
    const unbiased = { bias: false, generator: options.generator };
    this.W_q = new Linear(querySize, attentionSize, unbiased);
    this.W_k = new Linear(keySize, attentionSize, unbiased);
    this.v = new Linear(attentionSize, 1, unbiased);
  }

  /**
   * Projects the keys once, for queries that come one by one.
   *
   * @param keys `[B, S, keySize]`
   * @throws ShapeError if keys, values or mask do not fit, later if a query does not
   */
  over(keys: Tensor, options: MemoryOptions = {}): Attend {
    checkOptions("AdditiveAttention", options, ["values", "mask"]);
    return memory("AdditiveAttention", this, keys, options, () => {
      const projected = this.W_k.forward(keys);
      return (queries) => additiveScores(this.W_q.forward(queries), projected, this.v);
    });
  }

  /**
   * @param query `[B, querySize]` or `[B, L, querySize]`
   * @param keys `[B, S, keySize]`
   * @throws ShapeError if the sizes do not fit
   */
  forward(query: Tensor, keys: Tensor, options: MemoryOptions = {}): Attended {
    return this.over(keys, options)(query);
  }
}
