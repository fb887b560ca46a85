import {
  ArgumentError,
  checkNumber,
  concat,
  formatValue,
  zeros,
  type Generator,
  type Tensor,
} from "@rewind/autograd";
import { Parameter } from "@rewind/nn";
import { identity, orthogonal, uniform } from "@rewind/nn/internal";

/** How recurrent weights start. */
export type RecurrentInit = "uniform" | "orthogonal" | "identity";

/** A parameter uniform within ±1/√hiddenSize, as recurrent weights start in PyTorch. @internal */
export function startingWeight(
  shape: readonly number[],
  hiddenSize: number,
  generator: Generator | undefined,
): Parameter {
  const bound = 1 / Math.sqrt(hiddenSize);
  return uniform(new Parameter(zeros(shape)), { low: -bound, high: bound, generator });
}

/** Recurrent weights, one matrix of `shape` per gate, stacked. @internal */
export function recurrentWeight(
  who: string,
  gates: number,
  [rows, columns]: readonly [number, number],
  how: RecurrentInit = "uniform",
  generator: Generator | undefined,
): Parameter {
  if (how === "uniform") return startingWeight([gates * rows, columns], rows, generator);
  if (how !== "orthogonal" && how !== "identity")
    throw new ArgumentError(
      `${who}: recurrentInit must be "uniform", "orthogonal" or "identity", got ${formatValue(how)}`,
    );
  const blocks = Array.from({ length: gates }, () => {
    const block = zeros([rows, columns]);
    return how === "identity" ? identity(block) : orthogonal(block, { generator });
  });
  return new Parameter(concat(blocks));
}

/**
 * Starts the forget gate, the second of those stacked in each bias, open or shut: its biases add up to `value`
 * (Jozefowicz, Zaremba and Sutskever, "An empirical exploration of recurrent network architectures", 2015).
 *
 * @param biases those the gate adds up; null where the cell has none
 * @internal
 */
export function startForgetGate(
  who: string,
  value: unknown,
  hiddenSize: number,
  biases: readonly (Tensor | null)[],
): void {
  if (value === undefined) return;
  const total = checkNumber(who, "forgetBias", value, -Number.MAX_VALUE, Number.MAX_VALUE);
  biases.forEach((bias, i) => {
    if (bias === null)
      throw new ArgumentError(
        `${who}: forgetBias ${total} needs biases; leave out bias: false, or forgetBias`,
      );
    bias.mutate(who, (data) => data.fill(i === 0 ? total : 0, hiddenSize, 2 * hiddenSize));
  });
}
