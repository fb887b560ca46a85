import { ShapeError, formatShape } from "../errors.ts";
import { broadcastShape, broadcastsTo } from "../tensor/broadcast.ts";
import { ones } from "../tensor/create.ts";
import { sameShape, type Shape } from "../tensor/shape.ts";
import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import { add, mul } from "./elementwise/arithmetic.ts";
import { maskedFill } from "./indexing/masked-fill.ts";
import { matmul } from "./matmul.ts";
import { operands } from "./operand.ts";
import { checkFinite, checkFlag, checkOptions } from "./options.ts";
import { triu } from "./shape/triangle.ts";
import { softmaxWeights } from "./softmax.ts";
import { truthOf, type Condition } from "./where.ts";

/** Options of {@link attentionWeights}. */
export interface AttentionWeightsOptions {
  /**
   * What must not be attended to: true (not 0) at `[…, l, s]` hides key s from query l. Broadcasts to `[…, L, S]`.
   * Default: nothing.
   */
  mask?: Condition;
  /** Added to the scores, broadcast to `[…, L, S]`: PyTorch's mask of numbers. Gets a gradient. Default: nothing. */
  bias?: TensorLike;
  /** Whether query l sees keys 0 to l only. Together with a mask, both hide. Default false. */
  isCausal?: boolean;
  /** Factor of the products. Default `1/√E`. */
  scale?: number;
}

const OPTIONS = ["mask", "bias", "isCausal", "scale"];

/**
 * How much each query attends to each key: `softmax(q kᵀ · scale + bias)`, masked positions left out (Vaswani et al.,
 * "Attention is all you need", 2017). Each row adds up to 1; hidden positions have weight and gradient 0, all of them where
 * mask, bias of -Infinity and causality hide every key, as in PyTorch since 2.5.
 *
 * @param q queries, `[…, L, E]`
 * @param k keys, `[…, S, E]`; leading axes broadcast
 * @returns `[…, L, S]`
 * @throws ShapeError if the shapes do not fit
 */
export function attentionWeights(
  q: TensorLike,
  k: TensorLike,
  options: AttentionWeightsOptions = {},
): Tensor {
  checkOptions("attentionWeights", options, OPTIONS);
  const [queries, keys] = operands("attentionWeights", [q, k]);
  return weightsOf("attentionWeights", queries, keys, options);
}

/** {@link attentionWeights} on behalf of `op`. @internal */
export function weightsOf(op: string, q: Tensor, k: Tensor, options: AttentionWeightsOptions): Tensor {
  const width = q.shape[q.ndim - 1];
  if (q.ndim < 2 || k.ndim < 2 || width !== k.shape[k.ndim - 1] || width === 0) {
    throw new ShapeError(
      `${op}: q ${formatShape(q.shape)} and k ${formatShape(k.shape)} must be […, L, E] and […, S, E] with one size E of at least 1`,
    );
  }
  checkFlag(op, "isCausal", options.isCausal);
  const scale = checkFinite(op, "scale", options.scale ?? 1 / Math.sqrt(width));
  const lead = broadcastShape(`${op} (batch axes)`, q.shape.slice(0, -2), k.shape.slice(0, -2));
  const shape = [...lead, q.shape[q.ndim - 2], k.shape[k.ndim - 2]];
  let scores = matmul(mul(q, scale), k, { transposeB: true });
  if (options.bias !== undefined) {
    const [, bias] = operands(op, [q, options.bias]);
    checkFits(op, "bias", bias.shape, shape);
    scores = add(scores, bias);
  }
  if (options.mask !== undefined) {
    const mask = truthOf(op, options.mask);
    checkFits(op, "mask", mask.shape, shape);
    scores = maskedFill(scores, mask, -Infinity);
  }
  if (options.isCausal === true) {
    const later = triu(ones(shape.slice(-2)), { diagonal: 1 });
    scores = maskedFill(scores, later, -Infinity);
  }
  return softmaxWeights(scores);
}

function checkFits(op: string, name: string, shape: Shape, scores: Shape): void {
  if (sameShape(shape, scores) || broadcastsTo(shape, scores)) return;
  throw new ShapeError(
    `${op}: ${name} ${formatShape(shape)} does not broadcast to the scores ${formatShape(scores)}; give it axes of these sizes or of 1`,
  );
}
