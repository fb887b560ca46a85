import {
  adaptiveAvgPool1d,
  adaptiveAvgPool2d,
  adaptiveMaxPool1d,
  adaptiveMaxPool2d,
  isList,
  numbersFor,
  refuseExtra,
  type Tensor,
  type TensorLike,
} from "@rewind/autograd";
import { Module } from "./module.ts";
import { checkSizes } from "./options.ts";

/** A size for all axes, or one for each; null keeps the input's. */
export type AdaptiveSize = number | readonly (number | null)[];

/** Windows as large as the input needs to give the size wanted. */
abstract class AdaptivePool extends Module {
  readonly outputSize: AdaptiveSize;

  constructor(outputSize: AdaptiveSize) {
    super();
    const given: unknown = isList(outputSize) ? numbersFor(new.target.name, outputSize) : outputSize;
    checkSizes(new.target.name, "outputSize", isList(given) ? given.filter((size) => size !== null) : given);
    this.outputSize = given as AdaptiveSize;
  }
}

/**
 * {@link adaptiveAvgPool1d} as a module.
 *
 * @example
 * new AdaptiveAvgPool1d(25).forward(randn([2, 16, 50])); // [2, 16, 25]
 * @throws ArgumentError if a size is not a whole number ≥ 1
 */
export class AdaptiveAvgPool1d extends AdaptivePool {
  forward(x: TensorLike): Tensor {
    if (arguments.length > 1) refuseExtra("AdaptiveAvgPool1d.forward", arguments, 1, true);
    return adaptiveAvgPool1d(x, this.outputSize);
  }
}

/**
 * {@link adaptiveAvgPool2d} as a module.
 *
 * @example
 * new AdaptiveAvgPool2d([4, null]).forward(randn([2, 3, 8, 8])); // [2, 3, 4, 8]
 * @throws ArgumentError if a size is not a whole number ≥ 1
 */
export class AdaptiveAvgPool2d extends AdaptivePool {
  forward(x: TensorLike): Tensor {
    if (arguments.length > 1) refuseExtra("AdaptiveAvgPool2d.forward", arguments, 1, true);
    return adaptiveAvgPool2d(x, this.outputSize);
  }
}

/**
 * {@link adaptiveMaxPool1d} as a module.
 *
 * @example
 * new AdaptiveMaxPool1d(25).forward(randn([2, 16, 50])); // [2, 16, 25]
 * @throws ArgumentError if a size is not a whole number ≥ 1
 */
export class AdaptiveMaxPool1d extends AdaptivePool {
  forward(x: TensorLike): Tensor {
    if (arguments.length > 1) refuseExtra("AdaptiveMaxPool1d.forward", arguments, 1, true);
    return adaptiveMaxPool1d(x, this.outputSize);
  }
}

/**
 * {@link adaptiveMaxPool2d} as a module.
 *
 * @example
 * new AdaptiveMaxPool2d([4, null]).forward(randn([2, 3, 8, 8])); // [2, 3, 4, 8]
 * @throws ArgumentError if a size is not a whole number ≥ 1
 */
export class AdaptiveMaxPool2d extends AdaptivePool {
  forward(x: TensorLike): Tensor {
    if (arguments.length > 1) refuseExtra("AdaptiveMaxPool2d.forward", arguments, 1, true);
    return adaptiveMaxPool2d(x, this.outputSize);
  }
}
