import { empty } from "../../tensor/create.ts";
import { checkAxis } from "../../tensor/shape.ts";
import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import type { Op } from "../../tape/op.ts";
import { apply } from "../define-op.ts";
import { add, mul, sub } from "../elementwise/arithmetic.ts";
import { equal } from "../elementwise/comparisons.ts";
import { exp } from "../elementwise/exponentials.ts";
import { operand } from "../operand.ts";
import { checkOptions } from "../options.ts";
import { unstack } from "../shape/cutting.ts";
import { stack } from "../shape/joining.ts";
import { reshape } from "../shape/reshape.ts";
import { where } from "../where.ts";
import { forEachLane, lanesAlong, type Lanes } from "./lanes.ts";

/** `e^(a - b)` for `a <= b`; 0 where both are -Infinity. */
const ratio = (a: number, b: number): number => (b === -Infinity ? 0 : Math.exp(a - b));

// What reaches x[i] is e^(x[i] - out[i]) of r[i] = g[i] + e^(out[i] - out[i+1]) r[i+1]: every exponent is at most 0.
const backwardOp: Op<Lanes> = {
  name: "logCumsumExpBackward",
  forward(_context, [g, x, y], plan) {
    const out = empty(x.shape, x.dtype);
    const { length, inner } = plan;
    forEachLane(plan, (start) => {
      let reached = 0;
      for (let r = length - 1, at = start + r * inner; r >= 0; r--, at -= inner) {
        if (r < length - 1) reached *= ratio(y.data[at], y.data[at + inner]);
        reached += g.data[at];
        out.data[at] = reached * ratio(x.data[at], y.data[at]);
      }
    });
    return out;
  },
  composed([g, x, y], { outer, length, inner }) {
    if (x.size === 0) return mul(x, 0);
    const entries = (t: Tensor): Tensor[] => unstack(reshape(t, [outer, length, inner]), { axis: 1 });
    const sums = entries(y);
    const floors = entries(where(equal(y, -Infinity), 0, y));
    const reached = entries(g);
    for (let r = length - 2; r >= 0; r--)
      reached[r] = add(reached[r], mul(exp(sub(sums[r], floors[r + 1])), reached[r + 1]));
    const shares = entries(x).map((entry, r) => exp(sub(entry, floors[r])));
    return reshape(stack(reached.map((entry, r) => mul(entry, shares[r])), { axis: 1 }), x.shape); // prettier-ignore
  },
};
const op: Op<Lanes> = {
  name: "logCumsumExp",
  forward(context, [x], plan) {
    const out = empty(x.shape, x.dtype);
    const { length, inner } = plan;
    forEachLane(plan, (start) => {
      let highest = -Infinity;
      let total = 0;
      for (let r = 0, at = start; r < length; r++, at += inner) {
        const value = x.data[at];
        if (value > highest) {
          total = total * Math.exp(highest - value) + 1;
          highest = value;
        } else if (value !== -Infinity) total += Math.exp(value - highest);
        out.data[at] = highest + Math.log(total);
      }
    });
    context.save(x, out);
    return out;
  },
  backward: (context, [g], plan) => [apply(backwardOp, [g as Tensor, ...context.saved], plan)],
};

/**
 * Running `log Σ exp` along an axis (default the first): `out[i] = log(e^x[0] + … + e^x[i])`, shifted so that nothing
 * overflows. A run of nothing but -Infinity gives -Infinity, with gradient 0.
 *
 * @example
 * logCumsumExp(tensor([1000, 1000])); // [1000, 1000.6931]
 * @throws ShapeError if `x` lacks the axis
 */
export function logCumsumExp(x: TensorLike, options: { axis?: number } = {}): Tensor {
  const t = operand("logCumsumExp", x);
  checkOptions("logCumsumExp", options, ["axis"]);
  return apply(op, [t], lanesAlong(t.shape, checkAxis("logCumsumExp", options.axis ?? 0, t.shape)));
}
