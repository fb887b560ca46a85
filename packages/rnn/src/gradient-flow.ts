import {
  ArgumentError,
  GraphError,
  checkFlag,
  checkOptions,
  formatShape,
  formatValue,
  gradients,
  isList,
  isTensor,
  type Tensor,
} from "@rewind/autograd";
import { isPlain, type StateNames, type StateTree } from "./state.ts";

/** Options of {@link gradientFlow}. */
export interface GradientFlowOptions {
  /**
   * Accept parameters updated since the states were computed, as between overlapping windows of {@link truncatedBPTT}.
   * Default false.
   */
  updatedLeaves?: boolean;
}

/** What {@link gradientFlow} measured. */
export interface GradientFlow<S extends StateTree = StateTree> {
  /**
   * Per tensor of the state, the norm of the loss's gradient at it after each step: `norms.h[t] = ‖∂J/∂h_t‖`. Keys are the
   * state's own (`h`, `c`), with a row number where a layer has several (`h.0`, `h.1`: `layer * directions + direction`);
   * a state that is a bare tensor is called `state`. Typed from the state: a name it cannot have does not compile.
   */
  norms: Record<StateNames<S>, Float64Array>;
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
 * @throws GraphError if no state is on the tape, or the loss is not, or has more than one element
 * @throws ArgumentError if the states are no list of states, or two tensors of a state would have one name
 */
export function gradientFlow<S extends StateTree>(
  loss: Tensor,
  states: readonly S[],
  options?: GradientFlowOptions,
): GradientFlow<S>;
/** States that are of one of several kinds. */
export function gradientFlow<States extends readonly StateTree[]>(
  loss: Tensor,
  states: States,
  options?: GradientFlowOptions,
): GradientFlow<States[number]>;
export function gradientFlow<S extends StateTree>(
  loss: Tensor,
  states: readonly S[],
  options: GradientFlowOptions = {},
): GradientFlow<S> {
  checkOptions("gradientFlow", options, ["updatedLeaves"]);
  checkFlag("gradientFlow", "updatedLeaves", options.updatedLeaves);
  checkLoss(loss);
  if (!isList(states)) {
    throw new ArgumentError(
      `gradientFlow: states must list one state per step, as keepStates returns them; got ${formatValue(states)}`,
    );
  }
  const norms: Record<string, Float64Array> = {};
  const live: { tensor: Tensor; name: string; t: number }[] = [];
  states.forEach((state: unknown, t) => {
    for (const [name, tensor] of namesOf(state)) {
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

function checkLoss(loss: unknown): void {
  if (!isTensor(loss))
    throw new ArgumentError(`gradientFlow: the loss must be a Tensor, got ${formatValue(loss)}`);
  if (loss.size !== 1)
    throw new GraphError(
      `gradientFlow: the loss has shape ${formatShape(loss.shape)}, not one element; reduce it with sum() or mean()`,
    );
  if (!loss.requiresGrad)
    throw new GraphError("gradientFlow: the loss has no history; compute it from the states, outside noGrad");
}

/** The tensors of a state by the keys that lead to them, without the number of an only row. */
function namesOf(state: unknown): Map<string, Tensor> {
  const found = new Map<string, Tensor>();
  const visit = (tree: unknown, name: string, depth: number): void => {
    if (depth > 64)
      throw new ArgumentError("gradientFlow: a state nested more than 64 deep; does it contain itself?");
    const below = (key: string | number): string => (name === "" ? String(key) : `${name}.${key}`);
    if (isTensor(tree)) {
      if (found.has(name))
        throw new ArgumentError(`gradientFlow: two tensors of the state are called "${name}"; rename a key`);
      found.set(name === "" ? "state" : name, tree);
    } else if (isList(tree)) {
      tree.forEach((row, i) => visit(row, tree.length === 1 ? name : below(i), depth + 1));
    } else if (isPlain(tree)) {
      for (const [key, value] of Object.entries(tree)) visit(value, below(key), depth + 1);
    } else {
      throw new ArgumentError(
        `gradientFlow: ${name === "" ? "a state" : `the state "${name}"`} must be a Tensor, or an array or plain object of ` +
          `them, got ${formatValue(tree)}`,
      );
    }
  };
  visit(state, isList(state) ? "state" : "", 0);
  return found;
}

function frobenius({ data }: Tensor): number {
  let sum = 0;
  for (let i = 0; i < data.length; i++) sum += data[i] * data[i];
  return Math.sqrt(sum);
}
