import {
  ArgumentError,
  avgPool1d,
  avgPool2d,
  checkInteger,
  checkOptions,
  formatValue,
  maxPool1d,
  maxPool2d,
  type AvgPoolOptions,
  type MaxPoolOptions,
  type PerAxis,
  type Tensor,
  type TensorLike,
} from "@rewind/autograd";
import { Module } from "./module.ts";

/** A window with its options. */
abstract class Pool<Options extends object> extends Module {
  readonly kernelSize: PerAxis;
  readonly options: Readonly<Options>;

  constructor(kernelSize: PerAxis, options: Options, names: readonly (keyof Options & string)[]) {
    super();
    const name = new.target.name;
    checkOptions(name, options, names);
    const sizes: unknown = typeof kernelSize === "number" ? [kernelSize] : kernelSize;
    if (!Array.isArray(sizes))
      throw new ArgumentError(
        `${name}: kernelSize must be a number or one for each axis, got ${formatValue(kernelSize)}`,
      );
    for (const size of sizes as unknown[]) checkInteger(name, "kernelSize", size, 1);
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

/** {@link maxPool1d} as a module. */
export class MaxPool1d extends MaxPool {
  forward(x: TensorLike): Tensor {
    return maxPool1d(x, this.kernelSize, this.options);
  }
}

/** {@link maxPool2d} as a module. */
export class MaxPool2d extends MaxPool {
  forward(x: TensorLike): Tensor {
    return maxPool2d(x, this.kernelSize, this.options);
  }
}

/** {@link avgPool1d} as a module. */
export class AvgPool1d extends AvgPool {
  forward(x: TensorLike): Tensor {
    return avgPool1d(x, this.kernelSize, this.options);
  }
}

/** {@link avgPool2d} as a module. */
export class AvgPool2d extends AvgPool {
  forward(x: TensorLike): Tensor {
    return avgPool2d(x, this.kernelSize, this.options);
  }
}
