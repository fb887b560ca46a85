import {
  ArgumentError,
  ShapeError,
  attentionWeights,
  checkInteger,
  checkNumber,
  checkOptions,
  chunk,
  dropout,
  formatShape,
  linear,
  matmul,
  mean,
  operand,
  permute,
  reshape,
  select,
  transpose,
  unsqueeze,
  zeros,
  type Condition,
  type Generator,
  type Tensor,
  type TensorLike,
} from "@rewind/autograd";
import { zeros as fillZeros } from "../init/constant.ts";
import { xavierUniform } from "../init/xavier.ts";
import { Linear } from "../linear.ts";
import { Module } from "../module.ts";
import { Parameter } from "../parameter.ts";
import { headBias, jointMask, type ScoreSizes } from "./head-masks.ts";

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
  /** `[N, L, S]`, per head `[N, heads, L, S]`, before dropout; without N for a single sequence. */
  weights: Tensor;
}

const OPTIONS = ["dropout", "bias", "kdim", "vdim", "batchFirst", "generator"];
const FORWARD_OPTIONS = ["keyPaddingMask", "attnMask", "attnBias", "isCausal", "averageWeights"];

/**
 * Attention in several subspaces at once (Vaswani et al., "Attention is all you need", 2017): queries, keys and values are
 * projected to `numHeads` heads of `embedDim / numHeads`, each head is `scaledDotProductAttention`, and `out_proj` mixes
 * them. Parameters, initial values and the meaning of masks are PyTorch's: `in_proj_weight` `[3 E, E]`, or `q_proj_weight`,
 * `k_proj_weight` and `v_proj_weight` where sizes differ. A query from which all keys are hidden is NaN, as there.
 *
 * @example
 * const attention = new MultiheadAttention(16, 4, { batchFirst: true });
 * const { outputs, weights } = attention.forward(randn([2, 5, 16])); // [2, 5, 16], [2, 5, 5]
 * @throws ArgumentError if a size is not a whole number ≥ 1, or heads do not divide `embedDim`
 */
export class MultiheadAttention extends Module {
  readonly embedDim: number;
  readonly numHeads: number;
  readonly kdim: number;
  readonly vdim: number;
  readonly dropout: number;
  readonly batchFirst: boolean;
  in_proj_weight: Parameter | null = null;
  q_proj_weight: Parameter | null = null;
  k_proj_weight: Parameter | null = null;
  v_proj_weight: Parameter | null = null;
  in_proj_bias: Parameter | null = null;
  out_proj: Linear;
  readonly #generator: Generator | undefined;

  constructor(embedDim: number, numHeads: number, options: MultiheadAttentionOptions = {}) {
    super();
    const name = "MultiheadAttention";
    checkOptions(name, options, OPTIONS);
    const { generator, bias = true } = options;
    this.embedDim = checkInteger(name, "embedDim", embedDim, 1);
    this.numHeads = checkInteger(name, "numHeads", numHeads, 1);
    if (embedDim % numHeads !== 0) {
      throw new ArgumentError(
        `${name}: numHeads ${numHeads} does not divide embedDim ${embedDim}; each head takes an equal share`,
      );
    }
    this.kdim = checkInteger(name, "kdim", options.kdim ?? embedDim, 1);
    this.vdim = checkInteger(name, "vdim", options.vdim ?? embedDim, 1);
    this.dropout = checkNumber(name, "dropout", options.dropout ?? 0, 0, 1);
    this.batchFirst = options.batchFirst ?? false;
    this.#generator = generator;
    const start = (rows: number, columns: number): Parameter =>
      xavierUniform(new Parameter(zeros([rows, columns])), { generator });
    if (this.kdim === embedDim && this.vdim === embedDim) {
      this.in_proj_weight = start(3 * embedDim, embedDim);
    } else {
      this.q_proj_weight = start(embedDim, embedDim);
      this.k_proj_weight = start(embedDim, this.kdim);
      this.v_proj_weight = start(embedDim, this.vdim);
    }
    if (bias) this.in_proj_bias = new Parameter(zeros([3 * embedDim]));
    this.out_proj = new Linear(embedDim, embedDim, { bias, generator });
    if (this.out_proj.bias !== null) fillZeros(this.out_proj.bias);
  }

