import { ShapeError, formatShape } from "../errors.ts";
import { kernels } from "../kernels/kernel.ts";
import { empty } from "../tensor/create.ts";
import { checkNumber, checkShape, sameShape, sizeOf, type Shape } from "../tensor/shape.ts";
import { wrap, type Tensor, type TensorLike } from "../tensor/tensor.ts";
import type { Op } from "../tape/op.ts";
import { apply } from "./define-op.ts";
import { add, mul } from "./elementwise/arithmetic.ts";
import { rsqrt, square } from "./elementwise/roots.ts";
import { normalizeBackward, rowTotals } from "./normalized-rows.ts";
import { operands } from "./operand.ts";
import { checkOptions } from "./options.ts";
import { mean } from "./reductions/mean.ts";

/** Options of {@link rmsNorm}. */
export interface RmsNormOptions {
  /** Shape of the last axes to normalise over. Default: the weight's, else the last axis. */
  normalizedShape?: Shape;
  /** Added to the mean square, from 0. Default: the distance from 1 to the next number of the dtype. */
  eps?: number | null;
}

interface Plan {
  readonly axes: readonly number[];
  readonly rows: number;
  readonly width: number;
  readonly eps: number;
}

const op: Op<Plan> = {
  name: "rmsNorm",

  forward(context, [x, weight], { rows, width, eps }) {
    const out = empty(x.shape, x.dtype);
    // What is taken off each row, nothing, and what it is multiplied by: as layerNorm keeps them.
    const kept = new Float64Array(2 * rows);
    context.save(x, wrap(kept, [rows, 2]), ...(weight === undefined ? [] : [weight]));
    const { normalize } = kernels;
    if (normalize?.(x.data, weight?.data ?? null, null, out.data, kept, rows, width, eps, false)) return out;
    for (let row = 0, start = 0; row < rows; row++, start += width) {
      let squares = 0;
      for (let i = 0; i < width; i++) squares += x.data[start + i] ** 2;
      const inverse = 1 / Math.sqrt(squares / width + eps);
      kept[2 * row + 1] = inverse;
      for (let i = 0; i < width; i++)
        out.data[start + i] = x.data[start + i] * inverse * (weight === undefined ? 1 : weight.data[i]);
    }
    return out;
  },

  backward(context, [g], { rows, width }) {
    const [x, statistics, weight] = context.saved;
    const grad = (g as Tensor).data;
    const dx = empty(x.shape, x.dtype);
    const fast = normalizeBackward(grad, x, statistics, weight ?? null, dx, width, false);
    if (fast !== null) return weight === undefined ? [dx] : [dx, rowTotals(fast, weight.shape, x)];
    const dWeight = new Float64Array(width);
    for (let row = 0, start = 0; row < rows; row++, start += width) {
      const inverse = statistics.data[2 * row + 1];
      let along = 0;
      for (let i = 0; i < width; i++) {
        const upstream = grad[start + i] * x.data[start + i];
        dWeight[i] += upstream * inverse;
        along += weight === undefined ? upstream : upstream * weight.data[i];
      }
      const slope = (along * inverse * inverse) / width;
      for (let i = 0; i < width; i++) {
        const inner = weight === undefined ? grad[start + i] : grad[start + i] * weight.data[i];
        dx.data[start + i] = inverse * (inner - x.data[start + i] * slope);
      }
    }
    if (weight === undefined) return [dx];
    const scaled = empty(weight.shape, x.dtype);
    scaled.data.set(dWeight);
    return [dx, scaled];
  },

  composed([x, weight], { axes, eps }) {
    const inverse = rsqrt(add(mean(square(x), { axis: axes, keepDims: true }), eps));
    const out = mul(x, inverse);
    return weight === undefined ? out : mul(out, weight);
  },
};

/**
 * Divides the last axes by their root mean square and scales: `x / √(mean(x²) + eps) · weight` (Zhang and Sennrich, "Root
 * mean square layer normalization", 2019).
 *
 * @param weight of the normalised shape, or null
 * @throws ShapeError if the normalised shape is not that of the last axes of `x`
 * @throws ArgumentError if `eps` is negative
 */
export function rmsNorm(x: TensorLike, weight?: TensorLike | null, options: RmsNormOptions = {}): Tensor {
  checkOptions("rmsNorm", options, ["normalizedShape", "eps"]);
  const inputs = operands("rmsNorm", weight === undefined || weight === null ? [x] : [x, weight]);
  const { shape, dtype } = inputs[0];
  const normalized =
    options.normalizedShape === undefined
      ? (inputs[1]?.shape ?? shape.slice(-1))
      : checkShape("rmsNorm", options.normalizedShape);
  const first = shape.length - normalized.length;
  if (normalized.length === 0 || first < 0 || !sameShape(shape.slice(first), normalized)) {
    throw new ShapeError(
      `rmsNorm: x ${formatShape(shape)} does not end in the normalised shape ${formatShape(normalized)}; give normalizedShape ` +
        `the sizes of its last axes`,
    );
  }
  if (inputs.length > 1 && !sameShape(inputs[1].shape, normalized)) {
    throw new ShapeError(
      `rmsNorm: weight ${formatShape(inputs[1].shape)} must be ${formatShape(normalized)}`,
    );
  }
  const eps = options.eps ?? (dtype === "float64" ? 2 ** -52 : 2 ** -23);
  return apply(op, inputs, {
    axes: normalized.map((_, i) => first + i),
    rows: sizeOf(shape.slice(0, first)),
    width: sizeOf(normalized),
    eps: checkNumber("rmsNorm", "eps", eps, 0),
  });
}
