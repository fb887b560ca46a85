import {
  avgPool1d,
  avgPool2d,
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
abstract class Pool<Options> extends Module {
  readonly kernelSize: PerAxis;
  readonly options: Readonly<Options>;

  constructor(kernelSize: PerAxis, options: Options = {} as Options) {
    super();
    this.kernelSize = kernelSize;
    this.options = { ...options };
  }
}

/** {@link maxPool1d} as a module. */
export class MaxPool1d extends Pool<MaxPoolOptions> {
  forward(x: TensorLike): Tensor {
    return maxPool1d(x, this.kernelSize, this.options);
  }
}

/** {@link maxPool2d} as a module. */
export class MaxPool2d extends Pool<MaxPoolOptions> {
  forward(x: TensorLike): Tensor {
    return maxPool2d(x, this.kernelSize, this.options);
  }
}

/** {@link avgPool1d} as a module. */
export class AvgPool1d extends Pool<AvgPoolOptions> {
  forward(x: TensorLike): Tensor {
    return avgPool1d(x, this.kernelSize, this.options);
  }
}

/** {@link avgPool2d} as a module. */
export class AvgPool2d extends Pool<AvgPoolOptions> {
  forward(x: TensorLike): Tensor {
    return avgPool2d(x, this.kernelSize, this.options);
  }
}
