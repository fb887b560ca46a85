import {
  ShapeError,
  add,
  checkNumber,
  clamp,
  div,
  formatShape,
  greater,
  mul,
  sqrt,
  square,
  sub,
  sum,
  where,
  type Tensor,
  type TensorLike,
} from "@rewind/autograd";
import { checkReduction, pair, reduce, type LossOptions } from "./reduction.ts";
import { signs } from "./signs.ts";

/** Options of {@link cosineEmbeddingLoss}. */
export interface CosineEmbeddingLossOptions extends LossOptions {
  /** Cosine up to which dissimilar pairs cost nothing, from -1 to 1. Default 0. */
  margin?: number;
}

/** Added to squared lengths, as in PyTorch: the zero vector has cosine 0. */
const TINY = 1e-12;

/**
 * Of pairs of vectors with cosine similarity s: `1 - s` where the target is 1 (similar), `max(0, s - margin)` where it
 * is -1.
 *
 * @param input1 `[N, D]` or `[D]`, as is `input2`
 * @param target `[N]`, or a number
 * @throws ShapeError if the shapes do not fit
 * @throws ArgumentError if a target is neither 1 nor -1, or the margin not from -1 to 1
 */
export function cosineEmbeddingLoss(
  input1: TensorLike,
  input2: TensorLike,
  target: TensorLike,
  options: CosineEmbeddingLossOptions = {},
): Tensor {
  const op = "cosineEmbeddingLoss";
  const reduction = checkReduction(op, options, ["margin"]);
  const margin = checkNumber(op, "margin", options.margin ?? 0, -1, 1);
  const [a, b] = pair(op, input1, input2, ["input1", "input2"]);
  if (a.ndim !== 1 && a.ndim !== 2)
    throw new ShapeError(`${op}: input1 ${formatShape(a.shape)} must be [N, D] or [D]`);
  const t = signs(op, target, a.shape.slice(0, -1), a);
  const along = { axis: -1 };
  const squares = mul(add(sum(square(a), along), TINY), add(sum(square(b), along), TINY));
  const cosine = div(sum(mul(a, b), along), sqrt(squares));
  return reduce(where(greater(t, 0), sub(1, cosine), clamp(sub(cosine, margin), { min: 0 })), reduction);
}
