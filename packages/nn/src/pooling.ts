import {
  avgPool1d,
  avgPool2d,
  checkOptions,
  maxPool1d,
  maxPool2d,
  refuseExtra,
  type AvgPoolOptions,
  type MaxPoolOptions,
  type PerAxis,
  type Tensor,
  type TensorLike,
  type ValuesAndIndices,
} from "@rewind/autograd";
import { Module } from "./module.ts";
import { checkSizes } from "./options.ts";

/** A window with its options. */
abstract class Pool<Options extends object> extends Module {
  readonly kernelSize: PerAxis;
  readonly options: Readonly<Options>;

  constructor(kernelSize: PerAxis, options: Options, names: readonly (keyof Options & string)[]) {
    super();
    const name = new.target.name;
    checkOptions(name, options, names);
    checkSizes(name, "kernelSize", kernelSize);
    this.kernelSize = kernelSize;
    this.options = { ...options };
  }
}

abstract class MaxPool extends Pool<MaxPoolOptions> {
  constructor(kernelSize: PerAxis, options: MaxPoolOptions = {}) {
    super(kernelSize, options, ["stride", "padding", "dilation", "ceilMode"]);
  }
}

abstract class AvgPool extends Pool<AvgPoolOptions> {
  constructor(kernelSize: PerAxis, options: AvgPoolOptions = {}) {
    super(kernelSize, options, ["stride", "padding", "ceilMode", "countIncludePad", "divisorOverride"]);
  }
}

/**
 * {@link maxPool1d} as a module.
 *
 * @example
 * new MaxPool1d(2).forward(randn([2, 16, 50])); // [2, 16, 25]
 * @throws ArgumentError if the kernel is not a whole number ≥ 1, or one for each axis, or an option is unknown
 */
export class MaxPool1d extends MaxPool {
  forward(x: TensorLike): Tensor {
    if (arguments.length > 1) refuseExtra("MaxPool1d.forward", arguments, 1, true);
    return maxPool1d(x, this.kernelSize, this.options);
  }

  /** The same, and where in its row each element lay: what {@link MaxUnpool1d} reads. */
  withIndices(x: TensorLike): ValuesAndIndices {
    return maxPool1d(x, this.kernelSize, { ...this.options, returnIndices: true });
  }
}

/**
 * {@link maxPool2d} as a module.
 *
 * @example
 * new MaxPool2d(2).forward(randn([2, 3, 8, 8])); // [2, 3, 4, 4]
 * @throws ArgumentError if the kernel is not a whole number ≥ 1, or one for each axis, or an option is unknown
 */
export class MaxPool2d extends MaxPool {
  forward(x: TensorLike): Tensor {
    if (arguments.length > 1) refuseExtra("MaxPool2d.forward", arguments, 1, true);
    return maxPool2d(x, this.kernelSize, this.options);
  }

  /** The same, and where in its image each element lay, in reading order: what {@link MaxUnpool2d} reads. */
  withIndices(x: TensorLike): ValuesAndIndices {
    return maxPool2d(x, this.kernelSize, { ...this.options, returnIndices: true });
  }
}

/**
 * {@link avgPool1d} as a module.
 *
 * @example
 * new AvgPool1d(2).forward(randn([2, 16, 50])); // [2, 16, 25]
 * @throws ArgumentError if the kernel is not a whole number ≥ 1, or one for each axis, or an option is unknown
 */
export class AvgPool1d extends AvgPool {
  forward(x: TensorLike): Tensor {
    if (arguments.length > 1) refuseExtra("AvgPool1d.forward", arguments, 1, true);
    return avgPool1d(x, this.kernelSize, this.options);
  }
}

/**
 * {@link avgPool2d} as a module.
 *
 * @example
 * new AvgPool2d(2).forward(randn([2, 3, 8, 8])); // [2, 3, 4, 4]
 * @throws ArgumentError if the kernel is not a whole number ≥ 1, or one for each axis, or an option is unknown
 */
export class AvgPool2d extends AvgPool {
  forward(x: TensorLike): Tensor {
    if (arguments.length > 1) refuseExtra("AvgPool2d.forward", arguments, 1, true);
    return avgPool2d(x, this.kernelSize, this.options);
  }
}
