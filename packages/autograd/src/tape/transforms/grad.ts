import { refuseExtra } from "../../tensor/arguments.ts";
import { GraphError, formatShape } from "../../errors.ts";
import { checkFunction } from "../../tensor/options.ts";
import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import { trace } from "./trace.ts";

/** One gradient for a function of one argument, a list for several. */
export type Gradients<Args extends readonly unknown[]> = Args["length"] extends 1 ? Tensor : Tensor[];

/** The arguments of a function of tensors, each given as anything that makes a tensor. */
export type Likes<Args extends readonly unknown[]> = { [I in keyof Args]: TensorLike };

/**
 * The gradient of a scalar function: `grad(f)(x)` is ∂f/∂x, of x's shape; with several arguments a list, one for each.
 * Nests: `grad(x => grad(f)(x).sum())`. Arguments are not touched; tensors the function merely closes over are constants
 * here.
 *
 * @example
 * grad((x: Tensor) => x.square().sum())(tensor([1, 2])); // tensor([2., 4.])
 * @throws ArgumentError if `fn` is not a function, or is then given no arguments
 * @throws GraphError if the function does not return a tensor of one element
 */
export function grad<Args extends readonly Tensor[]>(
  fn: (...args: Args) => Tensor,
): (...args: Likes<Args>) => Gradients<Args> {
  if (arguments.length > 1) refuseExtra("grad", arguments, 1);
  checkFunction("grad", "the function to differentiate", fn);
  return (...args) => differentiate("grad", fn, args).grad;
}

/**
 * Like {@link grad}, with the function's value beside its gradient.
 *
 * @example
 * const { value, grad } = valueAndGrad((x: Tensor) => x.square().sum())([1, 2]); // 5, [2, 4]
 * @throws ArgumentError if `fn` is not a function, or is then given no arguments
 * @throws GraphError if the function does not return a tensor of one element
 */
export function valueAndGrad<Args extends readonly Tensor[]>(
  fn: (...args: Args) => Tensor,
): (...args: Likes<Args>) => { value: Tensor; grad: Gradients<Args> } {
  if (arguments.length > 1) refuseExtra("valueAndGrad", arguments, 1);
  checkFunction("valueAndGrad", "the function to differentiate", fn);
  return (...args) => differentiate("valueAndGrad", fn, args);
}

/** Value and gradient of a scalar function; `op` is whom errors name. @internal */
export function differentiate<Args extends readonly Tensor[]>(
  op: string,
  fn: (...args: Args) => Tensor,
  args: Likes<Args>,
): { value: Tensor; grad: Gradients<Args> } {
  const traced = trace(op, fn, args as readonly TensorLike[]);
  const { single, outputs } = traced;
  if (single === undefined || single.size !== 1) {
    const got = single === undefined ? `${outputs.length} outputs` : `shape ${formatShape(single.shape)}`;
    throw new GraphError(
      `${op}: the function must return one tensor of one element, got ${got}; reduce it with sum() or mean(), or use vjp`,
    );
  }
  const grads = traced.pull([undefined], traced.nested);
  return {
    value: traced.finish(single),
    grad: (args.length === 1 ? grads[0] : grads) as Gradients<Args>,
  };
}
