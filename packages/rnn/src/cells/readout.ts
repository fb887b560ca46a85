import { linear, sigmoid, tanh, type Tensor, ArgumentError, formatValue } from "@rewind/autograd";
import type { Parameter } from "@rewind/nn";
import type { RecurrentCellOptions } from "./gated-cell.ts";
import type { Nonlinearity } from "../gates/rnn-gate.ts";

/** What an Elman or Jordan net applies to its outputs. */
export type OutputNonlinearity = "identity" | "tanh" | "sigmoid";

export interface ReadoutCellOptions extends RecurrentCellOptions {
  /** What the hidden units apply. Default `"tanh"`. */
  nonlinearity?: Nonlinearity;
  /** What the output units apply. Default `"identity"`. */
  outputNonlinearity?: OutputNonlinearity;
}

/** @internal */
export const READOUT_OPTIONS: readonly string[] = [
  "bias",
  "recurrentInit",
  "generator",
  "nonlinearity",
  "outputNonlinearity",
];

/** The output units of a net: `weight_ho` and `bias_ho`. @internal */
export interface Readout {
  readonly weight_ho: Parameter;
  readonly bias_ho: Parameter | null;
  readonly outputNonlinearity: OutputNonlinearity;
}

/** @internal */
export function checkOutputNonlinearity(who: string, value: unknown): OutputNonlinearity {
  if (value === undefined) return "identity";
  if (value === "identity" || value === "tanh" || value === "sigmoid") return value;
  throw new ArgumentError(
    `${who}: outputNonlinearity must be "identity", "tanh" or "sigmoid", got ${formatValue(value)}`,
  );
}

/** `g(W_ho h + b_ho)`. @internal */
export function readOut({ weight_ho, bias_ho, outputNonlinearity }: Readout, h: Tensor): Tensor {
  const sum = linear(h, weight_ho, bias_ho);
  if (outputNonlinearity === "identity") return sum;
  return outputNonlinearity === "tanh" ? tanh(sum) : sigmoid(sum);
}
