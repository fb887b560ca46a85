import { applyOpMany, empty, stack, unstack, type Op, type Tensor } from "@rewind/autograd";
import { selectRows } from "../gates/select-rows.ts";
import { stepAt, takers, type Course } from "./course.ts";
import { isDeferrable } from "./deferred-product.ts";
import { gradientFlowOf } from "./flow.ts";
import type { Plan } from "./hoist.ts";
import { perform } from "./perform.ts";
import { replayBackward } from "./replay-backward.ts";
import { ReplayContext } from "./replay-context.ts";
import { replayForward, type LoopInputs, type Trail } from "./replay-forward.ts";

/** A loop to be run. @internal */
export interface Loop {
  readonly plan: Plan;
  readonly course: Course;
}

interface Memory {
  readonly contexts: readonly ReplayContext[];
  readonly flows: readonly boolean[];
  readonly trail: Trail;
}

/** By a tensor the node saves: so memory goes when the tape lets go of what was saved. */
const memories = new WeakMap<Tensor, Memory>();

const op: Op<Loop> = {
  name: "scan",
  forward(context, inputs, { plan, course }) {
    const wanted = new Set(inputNumbers(plan).filter((_, i) => context.needs(i)));
    const flows = gradientFlowOf(plan, wanted);
    const contexts = plan.loop.map((instruction) => {
      const deferred = isDeferrable(instruction, plan);
      const needs = instruction.inputs.map(
        (input, n) => instruction.differentiable && flows[input] && !(deferred && n === 1),
      );
      return new ReplayContext(instruction, plan.program, needs);
    });
    const trail: Trail | null = wanted.size > 0 ? [] : null;
    const results = replayForward(plan, course, arrange(plan, inputs), contexts, trail);
    if (trail !== null) {
      const key = empty([0], "float32");
      memories.set(key, { contexts, flows, trail });
      context.save(key);
    }
    return results;
  },
  backward(context, grads, { plan, course }) {
    const { contexts, flows, trail } = memories.get(context.saved[0]) as Memory;
    const found = replayBackward({ plan, course, contexts, flows, trail }, grads);
    return inputNumbers(plan).map((number) => found.get(number) ?? null);
  },
  composed(inputs, { plan, course }) {
    const { program, loop } = plan;
    const { sequences, states, invariants } = arrange(plan, inputs);
    const slices = new Map([...sequences].map(([number, sequence]) => [number, unstack(sequence)]));
    const values = new Map(invariants);
    const outputs = new Array<Tensor>(course.steps);
    let state = states;
    for (let i = 0; i < course.steps; i++) {
      const t = stepAt(course, i);
      for (const [number, slice] of slices) values.set(number, slice[t]);
      state.forEach((tensor, k) => values.set(1 + k, tensor));
      for (const instruction of loop) {
        const results = perform(
          instruction,
          instruction.inputs.map((input) => values.get(input) as Tensor),
        );
        instruction.outputs.forEach((output, r) => values.set(output, results[r]));
      }
      const active = takers(course, t);
      const output = values.get(program.output) as Tensor;
      const before = state;
      const taken = program.next.map((value) => values.get(value) as Tensor);
      outputs[t] = active === null ? output : selectRows(active, output, null);
      state = active === null ? taken : taken.map((tensor, k) => selectRows(active, tensor, before[k]));
    }
    return [stack(outputs), ...state];
  },
};

/** Performs a loop as one operation: one record on the tape, however many steps. @internal */
export function performLoop(loop: Loop, states: readonly Tensor[]): Tensor[] {
  const { sequences, invariants } = loop.plan;
  return applyOpMany(op, [...sequences.values(), ...states, ...invariants.values()], loop);
}

/** The numbers of the values the operation takes as inputs, in their order. */
function inputNumbers({ sequences, invariants, program }: Plan): number[] {
  return [...sequences.keys(), ...program.next.map((_, k) => 1 + k), ...invariants.keys()];
}

function arrange(plan: Plan, inputs: readonly Tensor[]): LoopInputs {
  const first = plan.sequences.size;
  const last = first + plan.program.states;
  return {
    sequences: new Map([...plan.sequences.keys()].map((number, i) => [number, inputs[i]])),
    states: inputs.slice(first, last),
    invariants: new Map([...plan.invariants.keys()].map((number, i) => [number, inputs[last + i]])),
  };
}
