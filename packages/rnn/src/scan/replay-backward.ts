import { empty, sameShape, sumTo, type OutputGrads, type Tensor } from "@rewind/autograd";
import { selectRows } from "../gates/select-rows.ts";
import { stepAt, takers, type Course } from "./course.ts";
import { DeferredProduct, isDeferrable } from "./deferred-product.ts";
import { StepGradients, StepSum } from "./gradient-sums.ts";
import type { Plan } from "./hoist.ts";
import type { ReplayContext } from "./replay-context.ts";
import { at, type Trail } from "./replay-forward.ts";

/** A loop that has run. @internal */
export interface Replayed {
  readonly plan: Plan;
  readonly course: Course;
  readonly contexts: readonly ReplayContext[];
  /** Which values want a gradient. */
  readonly flows: readonly boolean[];
  readonly trail: Trail;
}

/** The gradients of the loop's inputs, by number of value. @internal */
export type LoopGradients = ReadonlyMap<number, Tensor>;

/**
 * Backpropagation through time along what {@link replayForward} left behind: the same rules as on the tape, last step
 * first. A weight's gradient is one product for all steps, other invariants' are sums.
 *
 * @internal
 */
export function replayBackward(
  { plan, course, contexts, flows, trail }: Replayed,
  [gradOutputs, ...gradStates]: OutputGrads,
): LoopGradients {
  const { program, loop, places, sequences, invariants } = plan;
  const { kinds, output, next } = program;
  const arriving = new StepGradients(kinds.length);
  const gradSequences = new Map<number, Tensor>();
  for (const [value, { shape, dtype }] of sequences)
    if (flows[value]) gradSequences.set(value, empty(shape, dtype));
  const sums = new Map<number, StepSum>();
  for (const [value, tensor] of invariants) if (flows[value]) sums.set(value, new StepSum(tensor));
  const products = loop.map((instruction) =>
    flows[instruction.inputs[1]] && instruction.differentiable && isDeferrable(instruction, plan)
      ? new DeferredProduct(instruction, course.steps)
      : null,
  );
  const pass = (value: number, grad: Tensor): void => {
    if (!flows[value]) return;
    const { shape } = kinds[value];
    const fitted = sameShape(grad.shape, shape) ? grad : sumTo(grad, shape);
    if (places[value] === "invariant") sums.get(value)?.add(fitted);
    else arriving.add(value, fitted);
  };

  let state: (Tensor | null)[] = gradStates;
  for (let i = course.steps - 1; i >= 0; i--) {
    const t = stepAt(course, i);
    const active = takers(course, t);
    const idle = active?.map((takes) => 1 - takes) ?? null;
    state.forEach((grad, k) => {
      if (grad === null) return;
      pass(next[k], active === null ? grad : selectRows(active, grad, null));
      if (idle !== null) pass(1 + k, selectRows(idle, grad, null));
    });
    if (gradOutputs !== null) {
      const grad = at(gradOutputs, t);
      pass(output, active === null ? grad : selectRows(active, grad, null));
    }
    for (let k = loop.length - 1; k >= 0; k--) {
      const { op, options, inputs, outputs } = loop[k];
      const grads = outputs.map((value) => arriving.take(value));
      if (grads.every((grad) => grad === null)) continue;
      const context = contexts[k];
      context.saved = trail[i * loop.length + k];
      products[k]?.add(context.saved[0], grads[0] as Tensor);
      // A rule is there: tracing refuses operations without one.
      const inputGrads = op.backward!(context, grads, options);
      for (let n = 0; n < inputs.length; n++) {
        const grad = inputGrads[n];
        // A tensor: these contexts let no rule defer its gradient.
        if (grad !== null && grad !== undefined && context.needs(n)) pass(inputs[n], grad as Tensor);
      }
    }
    for (const [value, grad] of gradSequences) {
      const found = arriving.take(value);
      if (found !== null) grad.data.set(found.data, t * found.size);
    }
    state = next.map((_, k) => arriving.take(1 + k));
  }

  for (const product of products) {
    const total = product?.total();
    if (product && total) sums.get(product.weight)?.add(total);
  }
  const found = new Map(gradSequences);
  state.forEach((grad, k) => grad !== null && found.set(1 + k, grad));
  for (const [value, sum] of sums) found.set(value, sum.total());
  return found;
}
