import { empty } from "../tensor/create.ts";
import { Tensor } from "../tensor/tensor.ts";
import type { Op } from "../tape/node.ts";
import { apply } from "./define-op.ts";
import { isOneRun, readView, writeView, type View } from "./strided.ts";

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
    if (isOneRun(view)) return x.window(view.offset, shape);
    return new Tensor(readView(x.data, view), shape);
  },
  backward: (context, [g], part) => [
    apply(placeOp, [g as Tensor], { ...part, whole: context.inputShapes[0] }),
  ],
};

const placeOp: Op<Placed> = {
  name: "sliceBackward",
  forward(_context, [g], { view, whole }) {
    const out = empty(whole, g.dtype);
    writeView(out.data, view, g.data);
    return out;
  },
  backward: (_context, [g], part) => [apply(readOp, [g as Tensor], part)],
};

/** The part of `x` that `view` shows, as `shape`: a window on `x` if the part is one run of memory. @internal */
export function part(x: Tensor, view: View, shape: readonly number[]): Tensor {
  return apply(readOp, [x], { view, shape });
}
