import { matmulOp, type MatmulPlan, type Op, type Tensor } from "@rewind/autograd";
import { perform } from "./perform.ts";
import type { Instruction, Program } from "./program.ts";

/** Where a loop finds a value. @internal */
export type Place = "sequence" | "state" | "invariant" | "local";

/** A program of which only what depends on the state is left to do step by step. @internal */
export interface Plan {
  readonly program: Program;
  readonly places: readonly Place[];
  /** What has to wait for the step before. */
  readonly loop: readonly Instruction[];
  /** Values that are ready for all steps at once, `[T, …]`, and their numbers. */
  readonly sequences: ReadonlyMap<number, Tensor>;
  /** Values that are the same at every step, and their numbers. */
  readonly invariants: ReadonlyMap<number, Tensor>;
}

/**
 * Performs what need not wait, on the ordinary tape: once what depends on constants alone, and for all steps at once what
 * depends on the inputs alone, if it treats leading axes as a batch. An input projection becomes one product.
 * @internal
 */
export function hoist(program: Program, xs: Tensor): Plan {
  const { kinds, states, constants, instructions } = program;
  const places = new Array<Place>(kinds.length).fill("local");
  places[0] = "sequence";
  places.fill("state", 1, 1 + states);
  const sequences = new Map([[0, xs]]);
  const invariants = new Map(constants);
  for (const number of constants.keys()) places[number] = "invariant";
  const loop = instructions.filter((instruction) => {
    const { inputs, outputs } = instruction;
    const place = placeOf(instruction, program, places);
    if (place === "local") return true;
    const values = inputs.map((input) => (sequences.get(input) ?? invariants.get(input)) as Tensor);
    const results = perform(instruction, values);
    outputs.forEach((output, i) => {
      places[output] = place;
      (place === "sequence" ? sequences : invariants).set(output, results[i]);
    });
    return false;
  });
  const used = new Set([program.output, ...program.next, ...loop.flatMap(({ inputs }) => inputs)]);
  for (const values of [sequences, invariants])
    for (const number of values.keys()) if (!used.has(number)) values.delete(number);
  return { program, places, loop, sequences, invariants };
}

function placeOf(instruction: Instruction, program: Program, places: readonly Place[]): Place {
  const found = instruction.inputs.map((input) => places[input]);
  if (found.every((place) => place === "invariant")) return "invariant";
  if (!found.every((place) => place === "sequence" || place === "invariant")) return "local";
  return isBatched(instruction, program, found) ? "sequence" : "local";
}

/** Whether the operation on `[T, …]` is the operation on every `[…]`. */
function isBatched(
  { op, inputs, outputs, options }: Instruction,
  { kinds }: Program,
  found: Place[],
): boolean {
  const ranks = inputs.map((input) => kinds[input].shape.length);
  if (op === (matmulOp as Op)) {
    const { transposeA } = options as MatmulPlan;
    return (
      found[0] === "sequence" && found[1] === "invariant" && ranks[0] === 2 && ranks[1] === 2 && !transposeA
    );
  }
  // Broadcasting aligns the last axes, so a sequence of lower rank would put time in the wrong place.
  const rank = kinds[outputs[0]].shape.length;
  return op.elementwise === true && ranks.every((each, i) => found[i] === "invariant" || each === rank);
}
