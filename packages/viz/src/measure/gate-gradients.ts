import { enableGrad, gradients, refuseExtra, zerosLike, type Tensor } from "@rewind/autograd";
import { gateSources, type GatedModule, type GatedState } from "./gate-source.ts";
import { norm } from "./norm.ts";

/**
 * How much gradient reaches each gate of an LSTM or GRU at each step: `‖∂J/∂a_t‖`, a being what goes into the gate's
 * nonlinearity, the norm over batch and units. One backward walk gives the gradients of all states, and the formulas of the
 * gates the rest. No `.grad` is touched and the graph stays usable. For runs without `lengths` that start from zeros.
 *
 * @param loss of one element
 * @param module a cell or a layer, not bidirectional
 * @param xs `[T, B, I]`, what it read
 * @param states of `keepStates`
 * @returns norms over time by layer and gate: what {@link gradientHeatmap} draws
 * @throws ArgumentError if module, input and states do not fit
 * @throws GraphError if the loss has no history
 */
export function gateGradients(
  loss: Tensor,
  module: GatedModule,
  xs: Tensor,
  states: readonly GatedState[],
): Record<string, Record<string, Float64Array>> {
  if (arguments.length > 4) refuseExtra("gateGradients", arguments, 4);
  const sources = gateSources("gateGradients", module, xs, states);
  const every = sources.flatMap((source) => source.states.flat());
  const live = every.filter((tensor) => tensor.requiresGrad);
  const found = gradients(loss, live, { retainGraph: true });
  const upstream = new Map(live.map((tensor, i) => [tensor, found[i]]));
  const layers = sources.map(({ formula, states: own, inputs }, layer) => {
    const norms = formula.gates.map(() => new Float64Array(own.length));
    for (let t = 0; t < own.length; t++) {
      const { places, after } = enableGrad(() => formula.step(inputs(t)));
      const arrived = own[t].map((tensor) => upstream.get(tensor) ?? zerosLike(tensor));
      gradients(after, places, { gradients: arrived }).forEach((gradient, i) => {
        norms[i][t] = norm(gradient.data);
      });
    }
    return [`layer ${layer}`, Object.fromEntries(formula.gates.map((gate, i) => [gate, norms[i]]))] as const;
  });
  return Object.fromEntries(layers);
}
