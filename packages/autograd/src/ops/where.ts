import { refuseExtra } from "../tensor/arguments.ts";
import { broadcastShape, forEachRun } from "../tensor/broadcast.ts";
import { empty } from "../tensor/create.ts";
import { isTensor, type Tensor, type TensorLike } from "../tensor/tensor.ts";
import type { Op } from "../tape/op.ts";
import { apply } from "./define-op.ts";
import { operand, operands } from "./operand.ts";
import { expand } from "./shape/expand.ts";

/** Booleans nested in arrays. */
export type NestedBooleans = readonly (boolean | NestedBooleans)[];
/** What `where` accepts as its condition: anything that makes a tensor (0 is false), or booleans. */
export type Condition = TensorLike | boolean | NestedBooleans;

const op: Op<void> = {
  name: "where",
  forward(context, [condition, a, b]) {
    const chosen = condition.data;
    const out = empty(condition.shape, a.dtype);
    forEachRun(a.shape, b.shape, condition.shape, (n, ao, as, bo, bs, o) => {
      for (let i = 0; i < n; i++)
        out.data[o + i] = chosen[o + i] !== 0 ? a.data[ao + i * as] : b.data[bo + i * bs];
    });
    context.save(condition);
    return out;
  },
  backward(context, [g]) {
    const [condition] = context.saved;
    return [
      null,
      context.needs(1) ? where(condition, g as Tensor, 0) : null,
      context.needs(2) ? where(condition, 0, g as Tensor) : null,
    ];
  },
};

/**
 * Elements of `a` where `condition` is true (any number but 0, NaN included), of `b` elsewhere; all three broadcast.
 * What is not chosen gets a gradient of exactly zero, whatever its value. The condition gets none. The zero does not hide
 * what lies behind: where `b` came of `log(x)` at 0, its gradient of 0 meets the infinite slope there, and x's is NaN. Choose
 * before, then: `log(where(greater(x, 0), x, 1))`.
 *
 * @example
 * where(greater(x, 0), x, 0); // relu
 * where([true, false], [1, 2], 9); // tensor([1., 9.])
 * @throws ShapeError if the three do not broadcast
 */
export function where(condition: Condition, a: TensorLike, b: TensorLike): Tensor {
  if (arguments.length > 3) refuseExtra("where", arguments, 3);
  const chosen = truthOf("where", condition).detach();
  // Beside two plain numbers, only the condition can say which dtype is meant.
  const plain = !(isTensor(a) || isTensor(b));
  const [p, q] = plain ? operands("where", [a, b, chosen]) : operands("where", [a, b]);
  const shape = broadcastShape("where", broadcastShape("where", p.shape, q.shape), chosen.shape);
  return apply(op, [expand(chosen, shape), p, q], undefined);
}

/** A condition as a tensor: booleans become 1 and 0. @internal */
export function truthOf(op: string, condition: Condition): Tensor {
  return operand(op, condition as TensorLike, undefined, true);
}
