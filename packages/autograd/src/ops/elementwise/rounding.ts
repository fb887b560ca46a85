import { refuseExtra } from "../../tensor/arguments.ts";
import { empty } from "../../tensor/create.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import type { Op } from "../../tape/op.ts";
import { apply } from "../define-op.ts";
import { operand } from "../operand.ts";
import { sub } from "./arithmetic.ts";
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
  return function (x) {
    if (arguments.length > 1) refuseExtra(name, arguments, 1);
    return apply(op, [operand(name, x)], undefined);
  };
}

/** The largest whole number not above `x`. Its gradient is zero everywhere. */
export const floor: UnaryOp = stepFunction("floor", Math.floor);

/** The smallest whole number not below `x`. Its gradient is zero everywhere. */
export const ceil: UnaryOp = stepFunction("ceil", Math.ceil);

function nearest(x: number): number {
  const low = Math.floor(x);
  const above = x - low;
  if (above !== 0.5) return above < 0.5 ? low : low + 1;
  return low % 2 === 0 ? low : low + 1;
}

/**
 * The nearest whole number; of two equally near ones the even one, as IEEE 754 and PyTorch round and unlike `Math.round`. Its
 * gradient is zero everywhere.
 *
 * @example
 * round(tensor([0.5, 1.5, -2.5])); // [0, 2, -2]
 */
export const round: UnaryOp = stepFunction("round", nearest);

/** -1, 0 or 1 by the sign of `x`. Its gradient is zero everywhere. */
export const sign: UnaryOp = stepFunction("sign", Math.sign);

/** `x` without its fraction, towards 0. Its gradient is zero everywhere. */
export const trunc: UnaryOp = stepFunction("trunc", Math.trunc);

/**
 * What `trunc` takes away: `x - trunc(x)`, with the sign of `x`. Its gradient is 1.
 *
 * @example
 * frac(tensor([1.25, -1.25])); // [0.25, -0.25]
 */
export const frac: UnaryOp = function (x) {
  if (arguments.length > 1) refuseExtra("frac", arguments, 1);
  const t = operand("frac", x);
  return sub(t, trunc(t));
};
