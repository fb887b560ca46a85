import {
  ArgumentError,
  ShapeError,
  checkInteger,
  checkNumber,
  empty,
  formatShape,
  operand,
  sameShape,
  sizeOf,
  toIndices,
  type Indices,
  type Shape,
  type Tensor,
  type TensorLike,
} from "@rewind/autograd";
import { checkReduction, type LossOptions, type Reduction } from "./reduction.ts";

/** Options of the losses whose targets are class numbers. */
export interface ClassLossOptions extends LossOptions {
  /** One factor per class; with `"mean"` the sum is divided by the factors of the targets. Default 1. */
  weight?: TensorLike;
  /** Target that costs nothing and counts for nothing. Default -100. */
  ignoreIndex?: number;
}

/** A checked classification: which element of the input each position's loss reads, and how much it counts. @internal */
export interface ClassPlan {
  readonly shape: Shape;
  /** Axis of the classes: 1, or 0 for one example without a batch axis. */
  readonly axis: number;
  /** The shape without the class axis. */
  readonly positions: Shape;
  readonly classes: number;
  /** Product of the axes after the class axis: the distance between classes of one position. */
  readonly inner: number;
  /** The class of each position; -1 where ignored. */
  readonly target: Int32Array;
  readonly weight: Float64Array;
  readonly smoothing: number;
  readonly reduction: Reduction;
  /** What the sum is divided by. */
  readonly divisor: number;
}

/** @internal */
export function planClasses(
  op: string,
  x: Tensor,
  target: Indices | number,
  options: ClassLossOptions & { readonly labelSmoothing?: number },
  others: readonly string[] = [],
): ClassPlan {
  const { shape } = x;
  const axis = classAxis(op, shape);
  const classes = shape[axis];
  const positions = shape.filter((_, i) => i !== axis);
  const reduction = checkReduction(op, options, ["weight", "ignoreIndex", ...others]);
  const weight = classWeights(op, options.weight, classes);
  const ignored = checkInteger(op, "ignoreIndex", options.ignoreIndex ?? -100);
  const classOf = classesOf(op, target, shape, positions, classes, ignored);
  let divisor = 1;
  if (reduction === "mean") {
    divisor = 0;
    for (const c of classOf) if (c >= 0) divisor += weight[c];
  }
  return {
    shape,
    axis,
    positions,
    classes,
    inner: sizeOf(shape.slice(axis + 1)),
    target: classOf,
    weight,
    smoothing: checkNumber(op, "labelSmoothing", options.labelSmoothing ?? 0, 0, 1),
    reduction,
    divisor,
  };
}

/** Where the classes of an input are. @internal */
export function classAxis(op: string, shape: Shape): number {
  if (shape.length > 0) return Math.min(1, shape.length - 1);
  throw new ShapeError(
    `${op}: input ${formatShape(shape)} must be [C], [N, C] or [N, C, d1, …]: classes in axis 1, or all there is`,
  );
}

function classWeights(op: string, weight: TensorLike | undefined, classes: number): Float64Array {
  if (weight === undefined) return new Float64Array(classes).fill(1);
  const { shape, data } = operand(op, weight);
  if (shape.length === 1 && shape[0] === classes) return Float64Array.from(data);
  throw new ShapeError(`${op}: weight ${formatShape(shape)} must be [${classes}], one factor per class`);
}

function classesOf(
  op: string,
  target: Indices | number,
  shape: Shape,
  positions: Shape,
  classes: number,
  ignored: number,
): Int32Array {
  const given = toIndices(op, typeof target === "number" ? [target] : target, Infinity, -Infinity);
  const isFlat = given.shape.length === 1 && given.values.length === sizeOf(positions);
  if (!isFlat && !sameShape(given.shape, positions)) {
    const last = shape[shape.length - 1];
    const classesLast = shape.length > 2 && sameShape(given.shape, shape.slice(0, -1));
    throw new ShapeError(
      `${op}: target ${formatShape(given.shape)} does not fit input ${formatShape(shape)}; it must be ${formatShape(positions)}, one class per position` +
        (classesLast
          ? `. Classes are axis 1: if yours are last, reshape the input to [-1, ${last}] and pass the targets flat`
          : ""),
    );
  }
  return given.values.map((c, i) => {
    if (c === ignored) return -1;
    if (c >= 0 && c < classes) return c;
    throw new ArgumentError(
      `${op}: target ${c} at position ${i} is no class from 0 to ${classes - 1}; mark positions to skip with ignoreIndex (${ignored})`,
    );
  });
}

/** Where in the input position `i`'s first class is. @internal */
export function startOf(i: number, { classes, inner }: ClassPlan): number {
  return inner === 1 ? i * classes : Math.floor(i / inner) * classes * inner + (i % inner);
}

/**
 * The factors `k` with which log-probabilities enter the losses, `loss = -Σ_c k log p`, as a tensor of the input's shape.
 * @internal
 */
export function coefficients(plan: ClassPlan, dtype: Tensor["dtype"]): Tensor {
  const { target, weight, smoothing, classes, inner } = plan;
  const out = empty(plan.shape, dtype);
  for (let i = 0; i < target.length; i++) {
    const c = target[i];
    if (c < 0) continue;
    const start = startOf(i, plan);
    if (smoothing > 0) {
      for (let k = 0; k < classes; k++) out.data[start + k * inner] = (smoothing / classes) * weight[k];
    }
    out.data[start + c * inner] += (1 - smoothing) * weight[c];
  }
  return out;
}

/** Puts the losses of all positions together. @internal */
export function collect(plan: ClassPlan, dtype: Tensor["dtype"], loss: (position: number) => number): Tensor {
  const { target, reduction, divisor } = plan;
  const out = empty(reduction === "none" ? plan.positions : [], dtype);
  let total = 0;
  for (let i = 0; i < target.length; i++) {
    const value = target[i] < 0 ? 0 : loss(i);
    if (reduction === "none") out.data[i] = value;
    else total += value;
  }
  if (reduction !== "none") out.data[0] = total / divisor;
  return out;
}