  /**
   * @param query `[L, N, embedDim]`, batch first if so set, or a single sequence `[L, embedDim]`
   * @param key `[S, N, kdim]`. Default: the query
   * @param value `[S, N, vdim]`. Default: the key
   * @throws ShapeError if the sizes do not fit
   */
  forward(
    query: TensorLike,
    key: TensorLike = query,
    value: TensorLike = key,
    options: MultiheadAttentionForwardOptions = {},
  ): MultiheadAttentionResult {
    checkOptions("MultiheadAttention", options, FORWARD_OPTIONS);
    const single = operand("MultiheadAttention", query).ndim === 2;
    const inputs = [
      this.#batched("query", query, this.embedDim, single),
      this.#batched("key", key, this.kdim, single),
      this.#batched("value", value, this.vdim, single),
    ];
    checkTogether(inputs);
    const [q, k, v] = this.#project(inputs);
    const [batch, heads, queries] = q.shape;
    const sizes: ScoreSizes = { batch, heads, queries, keys: k.shape[2] };
    const mask = jointMask(options.attnMask, options.keyPaddingMask, sizes);
    const bias = headBias(options.attnBias, sizes);
    const weights = attentionWeights(q, k, {
      isCausal: options.isCausal ?? false,
      ...(mask === undefined ? {} : { mask }),
      ...(bias === undefined ? {} : { bias }),
    });
    const mixed = reshape(permute(matmul(this.#drop(weights), v), [0, 2, 1, 3]), [
      batch,
      queries,
      this.embedDim,
    ]);
    const outputs = this.out_proj.forward(mixed);
    const shown = options.averageWeights === false ? weights : mean(weights, { axis: 1 });
    if (single) return { outputs: select(outputs, 0, 0), weights: select(shown, 0, 0) };
    return { outputs: this.batchFirst ? outputs : transpose(outputs, 0, 1), weights: shown };
  }

  /** An input as `[N, L, size]`. */
  #batched(name: string, input: TensorLike, size: number, single: boolean): Tensor {
    const t = operand("MultiheadAttention", input);
    if (t.ndim !== (single ? 2 : 3) || t.shape[t.ndim - 1] !== size) {
      const layout = single ? "[L, E]" : this.batchFirst ? "[N, L, E]" : "[L, N, E]";
      throw new ShapeError(
        `MultiheadAttention: ${name} ${formatShape(t.shape)} must be ${layout} with E = ${size}; query, key and value are all batched or all single`,
      );
    }
    if (single) return unsqueeze(t, 0);
    return this.batchFirst ? t : transpose(t, 0, 1);
  }

  /** Queries, keys and values as `[N, heads, L, embedDim / heads]`. */
  #project(inputs: readonly Tensor[]): Tensor[] {
    const weights =
      this.in_proj_weight === null
        ? [this.q_proj_weight, this.k_proj_weight, this.v_proj_weight]
        : chunk(this.in_proj_weight, 3);
    const biases = this.in_proj_bias === null ? [] : chunk(this.in_proj_bias, 3);
    return inputs.map((input, i) => {
      const projected = linear(input, weights[i] as Tensor, biases[i]);
      const [batch, length] = input.shape;
      const split = reshape(projected, [batch, length, this.numHeads, this.embedDim / this.numHeads]);
      return permute(split, [0, 2, 1, 3]);
    });
  }

  #drop(weights: Tensor): Tensor {
    return dropout(weights, { p: this.dropout, training: this.training, generator: this.#generator });
  }
}

function checkTogether([query, key, value]: readonly Tensor[]): void {
  const fits = query.shape[0] === key.shape[0] && key.shape[0] === value.shape[0];
  if (fits && key.shape[1] === value.shape[1]) return;
  throw new ShapeError(
    `MultiheadAttention: as [N, L, E], query ${formatShape(query.shape)}, key ${formatShape(key.shape)} and value ` +
      `${formatShape(value.shape)} must have one batch size, key and value one length`,
  );
}
