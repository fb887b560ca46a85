import type { Condition, Generator, Tensor, TensorLike } from "@rewind/autograd";

/** Options of {@link TransformerEncoderLayer}. */
export interface TransformerEncoderLayerOptions {
  /** Width of the hidden layer. Default 2048. */
  dimFeedforward?: number;
  /** Probability to drop an element: of the attention's weights, of the hidden layer, of what is added. Default 0.1. */
  dropout?: number;
  /** What follows the hidden layer: a name or a function. Default `"relu"`. */
  activation?: "relu" | "gelu" | ((x: Tensor) => Tensor);
  /** Added to the variance by the normalisations, from 0. Default 1e-5. */
  layerNormEps?: number;
  /** Whether sequences are `[N, L, E]` instead of `[L, N, E]`. Default false. */
  batchFirst?: boolean;
  /** Whether inputs are normalised before attention and hidden layer instead of sums after them. Default false. */
  normFirst?: boolean;
  /** Whether projections and normalisations have biases. Default true. */
  bias?: boolean;
  /** Source of the initial values and of what is dropped. Default: the default generator. */
  generator?: Generator;
}

/** Options of one pass of {@link TransformerEncoder} or {@link TransformerEncoderLayer}. */
export interface TransformerEncoderForwardOptions {
  /** Positions that must not be attended to: true (not 0) hides. `[L, L]` or `[N * heads, L, L]`. Default: none. */
  srcMask?: Condition;
  /** Added to the scores: PyTorch's `src_mask` of numbers. Same shapes as `srcMask`. Default: nothing. */
  srcBias?: TensorLike;
  /** Steps that are padding: true (not 0) hides them. `[N, L]`, batch first whatever `batchFirst` says. Default: none. */
  srcKeyPaddingMask?: Condition;
  /** Whether each position sees itself and those before it only. Default false. */
  isCausal?: boolean;
}
