import { ShapeError, formatShape } from "../../errors.ts";
import { empty } from "../../tensor/create.ts";
import type { Indices } from "../../tensor/indices.ts";
import { checkAxis, stridesOf, type Shape } from "../../tensor/shape.ts";
import { wrap, type Tensor } from "../../tensor/tensor.ts";
import type { Op } from "../../tape/op.ts";
import { apply } from "../define-op.ts";
import { checkOptions } from "../options.ts";
import { indexArgument, type IndexOptions } from "./index-argument.ts";

// Gathering and adding where one gathered are each other's gradients, so they share a file.

/** Options of {@link gather} and {@link scatterAdd}. */
export interface GatherOptions extends IndexOptions {
  /** The axis along which the indices count. Default 0. */
  axis?: number;
}

/** Where in a tensor's data each index points. @internal */
export interface Positions {
  readonly at: Int32Array;
  /** Shape of the indices. */
  readonly shape: Shape;
}

const gatherOp: Op<Positions> = {
  name: "gather",
  forward(_context, [x], { at, shape }) {
    const out = empty(shape, x.dtype);
    for (let i = 0; i < at.length; i++) out.data[i] = x.data[at[i]];
    return out;
  },
  backward: (context, [g], positions) => {
    const target = empty(context.inputShapes[0], (g as Tensor).dtype);
    return [addAt(target, g as Tensor, positions)];
  },
};

const scatterAddOp: Op<Positions> = {
  name: "scatterAdd",
  forward(_context, [x, source], { at }) {
    const out = wrap(x.data.slice(), x.shape);
    for (let i = 0; i < at.length; i++) out.data[at[i]] += source.data[i];
    return out;
  },
  backward: (context, [g], positions) => [g, context.needs(1) ? gatherAt(g as Tensor, positions) : null],
};

/** The elements of `x` at the positions. @internal */
export function gatherAt(x: Tensor, positions: Positions): Tensor {
  return apply(gatherOp, [x], positions);
}

/** `x` with the elements of `source`, of the indices' shape, added at the positions. @internal */
export function addAt(x: Tensor, source: Tensor, positions: Positions): Tensor {
  return apply(scatterAddOp, [x, source], positions);
}

/**
 * Checks the indices of `gather` and the scatters: along `axis` they count, along other axes they stay in place. `stretches`
 * says whether an axis of size 1 of `x` serves any number of indices. @internal
 */
export function planPositions(
  op: string,
  x: Tensor,
  indices: Indices,
  options: GatherOptions,
  stretches: boolean = false,
  known: readonly string[] = ["axis", "shape"],
): Positions {
  checkOptions(op, options, known);
  // A scalar counts as a list of one, as in PyTorch.
  const whole = x.ndim === 0 ? [1] : x.shape;
  const axis = checkAxis(op, options.axis ?? 0, whole);
  const { values, shape } = indexArgument(op, indices, whole[axis], options);
  const reaches = (size: number, i: number): boolean =>
    i === axis || size <= whole[i] || (stretches && whole[i] === 1);
  const fits = Math.max(shape.length, 1) === whole.length && shape.every(reaches);
  if (!fits && values.length > 0) {
    throw new ShapeError(
      `${op}: indices of shape ${formatShape(shape)} do not fit ${formatShape(x.shape)}: they need as many axes, and no size ` +
        `above it except along axis ${axis}; give flat indices their shape in the options`,
    );
  }
  const strides = stridesOf(whole).map((stride, i) => (shape[i] > whole[i] ? 0 : stride));
  const step = stridesOf(whole)[axis];
  strides[axis] = 0;
  const at = new Int32Array(values.length);
  const counter = new Array<number>(shape.length).fill(0);
  for (let i = 0, base = 0; i < at.length; i++) {
    at[i] = base + values[i] * step;
    for (let k = shape.length - 1; k >= 0; k--) {
      base += strides[k];
      if (++counter[k] < shape[k]) break;
      base -= strides[k] * shape[k];
      counter[k] = 0;
    }
  }
  return { at, shape };
}
