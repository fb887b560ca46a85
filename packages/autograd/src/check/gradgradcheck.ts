import type { TensorLike } from "../tensor/tensor.ts";
import { enableGrad } from "../tape/grad-mode.ts";
import { walkBack } from "../tape/walk.ts";
import {
  checkArguments,
  compareGradients,
  evaluate,
  float64Leaf,
  projection,
  type Checkable,
  type GradcheckOptions,
  type GradcheckResult,
} from "./gradcheck.ts";

/**
 * `gradcheck` of the gradients themselves, as functions of the inputs and of the outputs' upstream gradients: proves the
 * rules used by double backward.
 *
 * @example
 * gradgradcheck((x) => x.tanh(), [tensor([0.3, -2])]).ok; // true
 * @throws GraphError if `fn` is random: it must return the same values for the same inputs
 * @throws ArgumentError if `fn` is not a function, `inputs` not a list, or an option is unknown or out of range
 */
export function gradgradcheck(
  fn: Checkable,
  inputs: readonly TensorLike[],
  options: GradcheckOptions = {},
): GradcheckResult {
  checkArguments("gradgradcheck", fn, inputs, options);
  const leaves = inputs.map((input) => float64Leaf("gradgradcheck", input));
  const outputs = evaluate("gradgradcheck", fn, leaves);
  const live = outputs.map((_, i) => i).filter((i) => outputs[i].requiresGrad);
  const seeds = live.map((i) => float64Leaf("gradgradcheck", projection(outputs[i], i)));
  const gradients: Checkable = (...all) => {
    const xs = all.slice(0, leaves.length);
    const again = enableGrad(() => evaluate("gradgradcheck", fn, xs));
    const walk = { targets: xs, createGraph: true, retainGraph: true, updatedLeaves: false };
    const grads = walkBack(live.map((i) => again[i]), all.slice(leaves.length), walk); // prettier-ignore
    return grads.filter((grad) => grad !== null);
  };
  return compareGradients("gradgradcheck", gradients, [...leaves, ...seeds], leaves.length, options);
}
