import {
  ArgumentError,
  ShapeError,
  add,
  checkNumber,
  div,
  formatShape,
  formatValue,
  gather,
  mul,
  operand,
  operands,
  relu,
  reshape,
  square,
  sub,
  sum,
  tensor,
  toIndices,
  where,
  type Indices,
  type Tensor,
  type TensorLike,
} from "@rewind/autograd";
import { checkReduction, reduce, type LossOptions } from "./reduction.ts";

/** Options of {@link multiMarginLoss}. */
export interface MultiMarginLossOptions extends LossOptions {
  /** Exponent of each margin missed, 1 or 2. Default 1. */
  p?: 1 | 2;
  /** How far ahead the target's class must be. Default 1. */
  margin?: number;
  /** One factor per class, `[C]`, that of the target counting for the whole sample. Default 1. */
  weight?: TensorLike;
}

/**
 * Hinge loss of a classification (Crammer and Singer, 2001): with y the target,
 * `weight_y / C Σ_{c ≠ y} max(0, margin - input_y + input_c)^p`. `"mean"` divides by the number of samples.
 *
 * @param input scores, `[N, C]` or `[C]`
 * @param target classes, `[N]` or a number
 * @throws ShapeError if the shapes do not fit
 * @throws ArgumentError if a target is no class, or `p` neither 1 nor 2
 */
export function multiMarginLoss(
  input: TensorLike,
  target: Indices | number,
  options: MultiMarginLossOptions = {},
): Tensor {
  const op = "multiMarginLoss";
  const reduction = checkReduction(op, options, ["p", "margin", "weight"]);
  const margin = checkNumber(op, "margin", options.margin ?? 1, -Number.MAX_VALUE, Number.MAX_VALUE);
  const { p = 1, weight } = options;
  if (p !== 1 && p !== 2) throw new ArgumentError(`${op}: p must be 1 or 2, got ${formatValue(p)}`);
  const given = operand(op, input);
  const { ndim } = given;
  const classes = given.shape[ndim - 1];
  if ((ndim !== 1 && ndim !== 2) || classes === 0)
    throw new ShapeError(
      `${op}: input ${formatShape(given.shape)} must be [N, C] or [C] with at least one class`,
    );
  const x = ndim === 1 ? reshape(given, [1, classes]) : given;
  const [batch] = x.shape;
  const { values, shape } = toIndices(op, typeof target === "number" ? [target] : target, classes);
  if (shape.length !== 1 || values.length !== batch)
    throw new ShapeError(
      `${op}: target ${formatShape(shape)} must be [${batch}], one class for each row of input ${formatShape(given.shape)}`,
    );
  const isOwn = new Float32Array(batch * classes);
  values.forEach((c, n) => (isOwn[n * classes + c] = 1));
  const scores = gather(x, values.slice(), { axis: 1, shape: [batch, 1] });
  const missed = relu(add(sub(x, scores), margin));
  const costs = where(tensor(isOwn, { shape: x.shape }), 0, p === 1 ? missed : square(missed));
  const losses = div(sum(costs, { axis: 1 }), classes);
  const own = weight === undefined ? losses : mul(losses, factors(x, weight, values));
  return reduce(ndim === 1 ? reshape(own, []) : own, reduction);
}

/** The weight of each sample's class. */
function factors(x: Tensor, weight: TensorLike, targets: Int32Array): Tensor {
  const w = operands("multiMarginLoss", [x, weight])[1].detach();
  if (w.ndim !== 1 || w.shape[0] !== x.shape[1])
    throw new ShapeError(
      `multiMarginLoss: weight ${formatShape(w.shape)} must be [${x.shape[1]}], one factor per class`,
    );
  return reshape(gather(w, targets.slice()), [targets.length]);
}
