import { add, mul, sub, type Tensor } from "@rewind/autograd";

/** `(1 - share) from + share to`. @internal */
export function blend(from: Tensor, to: Tensor, share: Tensor | number): Tensor {
  return add(from, mul(sub(to, from), share));
}
