import { ArgumentError, Tensor } from "@rewind/autograd";
import { checkLengths, type Lengths } from "../lengths.ts";

/** `[B, S]`, 1 on the padding of sources `[S, B, …]`; undefined where there is none. @internal */
export function sourceMask(
  name: string,
  lengths: Lengths | undefined,
  steps: number,
  batch: number,
): Tensor | undefined {
  const checked = checkLengths(name, lengths, steps, batch);
  if (checked === null) return undefined;
  const row = checked.indexOf(0);
  if (row >= 0)
    throw new ArgumentError(
      `${name}: source ${row} has length 0, so there is nothing to attend to; leave it out`,
    );
  const mask = new Float32Array(batch * steps);
  checked.forEach((length, i) => mask.fill(1, i * steps + length, (i + 1) * steps));
  return new Tensor(mask, [batch, steps]);
}
