import type { Condition, Generator, Tensor, TensorLike } from "@rewind/autograd";

/** Options of {@link MultiheadAttention}. */
export interface MultiheadAttentionOptions {
  /** Probability of each weight to be dropped in training. Default 0. */
  dropout?: number;
  /** Whether the projections have biases. Default true. */
  bias?: boolean;
  /** Size of the keys. Default `embedDim`. */
  kdim?: number;
  /** Size of the values. Default `embedDim`. */
  vdim?: number;
  /** Whether a learned key and value are added to each sequence's. Default false. */
  addBiasKv?: boolean;
  /** Whether a key and a value of zeros are added to each sequence's. Default false. */
  addZeroAttn?: boolean;
  /** Whether sequences are `[N, L, E]` instead of `[L, N, E]`. Default false. */
  batchFirst?: boolean;
  /** Source of the initial values and of what is dropped. Default: the default generator. */
  generator?: Generator;
}

/** Options of one pass of {@link MultiheadAttention}. */
export interface MultiheadAttentionForwardOptions {
  /** Keys that are padding: true (not 0) hides the key from all queries. `[N, S]`. Default: none. */
  keyPaddingMask?: Condition;
  /** Positions that must not be attended to: true (not 0) hides. `[L, S]` or `[N * heads, L, S]`. Default: none. */
  attnMask?: Condition;
  /** Added to the scores: PyTorch's `attn_mask` of numbers. Same shapes as `attnMask`. Default: nothing. */
  attnBias?: TensorLike;
  /** Whether query l sees keys 0 to l only, beside what the masks hide. Default false. */
  isCausal?: boolean;
  /** Whether the weights returned are the mean over the heads instead of each head's own. Default true. */
  averageWeights?: boolean;
}

/** What {@link MultiheadAttention} returns. */
export interface MultiheadAttentionResult {
  /** `[L, N, embedDim]`, or as the query came. */
  outputs: Tensor;
  /**
   * `[N, L, S]`, per head `[N, heads, L, S]`, before dropout; without N for a single sequence. Keys that `addBiasKv` and
   * `addZeroAttn` add come last.
   */
  weights: Tensor;
}
