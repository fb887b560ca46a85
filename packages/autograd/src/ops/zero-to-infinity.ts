import { empty } from "../tensor/create.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { add } from "./add.ts";

/**
 * `x` with its zeros replaced by Infinity: as a denominator they then give 0, and so do all derivatives, where a norm
 * or deviation of zero has none of its own. @internal
 */
export function zeroToInfinity(x: Tensor): Tensor {
  if (!x.data.includes(0)) return x;
  const shift = empty(x.shape, x.dtype);
  for (let i = 0; i < shift.data.length; i++) if (x.data[i] === 0) shift.data[i] = Infinity;
  return add(x, shift);
}
