import { checkInteger, checkOptions, noGrad, type Tensor } from "@rewind/autograd";
import { gateSources, type GatedModule, type GatedState } from "./gate-source.ts";

/** Options of {@link gateActivations}. */
export interface GateActivationsOptions {
  /** Default 0. */
  layer?: number;
  /** Which sequence of the batch. Default 0. */
  row?: number;
}

/**
 * What the gates of an LSTM (i, f, g, o) or GRU (r, z, n) did for one sequence, computed again from inputs and states.
 * For runs without `lengths` that start from zeros.
 *
 * @param module a cell or a layer, not bidirectional
 * @param xs `[T, B, I]`, what it read
 * @param states of `keepStates`
 * @returns by gate, the activations of all units at each step: what {@link gates} draws
 * @throws ArgumentError if module, input and states do not fit
 */
export function gateActivations(
  module: GatedModule,
  xs: Tensor,
  states: readonly GatedState[],
  options: GateActivationsOptions = {},
): Record<string, Float64Array[]> {
  checkOptions("gateActivations", options, ["layer", "row"]);
  const sources = gateSources("gateActivations", module, xs, states);
  const layer = checkInteger("gateActivations", "layer", options.layer ?? 0, 0, sources.length - 1);
  const row = checkInteger("gateActivations", "row", options.row ?? 0, 0, xs.shape[1] - 1);
  const { formula, inputs } = sources[layer];
  const found: Record<string, Float64Array[]> = Object.fromEntries(formula.gates.map((gate) => [gate, []]));
  for (let t = 0; t < states.length; t++) {
    const { activations } = noGrad(() => formula.step(inputs(t)));
    activations.forEach(({ data, shape: [, size] }, i) =>
      found[formula.gates[i]].push(Float64Array.from(data.subarray(row * size, (row + 1) * size))),
    );
  }
  return found;
}
