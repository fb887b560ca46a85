import {
  ArgumentError,
  adaptiveAvgPool1d,
  adaptiveAvgPool2d,
  adaptiveMaxPool1d,
  adaptiveMaxPool2d,
  checkInteger,
  formatValue,
  type Tensor,
  type TensorLike,
} from "@rewind/autograd";
import { Module } from "./module.ts";

/** A size for all axes, or one for each; null keeps the input's. */
export type AdaptiveSize = number | readonly (number | null)[];

/** Windows as large as the input needs to give the size wanted. */
abstract class AdaptivePool extends Module {
  readonly outputSize: AdaptiveSize;

  constructor(outputSize: AdaptiveSize) {
    super();
    const name = new.target.name;
    const sizes: unknown = typeof outputSize === "number" ? [outputSize] : outputSize;
    if (!Array.isArray(sizes))
      throw new ArgumentError(
        `${name}: outputSize must be a number or one for each axis, got ${formatValue(outputSize)}`,
      );
    for (const size of sizes as unknown[]) if (size !== null) checkInteger(name, "outputSize", size, 1);
    this.outputSize = outputSize;
  }
}

/** {@link adaptiveAvgPool1d} as a module. */
export class AdaptiveAvgPool1d extends AdaptivePool {
  forward(x: TensorLike): Tensor {
    return adaptiveAvgPool1d(x, this.outputSize);
  }
}

/** {@link adaptiveAvgPool2d} as a module. */
export class AdaptiveAvgPool2d extends AdaptivePool {
  forward(x: TensorLike): Tensor {
    return adaptiveAvgPool2d(x, this.outputSize);
  }
}

/** {@link adaptiveMaxPool1d} as a module. */
export class AdaptiveMaxPool1d extends AdaptivePool {
  forward(x: TensorLike): Tensor {
    return adaptiveMaxPool1d(x, this.outputSize);
  }
}

/** {@link adaptiveMaxPool2d} as a module. */
export class AdaptiveMaxPool2d extends AdaptivePool {
  forward(x: TensorLike): Tensor {
    return adaptiveMaxPool2d(x, this.outputSize);
  }
}
