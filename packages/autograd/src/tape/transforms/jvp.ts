import { refuseExtra } from "../../tensor/arguments.ts";
import { isList } from "../../tensor/shape.ts";
import { ArgumentError, ShapeError, formatValue } from "../../errors.ts";
import { zerosLike } from "../../tensor/create.ts";
import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import { walkBack } from "../walk.ts";
import { direction, only, trace, walkTo } from "./trace.ts";

/**
 * The function's value and its directional derivative `Jv` along `tangents` (one per primal, of its shape), by
 * differentiating the pullback, which is linear in its cotangent. Value and tangent have one shape.
 *
 * @example
 * const { tangent } = jvp((x: Tensor) => x.square(), [[1, 2]], [[1, 0]]); // [2, 0]
 * @throws ArgumentError if `fn` is not a function, primals or tangents no lists, or there are no primals
 * @throws ShapeError if there is not one tangent per primal, of its shape
 * @throws GraphError if the function does not return one tensor
 */
export function jvp(
  fn: (...primals: Tensor[]) => Tensor,
  primals: readonly TensorLike[],
  tangents: readonly TensorLike[],
): { value: Tensor; tangent: Tensor } {
  if (arguments.length > 3) refuseExtra("jvp", arguments, 3);
  for (const [name, list] of Object.entries({ primals, tangents })) {
    if (!isList(list))
      throw new ArgumentError(`jvp: ${name} must be a list, such as [x], got ${formatValue(list)}`);
  }
  if (primals.length !== tangents.length) {
    throw new ShapeError(
      `jvp: ${primals.length} primals but ${tangents.length} tangents; there must be one each`,
    );
  }
  const traced = trace("jvp", fn, primals);
  const value = only("jvp", traced);
  const directions = tangents.map((tangent, i) => direction(`jvp: tangent ${i}`, tangent, traced.inputs[i]));
  const cotangent = zerosLike(value);
  cotangent.requiresGrad = true;
  const pulled = traced.pull([cotangent], true);
  const linear = pulled.map((_, i) => i).filter((i) => pulled[i].requiresGrad);
  const roots = linear.map((i) => pulled[i]);
  const [tangent] = walkBack(
    roots,
    linear.map((i) => directions[i]),
    walkTo([cotangent], traced.nested),
  );
  return { value: traced.finish(value), tangent: tangent ?? zerosLike(value) };
}
