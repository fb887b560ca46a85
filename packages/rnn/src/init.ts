import { zeros, type Generator } from "@rewind/autograd";
import { Parameter, init } from "@rewind/nn";

/** A parameter uniform within ±1/√hiddenSize, as recurrent weights start in PyTorch. @internal */
export function startingWeight(
  shape: readonly number[],
  hiddenSize: number,
  generator: Generator | undefined,
): Parameter {
  const bound = 1 / Math.sqrt(hiddenSize);
  return init.uniform(new Parameter(zeros(shape)), { low: -bound, high: bound, generator });
}
