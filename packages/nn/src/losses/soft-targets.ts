import {
  ArgumentError,
  ShapeError,
  add,
  checkNumber,
  div,
  formatShape,
  isList,
  isTensor,
  logSoftmax,
  mul,
  neg,
  operands,
  reshape,
  sameShape,
  sum,
  type Indices,
  type Tensor,
  type TensorLike,
} from "@rewind/autograd";
import { classAxis, type ClassLossOptions } from "./class-targets.ts";
import { checkReduction } from "./reduction.ts";
import { logsFor } from "./stand-in.ts";

/**
 * Whether a target holds probabilities: it is a tensor, or nested as deep as the logits, which classes never are; for one
 * example `[C]`, a list of C. @internal
 */
export function isSoft(target: Indices | TensorLike, logits: Tensor): target is TensorLike {
  if (isTensor(target)) return true;
  if (ArrayBuffer.isView(target)) return target instanceof Float32Array || target instanceof Float64Array;
  let depth = 0;
  for (let level: unknown = target; isList(level) && depth <= logits.ndim; level = level[0]) depth++;
  if (depth === 1 && logits.ndim === 1) return (target as readonly unknown[]).length === logits.size;
  return depth > 0 && depth === logits.ndim;
}

/** Cross-entropy of logits and a probability for each class: `-Σ_c weight_c target_c log p_c`, 0 where a target is. @internal */
export function softCrossEntropy(
  op: string,
  logits: Tensor,
  target: TensorLike,
  options: ClassLossOptions & { readonly labelSmoothing?: number },
): Tensor {
  const reduction = checkReduction(op, options, ["weight", "ignoreIndex", "labelSmoothing"]);
  const smoothing = checkNumber(op, "labelSmoothing", options.labelSmoothing ?? 0, 0, 1);
  const [x, t] = operands(op, [logits, target]);
  const { shape } = x;
  const axis = classAxis(op, shape);
  if (!sameShape(t.shape, shape))
    throw new ShapeError(
      `${op}: probabilities ${formatShape(t.shape)} must have the shape of input ${formatShape(shape)}, classes in axis ${axis}; ` +
        `classes go in an array of whole numbers or an Int32Array`,
    );
  const { weight, ignoreIndex = -100 } = options;
  if (!(ignoreIndex < 0))
    throw new ArgumentError(
      `${op}: ignoreIndex ${ignoreIndex} has no meaning for probabilities; leave it out, or give classes as targets`,
    );
  const classes = shape[axis];
  const smooth = smoothing === 0 ? t : add(mul(t, 1 - smoothing), smoothing / classes);
  const costs = neg(mul(logsFor(logSoftmax(x, { axis }), smooth), smooth));
  const losses = sum(weight === undefined ? costs : mul(costs, perClass(op, x, axis, weight)), { axis });
  if (reduction === "none") return losses;
  // By the positions, whatever the weights: that of a mixture of classes is none in particular.
  return reduction === "sum" ? sum(losses) : div(sum(losses), losses.size);
}

/** Class weights in a shape that broadcasts to the input's. */
function perClass(op: string, x: Tensor, axis: number, weight: TensorLike): Tensor {
  const classes = x.shape[axis];
  const [, w] = operands(op, [x, weight]);
  if (w.ndim !== 1 || w.shape[0] !== classes)
    throw new ShapeError(`${op}: weight ${formatShape(w.shape)} must be [${classes}], one factor per class`);
  return reshape(w.detach(), [classes, ...new Array<number>(x.ndim - 1 - axis).fill(1)]);
}
