import { ShapeError } from "../../errors.ts";
import { empty } from "../../tensor/create.ts";
import { sizeOf, type Shape } from "../../tensor/shape.ts";
import { windowOn, type Tensor } from "../../tensor/tensor.ts";
import { uninitialized } from "../../tensor/uninitialized.ts";
import type { Op } from "../../tape/op.ts";
import { apply, applyMany } from "../define-op.ts";

// Joining and cutting are each other's gradients, so they share a file.

interface Layout {
  readonly axis: number;
  /** Whether the pieces lack the axis: `stack` and `unstack`, against `concat` and `split`. */
  readonly stacked: boolean;
}

const joinOp: Op<Layout> = {
  name: "concat",
  forward(_context, inputs, { axis, stacked }) {
    const { shape, dtype } = inputs[0];
    const length = stacked ? inputs.length : inputs.reduce((total, input) => total + input.shape[axis], 0);
    const out = uninitialized(
      [...shape.slice(0, axis), length, ...shape.slice(stacked ? axis : axis + 1)],
      dtype,
    );
    // Of nothing there may be more rows than anybody can count.
    const outer = out.size === 0 ? 0 : sizeOf(shape.slice(0, axis));
    const row = sizeOf(out.shape.slice(axis));
    let at = 0;
    for (const { data } of inputs) {
      const width = data.length / outer;
      if (outer === 1) out.data.set(data, at);
      else
        for (let i = 0; i < outer; i++) out.data.set(data.subarray(i * width, (i + 1) * width), i * row + at);
      at += width;
    }
    return out;
  },
  backward(context, [g], { axis, stacked }) {
    const sizes = context.inputShapes.map((shape) => (stacked ? 1 : shape[axis]));
    return cut(g as Tensor, sizes, axis, stacked);
  },
  lower({ heap, inputs, outputs: [whole] }, { axis }) {
    const runs = runsOf(whole, axis, inputs);
    const last = inputs.length;
    return {
      exact: true,
      run(at) {
        for (let i = 0, to = at[last]; i < last; to += runs.bytes[i], i++)
          heap.module.copyRows(at[i], runs.bytes[i], to, runs.row, runs.outer, runs.bytes[i]);
      },
    };
  },
};

/** Pieces of a whole as runs of bytes, one for each of `outer` rows. */
function runsOf(
  whole: Shape,
  axis: number,
  pieces: readonly Shape[],
): { outer: number; row: number; bytes: readonly number[] } {
  const outer = sizeOf(whole.slice(0, axis));
  return {
    outer,
    row: 4 * sizeOf(whole.slice(axis)),
    bytes: pieces.map((piece) => (outer === 0 ? 0 : (4 * sizeOf(piece)) / outer)),
  };
}

const cutOp: Op<Layout & { readonly sizes: readonly number[] }> = {
  name: "split",
  forward(_context, [x], { sizes, axis, stacked }) {
    const outer = x.size === 0 ? 0 : sizeOf(x.shape.slice(0, axis));
    const inner = sizeOf(x.shape.slice(axis + 1));
    const row = x.shape[axis] * inner;
    let from = 0;
    return sizes.map((size) => {
      const shape = pieceShape(x.shape, axis, size, stacked);
      const start = from;
      const width = size * inner;
      from += width;
      // Pieces of the first axis lie in one run of memory: they are windows, not copies.
      if (outer === 1) return windowOn(x, start, shape);
      const out = uninitialized(shape, x.dtype);
      for (let i = 0; i < outer; i++)
        out.data.set(x.data.subarray(i * row + start, i * row + start + width), i * width);
      return out;
    });
  },
  backward(context, grads, { sizes, axis, stacked }) {
    const [shape] = context.inputShapes;
    const { dtype } = grads.find((g) => g !== null) as Tensor;
    return [
      join(
        grads.map((g, i) => g ?? empty(pieceShape(shape, axis, sizes[i], stacked), dtype)),
        axis,
        stacked,
      ),
    ];
  },
  lower({ heap, inputs: [whole], outputs }, { axis }) {
    const runs = runsOf(whole, axis, outputs);
    return {
      exact: true,
      run(at) {
        for (let i = 0, from = at[0]; i < outputs.length; from += runs.bytes[i], i++)
          heap.module.copyRows(from, runs.row, at[1 + i], runs.bytes[i], runs.outer, runs.bytes[i]);
      },
    };
  },
};

function pieceShape(shape: Shape, axis: number, size: number, stacked: boolean): number[] {
  return [...shape.slice(0, axis), ...(stacked ? [] : [size]), ...shape.slice(axis + 1)];
}

/** Joins checked inputs along an axis they have, or, stacked, along a new one. @internal */
export function join(inputs: readonly Tensor[], axis: number, stacked: boolean): Tensor {
  return apply(joinOp, inputs, { axis, stacked });
}

/** More pieces than anybody works on one by one: a list of them would fill the memory. */
const MOST_PIECES = 2 ** 20;

/** Checks a number of pieces before there is a list of them. @internal */
export function checkPieces(op: string, count: number): void {
  if (count > MOST_PIECES)
    throw new ShapeError(
      `${op}: ${count} pieces are more than the ${MOST_PIECES} that one call makes; cut in steps`,
    );
}

/** Cuts along an axis, on one record however many the pieces. @internal */
export function cut(x: Tensor, sizes: readonly number[], axis: number, stacked: boolean): Tensor[] {
  return applyMany(cutOp, [x], { sizes, axis, stacked });
}
