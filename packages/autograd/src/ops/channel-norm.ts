import { ShapeError, formatShape } from "../errors.ts";
import { empty } from "../tensor/create.ts";
import { sizeOf, type Shape } from "../tensor/shape.ts";
import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import type { Op } from "../tape/op.ts";
import { add, div, mul, sub } from "./elementwise/arithmetic.ts";
import { sqrt, square } from "./elementwise/roots.ts";
import { operands } from "./operand.ts";
import { mean } from "./reductions/mean.ts";
import { reshape } from "./shape/reshape.ts";

/** Statistics over groups of `x` seen as [batch, channels, length], and a scale and shift for each channel. @internal */
export interface ChannelNorm {
  readonly batch: number;
  readonly channels: number;
  readonly length: number;
  /** Group of each of the `batch × channels` runs. */
  readonly groupOf: Int32Array;
  readonly groups: number;
  /** Elements of a group. */
  readonly count: number;
  /** The shape in which groups lie along axes, and those axes. */
  readonly view: Shape;
  readonly axes: readonly number[];
  readonly eps: number;
  /** Places of weight and bias among the inputs; -1 if absent. */
  readonly weight: number;
  readonly bias: number;
}

/** Mean and biased variance of each group, in float64. @internal */
export interface GroupMoments {
  readonly means: Float64Array;
  readonly variances: Float64Array;
}

/** Mean and biased variance of each group. @internal */
export function groupMoments(x: Tensor, plan: ChannelNorm): GroupMoments {
  const { groupOf, groups, length, count } = plan;
  const means = new Float64Array(groups);
  const variances = new Float64Array(groups);
  for (let run = 0, at = 0; run < groupOf.length; run++) {
    let total = 0;
    for (const end = at + length; at < end; at++) total += x.data[at];
    means[groupOf[run]] += total;
  }
  for (let group = 0; group < groups; group++) means[group] /= count;
  for (let run = 0, at = 0; run < groupOf.length; run++) {
    const center = means[groupOf[run]];
    let squares = 0;
    for (const end = at + length; at < end; at++) squares += (x.data[at] - center) ** 2;
    variances[groupOf[run]] += squares;
  }
  for (let group = 0; group < groups; group++) variances[group] /= count;
  return { means, variances };
}

/** Makes the operation that normalises by groups, under the name it has on the tape. @internal */
export function channelNormOp(name: string): Op<ChannelNorm> {
  return {
    name,
    forward(context, inputs, plan) {
      const { channels, length, groupOf, groups, weight, bias } = plan;
      const x = inputs[0];
      const out = empty(x.shape, x.dtype);
      const { means, variances } = groupMoments(x, plan);
      const statistics = empty([2, groups], "float64");
      statistics.data.set(means);
      for (let i = 0; i < groups; i++) statistics.data[groups + i] = 1 / Math.sqrt(variances[i] + plan.eps);
      for (let run = 0, at = 0; run < groupOf.length; run++) {
        const channel = run % channels;
        const center = means[groupOf[run]];
        const inverse = statistics.data[groups + groupOf[run]];
        const scale = weight < 0 ? 1 : inputs[weight].data[channel];
        const shift = bias < 0 ? 0 : inputs[bias].data[channel];
        for (const end = at + length; at < end; at++)
          out.data[at] = (x.data[at] - center) * inverse * scale + shift;
      }
      context.save(x, statistics, ...(weight < 0 ? [] : [inputs[weight]]));
      return out;
    },

    backward(context, [g], { channels, length, groupOf, groups, count, weight, bias }) {
      const [x, statistics, scales] = context.saved;
      const grad = (g as Tensor).data;
      const dWeight = new Float64Array(channels);
      const dBias = new Float64Array(channels);
      const sums = new Float64Array(groups);
      const along = new Float64Array(groups);
      for (let run = 0, at = 0; run < groupOf.length; run++) {
        const group = groupOf[run];
        const center = statistics.data[group];
        const inverse = statistics.data[groups + group];
        let total = 0;
        let projected = 0;
        for (const end = at + length; at < end; at++) {
          total += grad[at];
          projected += grad[at] * (x.data[at] - center);
        }
        projected *= inverse;
        const channel = run % channels;
        dBias[channel] += total;
        dWeight[channel] += projected;
        const scale = scales === undefined ? 1 : scales.data[channel];
        sums[group] += total * scale;
        along[group] += projected * scale;
      }
      const dx = empty(x.shape, x.dtype);
      for (let run = 0, at = 0; run < groupOf.length; run++) {
        const group = groupOf[run];
        const center = statistics.data[group];
        const inverse = statistics.data[groups + group];
        const scale = scales === undefined ? 1 : scales.data[run % channels];
        const offset = sums[group] / count;
        const slope = (along[group] / count) * inverse;
        for (const end = at + length; at < end; at++)
          dx.data[at] = inverse * (grad[at] * scale - offset - (x.data[at] - center) * slope);
      }
      const grads: Tensor[] = [dx];
      for (const [place, values] of [[weight, dWeight], [bias, dBias]] as const) {
        if (place < 0) continue;
        grads[place] = empty([channels], x.dtype);
        grads[place].data.set(values);
      }
      return grads;
    }, // prettier-ignore

    composed(inputs, { batch, channels, length, view, axes, eps, weight, bias }) {
      const over = { axis: axes, keepDims: true };
      const x = reshape(inputs[0], view);
      const centered = sub(x, mean(x, over));
      const normalized = div(centered, sqrt(add(mean(square(centered), over), eps)));
      let out = reshape(normalized, [batch, channels, length]);
      if (weight >= 0) out = mul(out, reshape(inputs[weight], [channels, 1]));
      if (bias >= 0) out = add(out, reshape(inputs[bias], [channels, 1]));
      return reshape(out, inputs[0].shape);
    },
  };
}

export interface ChannelNormOptions {
  /** Scale of each channel, or null. */
  weight?: TensorLike | null;
  /** Shift of each channel, or null. */
  bias?: TensorLike | null;
  /** Added to the variance, from 0. Default 1e-5. */
  eps?: number;
}

/** `x` and whichever of weight and bias are given, checked, with their places. @internal */
export function channelInputs(
  op: string,
  x: TensorLike,
  { weight, bias }: ChannelNormOptions,
): { inputs: Tensor[]; weight: number; bias: number } & Pick<ChannelNorm, "batch" | "channels" | "length"> {
  const values: TensorLike[] = [x];
  const weightAt = weight === undefined || weight === null ? -1 : values.push(weight) - 1;
  const biasAt = bias === undefined || bias === null ? -1 : values.push(bias) - 1;
  const inputs = operands(op, values);
  const { shape } = inputs[0];
  if (shape.length < 2)
    throw new ShapeError(`${op}: x ${formatShape(shape)} must be [batch, channels, …]; unsqueeze it first`);
  const [batch, channels] = shape;
  for (const [name, at] of [["weight", weightAt], ["bias", biasAt]] as const) {
    if (at >= 0 && (inputs[at].ndim !== 1 || inputs[at].size !== channels)) {
      throw new ShapeError(
        `${op}: ${name} ${formatShape(inputs[at].shape)} must be [${channels}], one number per channel of x ${formatShape(shape)}`,
      );
    }
  } // prettier-ignore
  return { inputs, weight: weightAt, bias: biasAt, batch, channels, length: sizeOf(shape.slice(2)) };
}
