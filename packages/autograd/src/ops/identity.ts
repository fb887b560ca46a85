import { refuseExtra } from "../tensor/arguments.ts";
import { wrap, type Tensor, type TensorLike } from "../tensor/tensor.ts";
import type { Op } from "../tape/op.ts";
import { apply } from "./define-op.ts";
import { operand } from "./operand.ts";

const identityOp: Op<void> = {
  name: "identity",
  alias: true,
  forward: (_context, [x]) => x.detach(),
  backward: (_context, [g]) => [g],
};
const cloneOp: Op<void> = {
  name: "clone",
  alias: true,
  forward: (_context, [x]) => wrap(x.data.slice(), x.shape),
  backward: (_context, [g]) => [g],
};

/** A new record of `x` over the same memory. @internal */
export function identity(x: Tensor): Tensor {
  return apply(identityOp, [x], undefined);
}

/** A copy of `x` in memory of its own; gradients flow through. */
export function clone(x: TensorLike): Tensor {
  if (arguments.length > 1) refuseExtra("clone", arguments, 1);
  return apply(cloneOp, [operand("clone", x)], undefined);
}
