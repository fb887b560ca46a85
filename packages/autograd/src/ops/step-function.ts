import { empty } from "../tensor/create.ts";
import type { Tensor } from "../tensor/tensor.ts";
import type { Op } from "../tape/op.ts";
import { apply } from "./define-op.ts";
import { operand } from "./operand.ts";
import type { UnaryOp } from "./unary.ts";

/**
 * Makes an elementwise operation that is constant between its jumps: recorded, so that a graph through it stays whole, with
 * a gradient of zero everywhere, as in PyTorch. @internal
 */
export function stepFunction(name: string, value: (x: number) => number): UnaryOp {
  const op: Op<void> = {
    name,
    elementwise: true,
    forward(_context, [x]) {
      const out = empty(x.shape, x.dtype);
      for (let i = 0; i < out.data.length; i++) out.data[i] = value(x.data[i]);
      return out;
    },
    backward: (_context, [g]) => [empty((g as Tensor).shape, (g as Tensor).dtype)],
  };
  return (x) => apply(op, [operand(name, x)], undefined);
}
