import { ArgumentError, ShapeError, formatShape, formatValue } from "../errors.ts";
import { empty } from "../tensor/create.ts";
import { checkInteger, checkNumber, stridesOf } from "../tensor/shape.ts";
import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import type { Op } from "../tape/node.ts";
import { apply } from "./define-op.ts";
import { operand } from "./operand.ts";
import { readView, writeView } from "./strided.ts";

/** How many entries come before and after an axis; negative numbers take away. */
export type Pads = readonly [before: number, after: number];

interface Plan {
  /** One pair for each axis, first axis first. */
  readonly pads: readonly Pads[];
  readonly value: number;
}

const op: Op<Plan> = {
  name: "pad",
  forward(_context, [x], { pads, value }) {
    const shape = x.shape.map((size, axis) => pads[axis][0] + size + pads[axis][1]);
    const out = empty(shape, x.dtype);
    if (value !== 0) out.data.fill(value);
    const from = pads.map(([before]) => Math.max(0, -before));
    const to = pads.map(([before]) => Math.max(0, before));
    const common = shape.map((size, axis) =>
      Math.max(0, Math.min(x.shape[axis] - from[axis], size - to[axis])),
    );
    const source = stridesOf(x.shape);
    const target = stridesOf(shape);
    const kept = readView(x.data, { offset: dot(from, source), shape: common, strides: source });
    writeView(out.data, { offset: dot(to, target), shape: common, strides: target }, kept);
    return out;
  },
  // What was added has no gradient, what was taken away has gradient 0: padding the other way round.
  backward: (_context, [g], { pads }) => [
    apply(op, [g as Tensor], { pads: pads.map(([before, after]): Pads => [-before, -after]), value: 0 }),
  ],
};

/**
 * `x` with entries of one value added before and after its axes. Negative numbers crop.
 *
 * @param pads pairs `[before, after]` from the LAST axis backwards, as PyTorch orders them; axes without a pair stay
 * @param options `value` fills what is added; default 0
 * @example
 * pad(tensor([[1, 2]]), [[0, 1], [1, 0]]); // [[0, 0, 0], [1, 2, 0]]
 * @throws ShapeError if there are more pairs than axes, or an axis is cropped below 0
 * @throws ArgumentError if a pad is not a whole number, or `value` not a number
 */
export function pad(x: TensorLike, pads: readonly Pads[], options: { value?: number } = {}): Tensor {
  const t = operand("pad", x);
  if (!Array.isArray(pads) || pads.some((pair) => !Array.isArray(pair) || pair.length !== 2)) {
    throw new ArgumentError(`pad: pads must be a list of pairs [before, after], got ${formatValue(pads)}`);
  }
  if (pads.length > t.ndim) {
    throw new ShapeError(
      `pad: ${pads.length} pairs for shape ${formatShape(t.shape)}; give at most ${t.ndim}`,
    );
  }
  const all = t.shape.map((size, axis): Pads => {
    const [before, after] = pads[t.ndim - 1 - axis] ?? [0, 0];
    checkInteger("pad", `before of axis ${axis}`, before);
    checkInteger("pad", `after of axis ${axis}`, after);
    if (size + before + after < 0 || -before > size || -after > size) {
      throw new ShapeError(
        `pad: [${before}, ${after}] takes more than there is from axis ${axis} of shape ${formatShape(t.shape)}`,
      );
    }
    return [before, after];
  });
  return apply(op, [t], { pads: all, value: checkNumber("pad", "value", options.value ?? 0) });
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((total, n, i) => total + n * b[i], 0);
}
