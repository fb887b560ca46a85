import {
  ArgumentError,
  GraphError,
  checkOptions,
  formatValue,
  gradients,
  type Tensor,
} from "@rewind/autograd";
import { flattenState, type StateTree } from "./state.ts";

/** Options of {@link gradientFlow}. */
export interface GradientFlowOptions {
  /**
   * Accept parameters updated since the states were computed, as between overlapping windows of {@link truncatedBPTT}.
   * Default false.
   */
  updatedLeaves?: boolean;
}

/** What {@link gradientFlow} measured. */
export interface GradientFlow {
  /**
   * Per tensor of the state, the norm of the loss's gradient at it after each step: `norms.h[t] = ‖∂J/∂h_t‖`. Keys are the
   * state's own (`h`, `c`), with a row number where a layer has several (`h.0`, `h.1`: `layer * directions + direction`);
   * a state that is a bare tensor is called `state`.
   */
  norms: Record<string, Float64Array>;
}

/**
 * How far the gradient travels back in time: `‖∂J/∂h_t‖`, the Frobenius norm over batch and units of the total derivative at
 * that place on the tape (for an LSTM's `c_t` that includes what comes through `h_t`), for every t. A curve that falls
 * towards the first step is a vanishing gradient, one that rises an exploding one (Bengio et al., "Learning long-term
 * dependencies with gradient descent is difficult", 1994). No `.grad` is touched and the graph stays usable.
 *
 * @param loss of one element
 * @param states as `keepStates` returns them, one per step; a state the loss does not depend on, or that has no history, has
 *   norm 0
 * @example
 * const { outputs, states } = unroll(cell, xs, { keepStates: true });
 * const { norms } = gradientFlow(outputs.square().mean(), states!);
 * @throws GraphError if no state is on the tape, or the loss is not
 */
export function gradientFlow(
  loss: Tensor,
  states: readonly StateTree[],
  options: GradientFlowOptions = {},
): GradientFlow {
  checkOptions("gradientFlow", options, ["updatedLeaves"]);
  if (!Array.isArray(states)) {
    throw new ArgumentError(
      `gradientFlow: states must list one state per step, as keepStates returns them; got ${formatValue(states)}`,
    );
  }
  const norms: Record<string, Float64Array> = {};
  const live: { tensor: Tensor; name: string; t: number }[] = [];
  states.forEach((state: StateTree, t) => {
    for (const { path, tensor } of flattenState(state)) {
      const name = nameOf(path, state);
      norms[name] ??= new Float64Array(states.length);
      if (tensor.requiresGrad) live.push({ tensor, name, t });
    }
  });
  if (live.length === 0 && states.length > 0) {
    throw new GraphError(
      `gradientFlow: none of the ${states.length} states has a history; compute them outside noGrad, and pass those of ` +
        `keepStates rather than detached copies`,
    );
  }
  const found = gradients(
    loss,
    live.map(({ tensor }) => tensor),
    { retainGraph: true, updatedLeaves: options.updatedLeaves },
  );
  live.forEach(({ name, t }, i) => (norms[name][t] = frobenius(found[i])));
  return { norms };
}

/** The keys that lead to a tensor, without the number of an only row. */
function nameOf(path: string, state: StateTree): string {
  const keys: string[] = [];
  let holder: unknown = state;
  for (const key of path === "" ? [] : path.split(".")) {
    if (!(Array.isArray(holder) && holder.length === 1)) keys.push(key);
    holder = (holder as Record<string, unknown>)[key];
  }
  return (keys.length === 0 || Array.isArray(state) ? ["state", ...keys] : keys).join(".");
}

function frobenius({ data }: Tensor): number {
  let sum = 0;
  for (let i = 0; i < data.length; i++) sum += data[i] * data[i];
  return Math.sqrt(sum);
}
