import { ArgumentError, ShapeError, formatShape } from "../errors.ts";
import { reserve } from "../tensor/allocate.ts";
import { checkInteger, isList, sizeOf } from "../tensor/shape.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { checkFlag } from "./options.ts";
import { checkPerAxis, type PerAxis } from "./per-axis.ts";

/** What each place of a window covers of one axis: elements `starts[i]`, `starts[i] + step`, … below `ends[i]`. @internal */
export interface Spans {
  readonly size: number;
  readonly step: number;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** How much of the padded axis each covers. */
  readonly extents: Int32Array;
}

/** A pooling: planes of height and width, and the windows over them. @internal */
export interface Pooling {
  readonly planes: number;
  readonly rows: Spans;
  readonly columns: Spans;
  /** Shapes of what is pooled and of the result. */
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/** What all pooling operations have in common. */
export interface PoolOptions {
  /** Steps between neighbouring places of the window, from 1. Default: the kernel size, so that windows do not overlap. */
  stride?: PerAxis;
  /** How far windows may reach beyond both ends, at most half the kernel size. Default 0. */
  padding?: PerAxis;
  /** Whether a last window that does not fit counts too, if it starts inside. Default false. */
  ceilMode?: boolean;
}

/** Options of {@link maxPool1d} and {@link maxPool2d}. */
export interface MaxPoolOptions extends PoolOptions {
  /** Distance between the window's elements, from 1. Default 1. */
  dilation?: PerAxis;
}

/** Options of {@link maxPool1d} and {@link maxPool2d} that ask for the places too. */
export interface MaxPoolIndicesOptions extends MaxPoolOptions {
  /**
   * Whether to return `{ values, indices }`: for each value where in its row or image it lay, in reading order, as `MaxUnpool1d`
   * and `MaxUnpool2d` read them. Default false.
   */
  returnIndices: true;
}

/** Options of {@link avgPool1d} and {@link avgPool2d}. */
export interface AvgPoolOptions extends PoolOptions {
  /** Whether the padding counts as elements of the mean. Default true. */
  countIncludePad?: boolean;
  /** What to divide each sum by instead of its number of elements, above 0. Default null. */
  divisorOverride?: number | null;
}

/** Checks a pooling over the last `axes` axes. @internal */
export function planPooling(
  op: string,
  axes: 1 | 2,
  x: Tensor,
  kernelSize: PerAxis,
  options: MaxPoolOptions,
): Pooling {
  checkFlag(op, "ceilMode", options.ceilMode);
  const kernel = checkPerAxis(op, "kernelSize", kernelSize, axes, 1);
  const stride = checkPerAxis(op, "stride", options.stride ?? kernel, axes, 1);
  const padding = checkPerAxis(op, "padding", options.padding ?? 0, axes, 0);
  const dilation = checkPerAxis(op, "dilation", options.dilation ?? 1, axes, 1);
  padding.forEach((pad, axis) => {
    if (pad > kernel[axis] / 2)
      throw new ArgumentError(`${op}: padding ${pad} is more than half the kernelSize ${kernel[axis]}`);
  });
  return planSpans(op, axes, x, (size, axis) =>
    slide(op, size, kernel[axis], stride[axis], padding[axis], dilation[axis], options.ceilMode ?? false),
  );
}

/** Checks a pooling to a given size: window i of n over m elements covers ⌊i m / n⌋ to ⌈(i + 1) m / n⌉. @internal */
export function planAdaptive(
  op: string,
  axes: 1 | 2,
  x: Tensor,
  outputSize: number | readonly (number | null)[],
): Pooling {
  const wanted = isList(outputSize) ? (outputSize as readonly (number | null)[]) : null;
  if (wanted !== null && wanted.length !== axes)
    throw new ArgumentError(`${op}: outputSize must be a number or a list of ${axes}, got ${wanted.length}`);
  return planSpans(op, axes, x, (size, axis) => {
    const count = checkInteger(op, "outputSize", (wanted === null ? outputSize : wanted[axis]) ?? size, 1);
    const [starts, ends, extents] = boundaries(op, count);
    for (let i = 0; i < count; i++) {
      starts[i] = Math.floor((i * size) / count);
      ends[i] = Math.ceil(((i + 1) * size) / count);
      extents[i] = ends[i] - starts[i];
    }
    return { size, step: 1, starts, ends, extents };
  });
}

function planSpans(
  op: string,
  axes: 1 | 2,
  x: Tensor,
  spans: (size: number, axis: number) => Spans,
): Pooling {
  const lead = x.shape.slice(0, -axes);
  const sizes = x.shape.slice(-axes);
  if ((x.ndim !== axes + 1 && x.ndim !== axes + 2) || sizes.includes(0)) {
    throw new ShapeError(
      `${op}: x ${formatShape(x.shape)} must be [batch, channels, ${axes === 1 ? "length" : "height, width"}], or the same ` +
        `without batch, with at least one element along what is pooled`,
    );
  }
  const found = sizes.map(spans);
  const [rows, columns] = axes === 1 ? [ONE, found[0]] : found;
  return {
    planes: sizeOf(lead),
    rows,
    columns,
    from: x.shape,
    to: [...lead, ...found.map((span) => span.starts.length)],
  };
}

/** The one row of a plane that has only columns. */
const ONE: Spans = {
  size: 1,
  step: 1,
  starts: Int32Array.of(0),
  ends: Int32Array.of(1),
  extents: Int32Array.of(1),
};

function boundaries(op: string, count: number): Int32Array[] {
  return reserve(() => [0, 1, 2].map(() => new Int32Array(count)), 3 * count, 4, op);
}

function slide(
  op: string,
  size: number,
  kernel: number,
  stride: number,
  padding: number,
  step: number,
  ceilMode: boolean,
): Spans {
  const reach = step * (kernel - 1) + 1;
  const spare = size + 2 * padding - reach;
  let count = Math.floor((spare + (ceilMode ? stride - 1 : 0)) / stride) + 1;
  // The last window must start inside the axis or the padding before it.
  if (ceilMode && (count - 1) * stride >= size + padding) count--;
  if (count < 1) {
    throw new ShapeError(
      `${op}: a window of ${reach} does not fit into size ${size} with padding ${padding}; lower kernelSize or dilation`,
    );
  }
  const [starts, ends, extents] = boundaries(op, count);
  for (let i = 0; i < count; i++) {
    const start = i * stride - padding;
    const end = Math.min(start + reach, size + padding);
    extents[i] = end - start;
    starts[i] = start < 0 ? start + Math.ceil(-start / step) * step : start;
    ends[i] = Math.min(end, size);
  }
  return { size, step, starts, ends, extents };
}
