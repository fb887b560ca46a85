import { empty } from "../../tensor/create.ts";
import { sizeOf } from "../../tensor/shape.ts";
import { wrap, windowOn, type Tensor } from "../../tensor/tensor.ts";
import type { Op } from "../../tape/op.ts";
import { apply } from "../define-op.ts";
import { isOneRun, readView, writeView, type View } from "../shape/strided.ts";

// Reading a part of a tensor and writing it into zeros are each other's gradients, so they share a file.

interface Part {
  readonly view: View;
  /** Shape of the result: the view's, perhaps without some axes. */
  readonly shape: readonly number[];
}

interface Placed extends Part {
  /** Shape of the whole that the part was read from. */
  readonly whole: readonly number[];
}

const readOp: Op<Part> = {
  name: "slice",
  forward(_context, [x], { view, shape }) {
    if (isOneRun(view)) return windowOn(x, view.offset, shape);
    return wrap(readView(x.data, view), shape);
  },
  backward: (context, [g], part) => [
    apply(placeOp, [g as Tensor], { ...part, whole: context.inputShapes[0] }),
  ],
  lower({ heap }, { view }) {
    const rows = rowsOf(view);
    if (rows === null) return null;
    const { offset, step, count, bytes } = rows;
    return {
      exact: true,
      run: ([from, to]) => heap.module.copyRows(from + offset, step, to, bytes, count, bytes),
    };
  },
};

const placeOp: Op<Placed> = {
  name: "sliceBackward",
  forward(_context, [g], { view, whole }) {
    const out = empty(whole, g.dtype);
    writeView(out.data, view, g.data);
    return out;
  },
  backward: (_context, [g], part) => [apply(readOp, [g as Tensor], part)],
  lower({ heap, outputs: [whole] }, { view }) {
    const rows = rowsOf(view);
    if (rows === null) return null;
    const { offset, step, count, bytes } = rows;
    const size = sizeOf(whole);
    return {
      exact: true,
      run([from, to]) {
        heap.array().fill(0, to / 4, to / 4 + size);
        heap.module.copyRows(from, bytes, to + offset, step, count, bytes);
      },
    };
  },
};

/** A view that is rows of neighbouring elements, all equally far apart, in bytes; null if it is not. */
function rowsOf({
  offset,
  shape,
  strides,
}: View): { offset: number; step: number; count: number; bytes: number } | null {
  const last = shape.length - 1;
  if (last < 0 || last > 1 || strides[last] !== 1 || strides[0] < 0) return null;
  const count = last === 0 ? 1 : shape[0];
  return { offset: 4 * offset, step: last === 0 ? 0 : 4 * strides[0], count, bytes: 4 * shape[last] };
}

/** The part of `x` that `view` shows, as `shape`: a window on `x` if the part is one run of memory. @internal */
export function part(x: Tensor, view: View, shape: readonly number[]): Tensor {
  return apply(readOp, [x], { view, shape });
}
