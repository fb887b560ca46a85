import {
  ArgumentError,
  ShapeError,
  applyOp,
  checkInteger,
  checkOptions,
  empty,
  formatShape,
  formatValue,
  gather,
  operand,
  reshape,
  sizeOf,
  toIndices,
  type Indices,
  type Op,
  type PerAxis,
  type Shape,
  type Tensor,
  type TensorLike,
} from "@rewind/autograd";
import { Module } from "./module.ts";
import { checkSizes } from "./options.ts";

/** Options of {@link MaxUnpool1d} and {@link MaxUnpool2d}: those of the pooling to be undone. */
export interface MaxUnpoolOptions {
  /** Default: the kernel size. */
  stride?: PerAxis;
  /** Default 0. */
  padding?: PerAxis;
}

/** Options of one pass of {@link MaxUnpool1d} and {@link MaxUnpool2d}. */
export interface MaxUnpoolForwardOptions {
  /** Sizes of the pooled axes before, which pooling may have cut. Default: the smallest that it can have been. */
  outputSize?: readonly number[];
}

interface Plan {
  readonly at: Int32Array;
  readonly shape: Shape;
}

/** Puts elements in their places among zeros; where two meet, the last stays. */
const op: Op<Plan> = {
  name: "maxUnpool",
  forward(_context, [x], { at, shape }) {
    const out = empty(shape, x.dtype);
    at.forEach((place, i) => (out.data[place] = x.data[i]));
    return out;
  },
  backward: (context, [g], { at }) => [
    reshape(gather(reshape(g as Tensor, [-1]), at), context.inputShapes[0]),
  ],
};

/** What undoes a max-pooling over one or two axes. */
abstract class MaxUnpool extends Module {
  readonly kernelSize: PerAxis;
  readonly options: Readonly<MaxUnpoolOptions>;
  protected abstract get axes(): 1 | 2;

  constructor(kernelSize: PerAxis, options: MaxUnpoolOptions = {}) {
    super();
    const name = new.target.name;
    checkOptions(name, options, ["stride", "padding"]);
    checkSizes(name, "kernelSize", kernelSize);
    if (options.stride !== undefined) checkSizes(name, "stride", options.stride);
    for (const pad of [options.padding ?? 0].flat()) checkInteger(name, "padding", pad, 0);
    this.kernelSize = kernelSize;
    this.options = { ...options };
  }

  /**
   * @param x what was pooled, `[batch, channels, …]` or without batch
   * @param indices where each element lay, in the shape of `x` or flat
   * @throws ShapeError if `x` has other axes, or the indices another size
   * @throws ArgumentError if an index lies outside the result
   */
  forward(x: TensorLike, indices: Indices, options: MaxUnpoolForwardOptions = {}): Tensor {
    const name = this.constructor.name;
    const { axes } = this;
    checkOptions(name, options, ["outputSize"]);
    const t = operand(name, x);
    if (t.ndim !== axes + 1 && t.ndim !== axes + 2)
      throw new ShapeError(`${name}: x ${formatShape(t.shape)} must have ${axes + 1} or ${axes + 2} axes`);
    const pooled = t.shape.slice(-axes);
    const wanted: unknown = options.outputSize ?? pooled.map((size, axis) => this.#sizeBefore(size, axis));
    if (!Array.isArray(wanted) || wanted.length !== axes)
      throw new ArgumentError(`${name}: outputSize must be a list of ${axes}, got ${formatValue(wanted)}`);
    const sizes = (wanted as unknown[]).map((size) => checkInteger(name, "outputSize", size, 0));
    const area = sizeOf(sizes);
    const { values } = toIndices(name, indices, area);
    if (values.length !== t.size)
      throw new ShapeError(
        `${name}: ${values.length} indices for x ${formatShape(t.shape)}; give one for each element`,
      );
    const each = sizeOf(pooled);
    const at = values.map((index, i) => Math.floor(i / each) * area + index);
    return applyOp(op, [t], { at, shape: [...t.shape.slice(0, -axes), ...sizes] });
  }

  #sizeBefore(size: number, axis: number): number {
    const { stride = this.kernelSize, padding = 0 } = this.options;
    const at = (value: PerAxis): number => (typeof value === "number" ? value : value[axis]);
    return (size - 1) * at(stride) - 2 * at(padding) + at(this.kernelSize);
  }
}

/**
 * Undoes {@link MaxPool1d} as far as can be: elements go back to where they lay, the others are 0.
 *
 * @example
 * const pool = new MaxPool1d(2);
 * const { values, indices } = pool.withIndices(randn([1, 3, 8]));
 * new MaxUnpool1d(2).forward(values, indices); // [1, 3, 8]
 * @throws ArgumentError if the kernel or an option is out of range
 */
export class MaxUnpool1d extends MaxUnpool {
  protected get axes(): 1 | 2 {
    return 1;
  }
}

/**
 * Undoes {@link MaxPool2d} as {@link MaxUnpool1d} does its own.
 *
 * @example
 * const { values, indices } = new MaxPool2d(2).withIndices(randn([1, 3, 8, 8]));
 * new MaxUnpool2d(2).forward(values, indices); // [1, 3, 8, 8]
 * @throws ArgumentError if the kernel or an option is out of range
 */
export class MaxUnpool2d extends MaxUnpool {
  protected get axes(): 1 | 2 {
    return 2;
  }
}
