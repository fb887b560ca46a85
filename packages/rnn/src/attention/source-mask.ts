import { empty, type Dtype, type Tensor } from "@rewind/autograd";
import { checkLengths, type Lengths } from "../lengths.ts";

/** `[B, S]` in the sources' dtype, 1 on the padding of sources `[S, B, …]`; undefined where there is none. @internal */
export function sourceMask(
  name: string,
  lengths: Lengths | undefined,
  steps: number,
  batch: number,
  dtype: Dtype,
): Tensor | undefined {
  const checked = checkLengths(name, lengths, steps, batch);
  if (checked === null) return undefined;
  const mask = empty([batch, steps], dtype);
  checked.forEach((length, i) => mask.data.fill(1, i * steps + length, (i + 1) * steps));
  return mask;
}
