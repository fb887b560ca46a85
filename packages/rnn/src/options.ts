import {
  ArgumentError,
  checkFlag,
  checkFlags,
  checkGenerator,
  checkInteger,
  checkOptions,
  formatValue,
} from "@rewind/autograd";
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
  checkInteger(who, "hiddenSize", hiddenSize, 1);
  if (size >= hiddenSize && size > 0) {
    throw new ArgumentError(
      `${who}: projSize ${size} must be smaller than hiddenSize ${hiddenSize}; leave it out for no projection`,
    );
  }
  return size;
}

/** What every recurrent layer takes. @internal */
const LAYER_FLAGS = ["bias", "batchFirst", "bidirectional"];
const LAYER_OPTIONS = [...LAYER_FLAGS, "numLayers", "dropout", "recurrentInit", "generator"];

/** Checks the options of a layer: their names, `more` being its own, and those that are no numbers. @internal */
export function checkLayerOptions(who: string, options: object, more: readonly string[]): void {
  checkOptions(who, options, [...LAYER_OPTIONS, ...more]);
  checkFlags(who, options, LAYER_FLAGS);
  checkGenerator(who, (options as { generator?: unknown }).generator);
}

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
