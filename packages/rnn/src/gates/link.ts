import { applyOp, type Op, type Tensor } from "@rewind/autograd";

const op: Op<void> = {
  name: "link",
  alias: true,
  forward: (_context, [x]) => x.detach(),
  backward: (_context, [grad]) => [grad],
};

/**
 * The same values on a record of their own: a joint where the tape can be cut with `detach_()` without cutting the
 * tensor it was made from.
 * @internal
 */
export function link(x: Tensor): Tensor {
  return applyOp(op, [x], undefined);
}
