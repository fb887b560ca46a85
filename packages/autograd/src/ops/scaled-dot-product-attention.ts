import { ShapeError, formatShape } from "../errors.ts";
import { broadcastShape } from "../tensor/broadcast.ts";
import type { Generator } from "../tensor/generator.ts";
import { checkNumber } from "../tensor/shape.ts";
import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import { weightsOf, type AttentionWeightsOptions } from "./attention-weights.ts";
import { dropout } from "./dropout.ts";
import { matmul } from "./matmul.ts";
import { operands } from "./operand.ts";
import { checkOptions } from "./options.ts";

/** Options of {@link scaledDotProductAttention}. */
export interface AttentionOptions extends AttentionWeightsOptions {
  /** Probability of each weight to be dropped, from 0 to 1, as `dropout` does; give it in training only. Default 0. */
  dropoutP?: number;
  /** Source of what is dropped. Default: the default generator. */
  generator?: Generator;
}

const OPTIONS = ["mask", "bias", "isCausal", "scale", "dropoutP", "generator"];

/**
 * The mean of the values that each query attends to: `softmax(q kᵀ/√E + bias) v` (Vaswani et al., "Attention is all you
 * need", 2017). `attentionWeights` has the weights themselves and says what the options hide.
 *
 * @param q queries, `[…, L, E]`
 * @param k keys, `[…, S, E]`
 * @param v values, `[…, S, V]`; leading axes broadcast
 * @returns `[…, L, V]`; rows that hide every key are 0, with gradient 0, as in PyTorch since 2.5
 * @example
 * const x = randn([2, 5, 8]);
 * scaledDotProductAttention(x, x, x, { isCausal: true }).shape; // [2, 5, 8]
 * @throws ShapeError if the shapes do not fit
 * @throws ArgumentError if an option is unknown or outside its domain
 */
export function scaledDotProductAttention(
  q: TensorLike,
  k: TensorLike,
  v: TensorLike,
  options: AttentionOptions = {},
): Tensor {
  const op = "scaledDotProductAttention";
  checkOptions(op, options, OPTIONS);
  const [queries, keys, values] = operands(op, [q, k, v]);
  if (values.ndim < 2 || keys.ndim < 2 || values.shape[values.ndim - 2] !== keys.shape[keys.ndim - 2]) {
    throw new ShapeError(
      `${op}: v ${formatShape(values.shape)} must be […, S, V] with one row for each of k ${formatShape(keys.shape)}, […, S, E]`,
    );
  }
  const p = checkNumber(op, "dropoutP", options.dropoutP ?? 0, 0, 1);
  const weights = weightsOf(op, queries, keys, options);
  broadcastShape(`${op} (batch axes)`, weights.shape.slice(0, -2), values.shape.slice(0, -2));
  return matmul(p === 0 ? weights : dropout(weights, { p, generator: options.generator }), values);
}
