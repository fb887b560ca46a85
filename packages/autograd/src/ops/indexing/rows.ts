import { kernels } from "../../kernels/kernel.ts";
import { empty } from "../../tensor/create.ts";
import { sizeOf, type Shape } from "../../tensor/shape.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import type { Op } from "../../tape/op.ts";
import { apply } from "../define-op.ts";
import { copyRun } from "../shape/strided.ts";

/** From this width on a call for each row costs less than it saves. */
const WIDE = 64;

// Taking rows and adding them back are each other's gradients, so they share a file.

/** Which rows of an axis to take, in order. @internal */
export interface Rows {
  readonly axis: number;
  readonly indices: Int32Array;
  /** Shape of `indices`, which stands in the result where the axis was. */
  readonly indexShape: Shape;
  /** A row that gets no gradient; -1 for none. */
  readonly frozen: number;
}

interface Taken extends Rows {
  /** Whether the frozen row reads as zeros, as the gradient of a gradient asks. */
  readonly withoutFrozen: boolean;
}

interface Added extends Rows {
  readonly whole: Shape;
}

const takeOp = (name: string): Op<Taken> => ({
  name,
  forward(_context, [x], { axis, indices, indexShape, frozen, withoutFrozen }) {
    const { shape } = x;
    const out = empty([...shape.slice(0, axis), ...indexShape, ...shape.slice(axis + 1)], x.dtype);
    forEachRow(shape, axis, indices, (index, to, from, width) => {
      if (!(withoutFrozen && index === frozen)) copyRun(x.data, from, out.data, to, width);
    });
    return out;
  },
  backward: (context, [g], { axis, indices, indexShape, frozen }) => [
    apply(addOp, [g as Tensor], { axis, indices, indexShape, frozen, whole: context.inputShapes[0] }),
  ],
});

const addOp: Op<Added> = {
  name: "indexAdd",
  forward(_context, [g], { whole, axis, indices, frozen }) {
    const out = empty(whole, g.dtype);
    const from = g.data;
    const to = out.data;
    forEachRow(whole, axis, indices, (index, source, target, width) => {
      if (index === frozen) return;
      if (width >= WIDE) kernels.add(to, target, 1, from, source, 1, to, target, width);
      else for (let i = 0; i < width; i++) to[target + i] += from[source + i];
    });
    return out;
  },
  backward: (_context, [g], { axis, indices, indexShape, frozen }) => [
    apply(takeAgainOp, [g as Tensor], { axis, indices, indexShape, frozen, withoutFrozen: true }),
  ],
};

const takeAgainOp = takeOp("indexAddBackward");

/** Makes the operation that takes rows, under the name it has on the tape. @internal */
export function rowTaker(name: string): (x: Tensor, rows: Rows) => Tensor {
  const op = takeOp(name);
  return (x, rows) => apply(op, [x], { ...rows, withoutFrozen: false });
}

/** `source`'s rows added up where the indices point, in zeros of shape `whole`: the transpose of taking them. @internal */
export function addedRows(source: Tensor, rows: Rows, whole: Shape): Tensor {
  return apply(addOp, [source], { ...rows, whole });
}

/** Visits each index at each outer position: where its row starts among the taken ones and in the whole. */
function forEachRow(
  whole: Shape,
  axis: number,
  indices: Int32Array,
  visit: (index: number, taken: number, inWhole: number, width: number) => void,
): void {
  const outer = sizeOf(whole.slice(0, axis));
  const width = sizeOf(whole.slice(axis + 1));
  if (width === 0) return;
  for (let o = 0, taken = 0; o < outer; o++) {
    const start = o * whole[axis] * width;
    for (let i = 0; i < indices.length; i++, taken += width)
      visit(indices[i], taken, start + indices[i] * width, width);
  }
}
