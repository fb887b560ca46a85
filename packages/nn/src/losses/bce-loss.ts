import {
  ArgumentError,
  applyOp,
  clamp,
  div,
  empty,
  log,
  maximum,
  mul,
  sub,
  type Op,
  type Tensor,
  type TensorLike,
} from "@rewind/autograd";
import { checkReduction, pair, reduce, type LossOptions } from "./reduction.ts";
import { weighted } from "./weighted.ts";

/** Options of {@link bceLoss}. */
export interface BceLossOptions extends LossOptions {
  /** Factor for each element's loss, broadcast. Default 1. */
  weight?: TensorLike;
}

/** Where logarithms of probabilities end, as in PyTorch, so that a sure mistake costs 100 and not infinity. */
const LOWEST = -100;

const op: Op<void> = {
  name: "bceLoss",
  forward(context, [x, t]) {
    const out = empty(x.shape, x.dtype);
    for (let i = 0; i < out.size; i++) {
      const probability = x.data[i];
      const target = t.data[i];
      const yes = Math.max(Math.log(probability), LOWEST);
      const no = Math.max(Math.log1p(-probability), LOWEST);
      out.data[i] = (target - 1) * no - target * yes;
    }
    context.save(x, t);
    return out;
  },
  backward(context, [g]) {
    const [x, t] = context.saved;
    const rest = sub(1, x);
    const slope = (): Tensor => div(sub(x, t), maximum(mul(x, rest), 1e-12));
    const odds = (): Tensor => sub(clamp(log(rest), { min: LOWEST }), clamp(log(x), { min: LOWEST }));
    return [
      context.needs(0) ? mul(g as Tensor, slope()) : null,
      context.needs(1) ? mul(g as Tensor, odds()) : null,
    ];
  },
};

/**
 * Binary cross-entropy of probabilities: `-(target log input + (1 - target) log(1 - input))`, logarithms not below -100.
 * From logits, use {@link bceWithLogits}: it keeps its precision.
 *
 * @throws ArgumentError if an input is outside 0 to 1
 * @throws ShapeError if the shapes differ
 */
export function bceLoss(input: TensorLike, target: TensorLike, options: BceLossOptions = {}): Tensor {
  const reduction = checkReduction("bceLoss", options, ["weight"]);
  const [x, t] = pair("bceLoss", input, target);
  for (let i = 0; i < x.size; i++) {
    if (x.data[i] < 0 || x.data[i] > 1) {
      throw new ArgumentError(
        `bceLoss: input ${x.data[i]} at position ${i} is no probability from 0 to 1; pass logits to bceWithLogits instead`,
      );
    }
  }
  const losses = applyOp(op, [x, t], undefined);
  return reduce(
    options.weight === undefined ? losses : weighted("bceLoss", losses, options.weight),
    reduction,
  );
}
