import { empty } from "../../tensor/create.ts";
import { checkAxis } from "../../tensor/shape.ts";
import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import type { Op } from "../../tape/op.ts";
import { apply } from "../define-op.ts";
import { operand } from "../operand.ts";
import { checkOptions } from "../options.ts";
import { forEachLane, lanesAlong, type Lanes } from "./lanes.ts";

interface Plan extends Lanes {
  readonly fromEnd: boolean;
}

const op: Op<Plan> = {
  name: "cumsum",
  forward(_context, [x], plan) {
    const out = empty(x.shape, x.dtype);
    const { length, inner, fromEnd } = plan;
    const step = fromEnd ? -inner : inner;
    forEachLane(plan, (start) => {
      let total = 0;
      for (let r = 0, at = fromEnd ? start + (length - 1) * inner : start; r < length; r++, at += step)
        out.data[at] = total += x.data[at];
    });
    return out;
  },
  backward: (_context, [g], plan) => [apply(op, [g as Tensor], { ...plan, fromEnd: !plan.fromEnd })],
};

/** Running sums along an axis (default the first): `out[i] = x[0] + … + x[i]`. Accumulates in float64. */
export function cumsum(x: TensorLike, options: { axis?: number } = {}): Tensor {
  const t = operand("cumsum", x);
  checkOptions("cumsum", options, ["axis"]);
  const { axis = 0 } = options;
  return apply(op, [t], { ...lanesAlong(t.shape, checkAxis("cumsum", axis, t.shape)), fromEnd: false });
}
