import { matmulOp, type MatmulPlan, type Op } from "@rewind/autograd";
import type { GradientInstruction, GradientProgram } from "./gradient-program.ts";
import { isBatched, type Phases } from "./phases.ts";

/** How a gradient changes from step to step, or that it is the sum over all steps. @internal */
export type GradientPlace = "varying" | "fixed" | "summed";

/** A gradient program cut into what the step before waits for, and what is done for all steps together at the end. @internal */
export interface GradientPhases {
  readonly loop: readonly GradientInstruction[];
  readonly after: readonly GradientInstruction[];
  readonly places: readonly GradientPlace[];
}

/**
 * Leaves as much as possible for the end, where the gradient of a weight is one product over the rows of all steps, and
 * that of a bias one sum.
 *
 * @param early values that are made in the loop whoever waits for them
 * @internal
 */
export function gradientPhases(
  phases: Phases,
  program: GradientProgram,
  early: readonly number[],
): GradientPhases {
  const { instructions, states, invariants } = program;
  const makers = new Map<number, number>();
  instructions.forEach(({ outputs }, i) => outputs.forEach((output) => makers.set(output, i)));
  const inLoop = new Array<boolean>(instructions.length).fill(false);
  const bringIn = (value: number): void => {
    const pending = [value];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const maker = makers.get(next);
      if (maker === undefined || inLoop[maker]) continue;
      inLoop[maker] = true;
      pending.push(...instructions[maker].inputs);
    }
  };
  states.forEach((value) => value !== null && bringIn(value));
  early.forEach(bringIn);
  for (;;) {
    const { places, stuck } = placed(phases, program, inLoop);
    // What is not summed over all steps at once has to be added up step by step.
    const unsummed = [...invariants.values()].flat().find((value) => {
      const maker = makers.get(value);
      return maker !== undefined && !inLoop[maker] && places[value] !== "summed";
    });
    const missing = stuck ?? unsummed;
    if (missing !== undefined) bringIn(missing);
    else {
      return {
        loop: instructions.filter((_, i) => inLoop[i]),
        after: instructions.filter((_, i) => !inLoop[i]),
        places,
      };
    }
  }
}

/** Where all values lie, and the first that cannot be worked out for all steps together. */
function placed(
  { places: forward, program: { kinds: forwardKinds } }: Phases,
  { kinds, constants, instructions }: GradientProgram,
  inLoop: readonly boolean[],
): { places: GradientPlace[]; stuck: number | undefined } {
  const places = kinds.map((_, value): GradientPlace => {
    const fixed = value < forwardKinds.length ? forward[value] === "invariant" : constants.has(value);
    return fixed ? "fixed" : "varying";
  });
  const batch = forwardKinds[0].shape[0];
  let stuck: number | undefined;
  instructions.forEach((instruction, i) => {
    if (inLoop[i]) return;
    const place = placeAfter(instruction, kinds, places, batch);
    for (const output of instruction.outputs) places[output] = place ?? "varying";
    if (place === null) stuck ??= instruction.outputs[0];
  });
  return { places, stuck };
}

/** What an instruction makes if it is done for all steps together; null if it cannot be. */
function placeAfter(
  instruction: GradientInstruction,
  kinds: GradientProgram["kinds"],
  places: readonly GradientPlace[],
  batch: number,
): GradientPlace | null {
  const { op, inputs, outputs, options, rule } = instruction;
  if (rule !== undefined) return null;
  const found = inputs.map((input) => places[input]);
  if (found.includes("summed")) return op.alias === true ? "summed" : null;
  const shapes = inputs.map((input) => kinds[input].shape);
  const rows = shapes.every((shape, i) => found[i] === "fixed" || shape[0] === batch);
  if (!rows || found.every((place) => place === "fixed")) return null;
  if (op === (matmulOp as Op) && (options as MatmulPlan).transposeA) {
    const contracted = !(options as MatmulPlan).transposeB && shapes.every((shape) => shape.length === 2);
    return contracted && found.every((place) => place === "varying") ? "summed" : null;
  }
  if (op.name === "sum" && (options as { axes: readonly number[] }).axes[0] === 0) return "summed";
  const batched =
    kinds[outputs[0]].shape[0] === batch &&
    isBatched(instruction, kinds, (value) => places[value] === "fixed");
  return batched ? "varying" : null;
}
