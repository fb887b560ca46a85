import {
  ArgumentError,
  ShapeError,
  add,
  div,
  formatShape,
  gather,
  operand,
  relu,
  reshape,
  sameShape,
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

/**
 * Hinge loss between the classes that are labels and those that are not:
 * `1/C Σ_{y a label} Σ_{c no label} max(0, 1 - input_y + input_c)`. `"mean"` divides by the number of samples.
 *
 * @param input scores, `[N, C]` or `[C]`
 * @param target labels in the same shape, or flat: classes, then -1, after which nothing is read
 * @throws ShapeError if the shapes differ
 * @throws ArgumentError if a label is no class
 */
export function multilabelMarginLoss(input: TensorLike, target: Indices, options: LossOptions = {}): Tensor {
  const op = "multilabelMarginLoss";
  const reduction = checkReduction(op, options);
  const x = operand(op, input);
  const { shape, ndim } = x;
  const classes = shape[ndim - 1];
  if ((ndim !== 1 && ndim !== 2) || classes === 0)
    throw new ShapeError(`${op}: input ${formatShape(shape)} must be [N, C] or [C] with at least one class`);
  const given = toIndices(op, target, Infinity, -Infinity);
  const isFlat = given.shape.length === 1 && given.values.length === x.size;
  if (!isFlat && !sameShape(given.shape, shape))
    throw new ShapeError(
      `${op}: target ${formatShape(given.shape)} must be ${formatShape(shape)}, each row its labels and -1 in the rest`,
    );
  const batch = x.size / classes;
  const { labels, counted } = pairsOf(given.values, batch, classes);
  const scores = reshape(x, [batch, classes]);
  const chosen = reshape(gather(scores, labels, { axis: 1, shape: [batch, classes] }), [batch, classes, 1]);
  const missed = relu(add(sub(reshape(scores, [batch, 1, classes]), chosen), 1));
  const costs = where(tensor(counted, { shape: [batch, classes, classes] }), missed, 0);
  const losses = div(sum(costs, { axis: [1, 2] }), classes);
  return reduce(ndim === 1 ? reshape(losses, []) : losses, reduction);
}

/** The labels, with class 0 in places that hold none, and for each place and class whether the pair of them counts. */
function pairsOf(
  target: Int32Array,
  batch: number,
  classes: number,
): { labels: Int32Array; counted: Float32Array } {
  const labels = new Int32Array(target.length);
  const counted = new Float32Array(target.length * classes);
  for (let n = 0; n < batch; n++) {
    const row = target.subarray(n * classes, (n + 1) * classes);
    const end = row.indexOf(-1);
    const own = end < 0 ? row : row.subarray(0, end);
    const isLabel = new Set(own);
    own.forEach((label, place) => {
      if (label < 0 || label >= classes)
        throw new ArgumentError(
          `multilabelMarginLoss: target ${label} at position ${n * classes + place} is no class from 0 to ${classes - 1}; end the labels with -1`,
        );
      labels[n * classes + place] = label;
      for (let c = 0; c < classes; c++) if (!isLabel.has(c)) counted[(n * classes + place) * classes + c] = 1;
    });
  }
  return { labels, counted };
}
