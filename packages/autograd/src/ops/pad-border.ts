import { ShapeError, formatShape } from "../errors.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { rowTaker } from "./indexing/rows.ts";
import type { Pads } from "./pad.ts";

/** Ways to fill a border from the data itself. */
export type BorderMode = "reflect" | "replicate" | "circular";

interface Border {
  /** The entry of an axis of `length`, cropped to `[from, to)`, that stands at position `i` in its continuation. */
  source(i: number, length: number, from: number, to: number): number;
  /** The widest border an axis of `length`, of which `kept` are left, can fill. */
  widest(length: number, kept: number): number;
}

const BORDERS: Readonly<Record<BorderMode, Border>> = {
  reflect: {
    source: (i, length) => (i < 0 ? -i : i < length ? i : 2 * length - 2 - i),
    widest: (length) => length - 1,
  },
  replicate: {
    source: (i, length) => Math.min(Math.max(i, 0), length - 1),
    widest: (length) => (length === 0 ? 0 : Infinity),
  },
  // Only here does a crop matter at the other end: what is left wraps, as in PyTorch.
  circular: {
    source: (i, _length, from, to) => (i < from ? i + to - from : i < to ? i : i - to + from),
    widest: (_length, kept) => kept,
  },
};

const takeRows = rowTaker("pad");

/** Whether `mode` is one. @internal */
export function isBorderMode(mode: unknown): mode is BorderMode {
  return typeof mode === "string" && Object.hasOwn(BORDERS, mode);
}

/** `x` with the border of each axis filled from its own entries; `pads` has one checked pair for each axis. @internal */
export function padBorder(x: Tensor, pads: readonly Pads[], mode: BorderMode): Tensor {
  const { source, widest } = BORDERS[mode];
  let padded = x;
  pads.forEach(([before, after], axis) => {
    if (before === 0 && after === 0) return;
    const length = x.shape[axis];
    const [from, to] = [Math.max(0, -before), length + Math.min(0, after)];
    const most = Math.max(0, widest(length, to - from));
    if (Math.max(before, after) > most) {
      throw new ShapeError(
        `pad: [${before}, ${after}] is too wide for mode "${mode}" on axis ${axis} of shape ${formatShape(x.shape)}; at most ` +
          `${most} at either end`,
      );
    }
    const indices = Int32Array.from({ length: before + length + after }, (_, i) =>
      source(i - before, length, from, to),
    );
    padded = takeRows(padded, { axis, indices, indexShape: [indices.length], frozen: -1 });
  });
  return padded;
}
