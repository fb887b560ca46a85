import { refuseExtra } from "../../tensor/arguments.ts";
import { checkFunction } from "../../tensor/options.ts";
import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import { differentiate } from "./grad.ts";
import { jacobianAt } from "./jacobian.ts";
import { direction, only, trace } from "./trace.ts";

/**
 * The Hessian of a scalar function at `x`: shape `[...x, ...x]`.
 *
 * @example
 * hessian((x: Tensor) => x.pow(3).sum())([1, 2]); // [[6, 0], [0, 12]]
 * @throws ArgumentError if `fn` is not a function
 * @throws GraphError if the function does not return a tensor of one element
 */
export function hessian(fn: (x: Tensor) => Tensor): (x: TensorLike) => Tensor {
  if (arguments.length > 1) refuseExtra("hessian", arguments, 1);
  checkFunction("hessian", "the function to differentiate", fn);
  return (x) => jacobianAt("hessian", gradient("hessian", fn), x);
}

/**
 * The Hessian of a scalar function at `x` times `v`, without forming the Hessian: ∂/∂x ⟨∇f(x), v⟩, of x's shape.
 *
 * @param v of x's shape
 * @example
 * hvp((x: Tensor) => x.pow(3).sum(), [1, 2], [1, 1]); // [6, 12]
 * @throws ArgumentError if `fn` is not a function
 * @throws GraphError if the function does not return a tensor of one element
 * @throws ShapeError if `v` has another shape than `x`
 */
export function hvp(fn: (x: Tensor) => Tensor, x: TensorLike, v: TensorLike): Tensor {
  if (arguments.length > 3) refuseExtra("hvp", arguments, 3);
  checkFunction("hvp", "the function to differentiate", fn);
  const traced = trace("hvp", gradient("hvp", fn), [x]);
  return traced.pull([direction("hvp: v", v, only("hvp", traced))], traced.nested)[0];
}

function gradient(op: string, fn: (x: Tensor) => Tensor): (x: Tensor) => Tensor {
  return (x) => differentiate(op, fn, [x]).grad;
}
