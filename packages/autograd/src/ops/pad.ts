import { ArgumentError, ShapeError, formatShape, formatValue } from "../errors.ts";
import { empty } from "../tensor/create.ts";
import { checkInteger, checkNumber, checkShape, isList, stridesOf, type Shape } from "../tensor/shape.ts";
import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import type { Op } from "../tape/op.ts";
import { apply } from "./define-op.ts";
import { operand } from "./operand.ts";
import { checkOptions } from "./options.ts";
import { isBorderMode, padBorder, type BorderMode } from "./pad-border.ts";
import { readView, writeView } from "./shape/strided.ts";

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

/** Options of {@link pad}. */
export interface PadOptions {
  /**
   * What is added: `"constant"` the value, `"reflect"` the entries mirrored at the first and last one, `"replicate"` the first
   * and last one, `"circular"` those of the other end, once both are cropped. Default `"constant"`.
   */
  mode?: "constant" | BorderMode;
  /** The value of mode `"constant"`. Default 0. */
  value?: number;
}

/**
 * `x` with entries added before and after its axes: of one value, or by `mode` taken from `x` itself. Negative numbers crop.
 *
 * @param pads pairs `[before, after]` from the LAST axis backwards, as PyTorch orders them; axes without a pair stay
 * @example
 * pad(tensor([[1, 2]]), [[0, 1], [1, 0]]); // [[0, 0, 0], [1, 2, 0]]
 * pad(tensor([1, 2, 3]), [[2, 1]], { mode: "reflect" }); // [3, 2, 1, 2, 3, 2]
 * @throws ShapeError if there are more pairs than axes, an axis is cropped below 0, or is too short for the mode
 * @throws ArgumentError if a pad is not a whole number, `mode` not one of the four, or `value` not a number
 */
export function pad(x: TensorLike, pads: readonly Pads[], options: PadOptions = {}): Tensor {
  const t = operand("pad", x);
  checkOptions("pad", options, ["mode", "value"]);
  const { mode = "constant", value = 0 } = options;
  const all = checkPads(t.shape, pads);
  if (isBorderMode(mode)) {
    if (options.value !== undefined)
      throw new ArgumentError(`pad: mode "${mode}" takes no value; leave it out`);
    return padBorder(t, all, mode);
  }
  if (mode !== "constant") {
    throw new ArgumentError(
      `pad: mode must be "constant", "reflect", "replicate" or "circular", got ${formatValue(mode)}`,
    );
  }
  return apply(op, [t], { pads: all, value: checkNumber("pad", "value", value) });
}

/** One pair for each axis, first axis first. */
function checkPads(shape: Shape, pads: readonly Pads[]): Pads[] {
  if (!isList(pads) || [...pads].some((pair) => !isList(pair) || pair.length !== 2)) {
    throw new ArgumentError(`pad: pads must be a list of pairs [before, after], got ${formatValue(pads)}`);
  }
  if (pads.length > shape.length) {
    throw new ShapeError(
      `pad: ${pads.length} pairs for shape ${formatShape(shape)}; give at most ${shape.length}`,
    );
  }
  const all = shape.map((size, axis): Pads => {
    const [before, after] = pads[shape.length - 1 - axis] ?? [0, 0];
    checkInteger("pad", `before of axis ${axis}`, before);
    checkInteger("pad", `after of axis ${axis}`, after);
    if (size + before + after < 0 || -before > size || -after > size) {
      throw new ShapeError(
        `pad: [${before}, ${after}] takes more than there is from axis ${axis} of shape ${formatShape(shape)}`,
      );
    }
    return [before, after];
  });
  checkShape("pad", shape.map((size, axis) => all[axis][0] + size + all[axis][1])); // prettier-ignore
  return all;
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((total, n, i) => total + n * b[i], 0);
}
