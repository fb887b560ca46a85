import { empty } from "../../tensor/create.ts";
import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import type { Op } from "../../tape/op.ts";
import { apply } from "../define-op.ts";
import { mul } from "../elementwise/arithmetic.ts";
import { operand } from "../operand.ts";
import { unstack } from "../shape/cutting.ts";
import { stack } from "../shape/joining.ts";
import { reshape } from "../shape/reshape.ts";
import { forEachLane, planLanes, reduceLanes, type LaneReduction } from "./lanes.ts";
import type { ReduceOptions } from "./reduce.ts";

// The derivative for one factor is the product of all others, from those before it and those after it: dividing the
// whole product by the factor would fail where it is zero.
const prodBackward: Op<LaneReduction> = {
  name: "prodBackward",
  forward(_context, [g, x], plan) {
    const out = empty(x.shape, x.dtype);
    const { length, inner } = plan;
    const before = new Float64Array(length);
    forEachLane(plan, (start, lane) => {
      let product = 1;
      for (let r = 0, at = start; r < length; r++, at += inner) {
        before[r] = product;
        product *= x.data[at];
      }
      product = g.data[lane];
      for (let r = length - 1, at = start + r * inner; r >= 0; r--, at -= inner) {
        out.data[at] = before[r] * product;
        product *= x.data[at];
      }
    });
    return out;
  },
  composed([g, x], { outer, length, inner }) {
    if (x.size === 0) return mul(x, 0);
    const factors = unstack(reshape(x, [outer, length, inner]), { axis: 1 });
    const others = new Array<Tensor>(length);
    let product = reshape(g, [outer, inner]);
    for (let r = 0; r < length; r++) {
      others[r] = product;
      product = mul(product, factors[r]);
    }
    for (let r = length - 2, after = factors[length - 1]; r >= 0; r--) {
      others[r] = mul(others[r], after);
      after = mul(after, factors[r]);
    }
    return reshape(stack(others, { axis: 1 }), x.shape);
  },
};
const op: Op<LaneReduction> = {
  name: "prod",
  forward(context, [x], plan) {
    context.save(x);
    return reduceLanes(x, plan, (data, start, step, length) => {
      let product = 1;
      for (let r = 0, at = start; r < length; r++, at += step) product *= data[at];
      return product;
    });
  },
  backward: (context, [g], plan) => [apply(prodBackward, [g as Tensor, context.saved[0]], plan)],
};

/**
 * Product of all elements, or along `axis`; an empty product is 1. The gradient is exact with zeros among the factors,
 * at every order.
 */
export function prod(x: TensorLike, options?: ReduceOptions): Tensor {
  const [t, plan] = planLanes("prod", operand("prod", x), options);
  return apply(op, [t], plan);
}
