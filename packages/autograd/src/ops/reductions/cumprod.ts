import { empty } from "../../tensor/create.ts";
import { checkAxis } from "../../tensor/shape.ts";
import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import type { Op } from "../../tape/op.ts";
import { apply } from "../define-op.ts";
import { add, mul } from "../elementwise/arithmetic.ts";
import { operand } from "../operand.ts";
import { checkOptions } from "../options.ts";
import { unstack } from "../shape/cutting.ts";
import { stack } from "../shape/joining.ts";
import { reshape } from "../shape/reshape.ts";
import { forEachLane, lanesAlong, type Lanes } from "./lanes.ts";

// The derivative for one factor is the product of those before it times what follows: g[i] + x[i+1] (g[i+1] + x[i+2] (…)).
// Dividing the running products by the factor would fail where it is zero.
const cumprodBackward: Op<Lanes> = {
  name: "cumprodBackward",
  forward(_context, [g, x], plan) {
    const out = empty(x.shape, x.dtype);
    const { length, inner } = plan;
    const before = new Float64Array(length);
    forEachLane(plan, (start) => {
      let product = 1;
      for (let r = 0, at = start; r < length; r++, at += inner) {
        before[r] = product;
        product *= x.data[at];
      }
      let after = 0;
      for (let r = length - 1, at = start + r * inner; r >= 0; r--, at -= inner) {
        after += g.data[at];
        out.data[at] = before[r] * after;
        after *= x.data[at];
      }
    });
    return out;
  },
  composed([g, x], { outer, length, inner }) {
    if (x.size === 0) return mul(x, 0);
    const factors = unstack(reshape(x, [outer, length, inner]), { axis: 1 });
    const grads = unstack(reshape(g, [outer, length, inner]), { axis: 1 });
    const out = grads.slice();
    for (let r = length - 2; r >= 0; r--) out[r] = add(grads[r], mul(factors[r + 1], out[r + 1]));
    for (let r = 1, before = factors[0]; r < length; before = mul(before, factors[r++]))
      out[r] = mul(before, out[r]);
    return reshape(stack(out, { axis: 1 }), x.shape);
  },
};
const op: Op<Lanes> = {
  name: "cumprod",
  forward(context, [x], plan) {
    const out = empty(x.shape, x.dtype);
    const { length, inner } = plan;
    forEachLane(plan, (start) => {
      let product = 1;
      for (let r = 0, at = start; r < length; r++, at += inner) out.data[at] = product *= x.data[at];
    });
    context.save(x);
    return out;
  },
  backward: (context, [g], plan) => [apply(cumprodBackward, [g as Tensor, context.saved[0]], plan)],
};

/**
 * Running products along an axis (default the first): `out[i] = x[0] · … · x[i]`. The gradient is exact with zeros among the
 * factors, at every order.
 *
 * @example
 * cumprod(tensor([1, 2, 3])); // [1, 2, 6]
 * @throws ShapeError if `x` lacks the axis
 */
export function cumprod(x: TensorLike, options: { axis?: number } = {}): Tensor {
  const t = operand("cumprod", x);
  checkOptions("cumprod", options, ["axis"]);
  return apply(op, [t], lanesAlong(t.shape, checkAxis("cumprod", options.axis ?? 0, t.shape)));
}
