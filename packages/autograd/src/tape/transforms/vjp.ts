import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import { direction, only, trace } from "./trace.ts";

/** What {@link vjp} gives. */
export interface VectorJacobianProduct {
  /** The function's value. */
  value: Tensor;
  /** From an upstream gradient of the value's shape, the gradient of each primal. */
  pullback(this: void, cotangent: TensorLike): Tensor[];
}

/**
 * The function's value, and a pullback that maps an upstream gradient (of the value's shape) to one gradient per
 * primal, of its shape: the vector-Jacobian product `vᵀJ`. The pullback may be called more than once.
 *
 * @example
 * const { value, pullback } = vjp((x: Tensor) => x.tanh(), [0, 1]);
 * const [dx] = pullback([1, 0]); // the first row of the Jacobian
 * @throws ArgumentError if `fn` is not a function, or there are no primals
 * @throws GraphError if the function does not return one tensor
 * @throws ShapeError from the pullback, if its argument has another shape than the value
 */
export function vjp(fn: (...primals: Tensor[]) => Tensor, ...primals: TensorLike[]): VectorJacobianProduct {
  const traced = trace("vjp", fn, primals);
  const value = only("vjp", traced);
  return {
    value: traced.finish(value),
    pullback: (cotangent) => traced.pull([direction("vjp: the cotangent", cotangent, value)], traced.nested),
  };
}
