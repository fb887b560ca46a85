import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import { exp } from "./exp.ts";
import { greater } from "./greater.ts";
import { mul } from "./mul.ts";
import { unaryWith } from "./unary.ts";
import { where } from "./where.ts";

/** Parameters of the function linear above 0 and exponential below. @internal */
export interface ExponentialUnit {
  /** Minus the limit at -infinity, before `scale`. */
  readonly alpha: number;
  /** Slope where positive. */
  readonly scale: number;
  /** Steepness of the exponential. */
  readonly inputScale: number;
}

/** Makes `scale · x` where positive, `scale · alpha (e^(inputScale x) - 1)` elsewhere. @internal */
export function exponentialUnit(name: string): (x: TensorLike, parameters: ExponentialUnit) => Tensor {
  return unaryWith<ExponentialUnit>({
    name,
    saves: "input",
    value: (x, { alpha, scale, inputScale }) =>
      x > 0 ? x * scale : scale * alpha * Math.expm1(x * inputScale),
    slope: (x, { alpha, scale, inputScale }) =>
      x > 0 ? scale : Math.exp(x * inputScale) * (scale * alpha * inputScale),
    derivative(x, { alpha, scale, inputScale }) {
      const isLinear = greater(x, 0);
      // The exponential of a large x must not arise even where it is not chosen: its gradient would be 0 * infinity.
      const exponential = exp(mul(where(isLinear, 0, x), inputScale));
      return where(isLinear, scale, mul(exponential, scale * alpha * inputScale));
    },
  });
}
