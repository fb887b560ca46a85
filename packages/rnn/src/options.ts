import { ArgumentError, checkFlag, checkInteger, checkOptions, formatValue } from "@rewind/autograd";
import type { Nonlinearity } from "./gates/rnn-gate.ts";

/** The nonlinearity asked for. @internal */
export function checkNonlinearity(
  who: string,
  nonlinearity: unknown,
  fallback: Nonlinearity = "tanh",
): Nonlinearity {
  if (nonlinearity === undefined) return fallback;
  if (nonlinearity === "tanh" || nonlinearity === "relu") return nonlinearity;
  throw new ArgumentError(`${who}: nonlinearity must be "tanh" or "relu", got ${formatValue(nonlinearity)}`);
}

/** The size of an LSTM's projection; 0 for none. @internal */
export function checkProjSize(who: string, projSize: unknown, hiddenSize: number): number {
  const size = checkInteger(who, "projSize", projSize ?? 0, 0);
  if (size >= hiddenSize && size > 0) {
    throw new ArgumentError(
      `${who}: projSize ${size} must be smaller than hiddenSize ${hiddenSize}; leave it out for no projection`,
    );
  }
  return size;
}

/** What every recurrent layer takes. @internal */
export const LAYER_OPTIONS: readonly string[] = [
  "numLayers",
  "bias",
  "batchFirst",
  "dropout",
  "bidirectional",
  "generator",
];

/** What every recurrent cell takes. @internal */
export const CELL_OPTIONS: readonly string[] = ["bias", "recurrentInit", "generator"];

/** Checks the options of a cell: their names, and those that every cell understands alike. @internal */
export function checkCellOptions(
  who: string,
  options: { readonly bias?: unknown; readonly generator?: unknown },
  known: readonly string[],
): void {
  checkOptions(who, options, known);
  checkFlag(who, "bias", options.bias);
  checkGenerator(who, options.generator);
}

/** Checks a generator, if one is given. @internal */
export function checkGenerator(who: string, generator: unknown): void {
  if (generator === undefined) return;
  // Not instanceof: a generator of another copy of the package serves as well.
  if (typeof (generator as { uniform?: unknown } | null)?.uniform !== "function")
    throw new ArgumentError(
      `${who}: generator must be a Generator, got ${formatValue(generator)}; pass new Generator(seed)`,
    );
}
