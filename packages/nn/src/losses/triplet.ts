import {
  ShapeError,
  add,
  checkFlags,
  checkNumber,
  clamp,
  formatShape,
  minimum,
  operands,
  sameShape,
  sub,
  type Tensor,
  type TensorLike,
} from "@rewind/autograd";
import { checkReduction, reduce, type LossOptions } from "./reduction.ts";

interface TripletOptions extends LossOptions {
  margin?: number;
  swap?: boolean;
}

/** What the triplet losses have in common, whatever the distance, which is made once the options are checked. @internal */
export function tripletLoss(
  op: string,
  triplet: readonly TensorLike[],
  options: TripletOptions,
  others: readonly string[],
  makeDistance: () => (a: Tensor, b: Tensor) => Tensor,
): Tensor {
  const reduction = checkReduction(op, options, ["margin", "swap", ...others]);
  const margin = checkNumber(op, "margin", options.margin ?? 1, Number.MIN_VALUE, Number.MAX_VALUE);
  checkFlags(op, options, ["swap"]);
  const [anchor, positive, negative] = operands(op, triplet);
  const { shape, ndim } = anchor;
  const isOne = sameShape(positive.shape, shape) && sameShape(negative.shape, shape);
  if (!isOne || (ndim !== 1 && ndim !== 2))
    throw new ShapeError(
      `${op}: anchor ${formatShape(shape)}, positive ${formatShape(positive.shape)} and negative ` +
        `${formatShape(negative.shape)} must have one shape, [N, D] or [D]`,
    );
  const distance = makeDistance();
  const near = distance(anchor, positive);
  const far = distance(anchor, negative);
  const opposite = options.swap === true ? minimum(far, distance(positive, negative)) : far;
  return reduce(clamp(add(sub(near, opposite), margin), { min: 0 }), reduction);
}
