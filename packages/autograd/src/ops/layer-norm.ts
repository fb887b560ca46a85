import { ShapeError, formatShape } from "../errors.ts";
import { kernels } from "../kernels/kernel.ts";
import { empty } from "../tensor/create.ts";
import { checkNumber, checkShape, sameShape, sizeOf, type Shape } from "../tensor/shape.ts";
import { wrap, type Tensor, type TensorLike } from "../tensor/tensor.ts";
import type { Op } from "../tape/op.ts";
import { apply } from "./define-op.ts";
import { add, div, mul, sub } from "./elementwise/arithmetic.ts";
import { sqrt, square } from "./elementwise/roots.ts";
import { normalizeBackward, rowTotals } from "./normalized-rows.ts";
import { operands } from "./operand.ts";
import { checkOptions } from "./options.ts";
import { mean } from "./reductions/mean.ts";

/** Options of {@link layerNorm}. */
export interface LayerNormOptions {
  /** Shape of the last axes to normalise over. Default: the weight's, else the bias's, else the last axis. */
  normalizedShape?: Shape;
  /** Added to the variance, from 0. Default 1e-5. */
  eps?: number;
}

interface Plan {
  readonly axes: readonly number[];
  readonly rows: number;
  readonly width: number;
  readonly eps: number;
  /** Places of weight and bias among the inputs; -1 if absent. */
  readonly weight: number;
  readonly bias: number;
}

const op: Op<Plan> = {
  name: "layerNorm",

  forward(context, inputs, { rows, width, eps, weight, bias }) {
    const x = inputs[0];
    const out = empty(x.shape, x.dtype);
    const scale = inputs[weight]?.data;
    const shift = inputs[bias]?.data;
    // Mean and 1/σ of each row, as float64 whatever x is.
    const kept = new Float64Array(2 * rows);
    context.save(x, wrap(kept, [rows, 2]), ...(weight < 0 ? [] : [inputs[weight]]));
    const { normalize } = kernels;
    if (normalize?.(x.data, scale ?? null, shift ?? null, out.data, kept, rows, width, eps, true)) return out;
    for (let row = 0, at = 0; row < rows; row++, at += width) {
      let total = 0;
      for (let i = 0; i < width; i++) total += x.data[at + i];
      const center = total / width;
      let squares = 0;
      for (let i = 0; i < width; i++) squares += (x.data[at + i] - center) ** 2;
      const inverse = 1 / Math.sqrt(squares / width + eps);
      kept[2 * row] = center;
      kept[2 * row + 1] = inverse;
      for (let i = 0; i < width; i++) {
        let value = (x.data[at + i] - center) * inverse;
        if (scale !== undefined) value *= scale[i];
        out.data[at + i] = shift === undefined ? value : value + shift[i];
      }
    }
    return out;
  },

  backward(context, [g], { rows, width, weight, bias }) {
    const [x, statistics, scale] = context.saved;
    const grad = (g as Tensor).data;
    const dx = empty(x.shape, x.dtype);
    const fast = normalizeBackward(grad, x, statistics, scale ?? null, dx, width, true);
    const grads: Tensor[] = [dx];
    if (fast !== null) {
      if (weight >= 0) grads[weight] = rowTotals(fast, context.inputShapes[weight], x);
      if (bias >= 0) grads[bias] = rowTotals(grad, context.inputShapes[bias], x);
      return grads;
    }
    const dWeight = new Float64Array(width);
    const dBias = new Float64Array(width);
    for (let row = 0, at = 0; row < rows; row++, at += width) {
      const center = statistics.data[2 * row];
      const inverse = statistics.data[2 * row + 1];
      let sum = 0;
      let along = 0;
      for (let i = 0; i < width; i++) {
        const upstream = grad[at + i];
        const normalized = (x.data[at + i] - center) * inverse;
        const inner = scale === undefined ? upstream : upstream * scale.data[i];
        sum += inner;
        along += inner * normalized;
        dWeight[i] += upstream * normalized;
        dBias[i] += upstream;
      }
      for (let i = 0; i < width; i++) {
        const normalized = (x.data[at + i] - center) * inverse;
        const inner = scale === undefined ? grad[at + i] : grad[at + i] * scale.data[i];
        dx.data[at + i] = inverse * (inner - (sum + normalized * along) / width);
      }
    }
    if (weight >= 0) grads[weight] = of(dWeight, context.inputShapes[weight], x);
    if (bias >= 0) grads[bias] = of(dBias, context.inputShapes[bias], x);
    return grads;
  },

  composed(inputs, { axes, eps, weight, bias }) {
    const over = { axis: axes, keepDims: true };
    const centered = sub(inputs[0], mean(inputs[0], over));
    let out = div(centered, sqrt(add(mean(square(centered), over), eps)));
    if (weight >= 0) out = mul(out, inputs[weight]);
    return bias >= 0 ? add(out, inputs[bias]) : out;
  },
};

function of(sums: Float64Array, shape: Shape, like: Tensor): Tensor {
  const out = empty(shape, like.dtype);
  out.data.set(sums);
  return out;
}

/**
 * Normalises over the last axes and scales: `(x - mean) / √(variance + eps) · weight + bias`, the variance biased (Ba, Kiros
 * and Hinton, "Layer normalization", 2016).
 *
 * @param weight of the normalised shape, or null
 * @param bias of the normalised shape, or null
 * @throws ShapeError if the normalised shape is not that of the last axes of `x`
 */
export function layerNorm(
  x: TensorLike,
  weight?: TensorLike | null,
  bias?: TensorLike | null,
  options: LayerNormOptions = {},
): Tensor {
  checkOptions("layerNorm", options, ["normalizedShape", "eps"]);
  const hasWeight = weight !== undefined && weight !== null;
  const hasBias = bias !== undefined && bias !== null;
  const inputs = operands("layerNorm", [x, ...(hasWeight ? [weight] : []), ...(hasBias ? [bias] : [])]);
  const { shape } = inputs[0];
  const normalized =
    options.normalizedShape === undefined
      ? (inputs[1]?.shape ?? shape.slice(-1))
      : checkShape("layerNorm", options.normalizedShape);
  const first = shape.length - normalized.length;
  if (normalized.length === 0 || first < 0 || !sameShape(shape.slice(first), normalized)) {
    throw new ShapeError(
      `layerNorm: x ${formatShape(shape)} does not end in the normalised shape ${formatShape(normalized)}; give normalizedShape the sizes of its last axes`,
    );
  }
  for (const [i, t] of inputs.entries()) {
    if (i > 0 && !sameShape(t.shape, normalized)) {
      const name = i === 1 && hasWeight ? "weight" : "bias";
      throw new ShapeError(`layerNorm: ${name} ${formatShape(t.shape)} must be ${formatShape(normalized)}`);
    }
  }
  return apply(op, inputs, {
    axes: normalized.map((_, i) => first + i),
    rows: sizeOf(shape.slice(0, first)),
    width: sizeOf(normalized),
    eps: checkNumber("layerNorm", "eps", options.eps ?? 1e-5, 0),
    weight: hasWeight ? 1 : -1,
    bias: hasBias ? (hasWeight ? 2 : 1) : -1,
  });
}
