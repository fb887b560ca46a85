import { allocate } from "../../tensor/allocate.ts";
import { sizeOf } from "../../tensor/shape.ts";
import { refuseExtra } from "../../tensor/arguments.ts";
import { empty, zerosLike } from "../../tensor/create.ts";
import { checkFunction } from "../../tensor/options.ts";
import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import { arithmetic } from "../arithmetic.ts";
import { only, trace } from "./trace.ts";

/**
 * The Jacobian of `fn` at `x`: shape `[...output, ...input]`, one backward pass per output element.
 *
 * @example
 * jacobian((x: Tensor) => x.square())([1, 2]); // [[2, 0], [0, 4]]
 * @throws ArgumentError if `fn` is not a function
 * @throws GraphError if the function does not return one tensor
 */
export function jacobian(fn: (x: Tensor) => Tensor): (x: TensorLike) => Tensor {
  if (arguments.length > 1) refuseExtra("jacobian", arguments, 1);
  checkFunction("jacobian", "the function to differentiate", fn);
  return (x) => jacobianAt("jacobian", fn, x);
}

/** The Jacobian at one place; `op` is whom errors name. @internal */
export function jacobianAt(op: string, fn: (x: Tensor) => Tensor, x: TensorLike): Tensor {
  const traced = trace(op, fn, [x]);
  const value = only(op, traced);
  const [input] = traced.inputs;
  const shape = [...value.shape, ...input.shape];
  // Before the work: there may be no room for what it makes.
  allocate(value.dtype, sizeOf(shape), op);
  const rows: Tensor[] = [];
  for (let i = 0; i < value.size; i++) {
    const unit = zerosLike(value);
    unit.data[i] = 1;
    rows.push(traced.pull([unit], traced.nested)[0]);
  }
  return rows.length === 0 ? empty(shape, value.dtype) : arithmetic.stackAs(rows, shape);
}
