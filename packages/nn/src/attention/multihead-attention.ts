import {
  runtime,
  ArgumentError,
  ShapeError,
  attentionWeights,
  checkFlags,
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
  type Generator,
  type Tensor,
  type TensorLike,
} from "@rewind/autograd";
import { zeros as fillZeros } from "../init/constant.ts";
import { xavierNormal, xavierUniform } from "../init/xavier.ts";
import { Linear } from "../linear.ts";
import { Module } from "../module.ts";
import { checkLayerOptions } from "../options.ts";
import { Parameter } from "../parameter.ts";
import { withExtraKey, withVisibleKeys } from "./extra-keys.ts";
import { headBias, jointMask, type ScoreSizes } from "./head-masks.ts";
import type {
  MultiheadAttentionForwardOptions,
  MultiheadAttentionOptions,
  MultiheadAttentionResult,
} from "./multihead-options.ts";

const FLAGS = ["bias", "addBiasKv", "addZeroAttn", "batchFirst"];
const OTHERS = ["dropout", "kdim", "vdim", "generator"];
const FORWARD_OPTIONS = ["keyPaddingMask", "attnMask", "attnBias", "isCausal", "averageWeights"];

/**
 * Attention in several subspaces at once (Vaswani et al., "Attention is all you need", 2017): queries, keys and values are
 * projected to `numHeads` heads of `embedDim / numHeads`, each head is `scaledDotProductAttention`, and `out_proj` mixes
 * them. Parameters, initial values and the meaning of masks are PyTorch's: `in_proj_weight` `[3 E, E]`, or `q_proj_weight`,
 * `k_proj_weight` and `v_proj_weight` where sizes differ. A query from which all keys are hidden mixes none:
 * 0 before `out_proj`, as there since 2.5.
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
  readonly addZeroAttn: boolean;
  in_proj_weight: Parameter | null = null;
  q_proj_weight: Parameter | null = null;
  k_proj_weight: Parameter | null = null;
  v_proj_weight: Parameter | null = null;
  in_proj_bias: Parameter | null = null;
  bias_k: Parameter | null = null;
  bias_v: Parameter | null = null;
  out_proj: Linear;
  readonly #generator: Generator | undefined;

  constructor(embedDim: number, numHeads: number, options: MultiheadAttentionOptions = {}) {
    super();
    const name = "MultiheadAttention";
    checkLayerOptions(name, options, FLAGS, OTHERS);
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
    this.addZeroAttn = options.addZeroAttn ?? false;
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
    runtime.unsettled?.();
    if (options.addBiasKv !== true) return;
    const added = (): Parameter => xavierNormal(new Parameter(zeros([1, 1, embedDim])), { generator });
    this.bias_k = added();
    this.bias_v = added();
    runtime.unsettled?.();
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
    checkFlags("MultiheadAttention", options, ["isCausal", "averageWeights"]);
    const single = operand("MultiheadAttention", query).ndim === 2;
    const inputs = [
      this.#batched("query", query, this.embedDim, single),
      this.#batched("key", key, this.kdim, single),
      this.#batched("value", value, this.vdim, single),
    ];
    checkTogether(inputs);
    const [q, ownKeys, ownValues] = this.#project(inputs);
    const [batch, heads, queries] = q.shape;
    const sizes: ScoreSizes = { batch, heads, queries, keys: ownKeys.shape[2] };
    const { isCausal = false } = options;
    const masked = jointMask(options.attnMask, options.keyPaddingMask, sizes, isCausal);
    const biased = headBias(options.attnBias, sizes, q.dtype);
    const k = this.#withExtras(ownKeys, this.bias_k);
    const v = this.#withExtras(ownValues, this.bias_v);
    const extras = k.shape[2] - sizes.keys;
    const mask = withVisibleKeys(masked, sizes.keys, extras);
    const bias = withVisibleKeys(biased, sizes.keys, extras);
    const weights = attentionWeights(q, k, {
      ...(mask === undefined ? {} : { mask }),
      ...(bias === undefined ? {} : { bias }),
    });
    const [p, training, generator] = [this.dropout, this.training, this.#generator];
    const used = dropout(weights, { p, training, generator });
    const mixed = reshape(permute(matmul(used, v), [0, 2, 1, 3]), [batch, queries, this.embedDim]);
    const outputs = this.out_proj.forward(mixed);
    const shown = options.averageWeights === false ? weights : mean(weights, { axis: 1 });
    if (single) return { outputs: select(outputs, 0, 0), weights: select(shown, 0, 0) };
    return { outputs: this.batchFirst ? outputs : transpose(outputs, 0, 1), weights: shown };
  }

  /** An input as `[N, L, size]`. */
  #batched(name: string, input: TensorLike, size: number, single: boolean): Tensor {
    const t = operand("MultiheadAttention", input, this.out_proj.weight.dtype);
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

  /** Keys or values, and those that the options add. */
  #withExtras(projected: Tensor, learned: Tensor | null): Tensor {
    const own = learned === null ? projected : withExtraKey(projected, learned);
    return this.addZeroAttn ? withExtraKey(own, null) : own;
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
