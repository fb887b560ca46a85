import { sameShape, type Tensor } from "@rewind/autograd";
import { perform } from "./perform.ts";
import type { Instruction, Kind, Program } from "./program.ts";

/** How a value changes from step to step. @internal */
export type Place = "sequence" | "state" | "invariant" | "local";

/** A program cut into what is done once, what for all steps together, and what has to wait for the step before. @internal */
export interface Phases {
  readonly program: Program;
  readonly places: readonly Place[];
  /** What depends on constants alone. */
  readonly once: readonly Instruction[];
  /** What depends on the inputs, but on no state, and treats its rows as a batch: an input projection is one product. */
  readonly before: readonly Instruction[];
  readonly loop: readonly Instruction[];
  /** The numbers of the invariant values that the other two use. */
  readonly invariants: readonly number[];
}

/**
 * @param inLoop instructions that have to stay in the loop
 * @internal
 */
export function phasesOf(program: Program, inLoop: ReadonlySet<Instruction> = new Set()): Phases {
  const { kinds, states, constants, instructions, output, next } = program;
  const places = new Array<Place>(kinds.length).fill("local");
  places[0] = "sequence";
  places.fill("state", 1, 1 + states);
  for (const number of constants.keys()) places[number] = "invariant";
  const once: Instruction[] = [];
  const before: Instruction[] = [];
  const loop: Instruction[] = [];
  for (const instruction of instructions) {
    const found = placeOf(instruction, program, places);
    const place = found === "sequence" && inLoop.has(instruction) ? "local" : found;
    for (const result of instruction.outputs) places[result] = place;
    (place === "invariant" ? once : place === "sequence" ? before : loop).push(instruction);
  }
  const used = new Set([output, ...next, ...[...before, ...loop].flatMap(({ inputs }) => inputs)]);
  const invariants = [...used].filter((value) => places[value] === "invariant");
  return { program, places, once, before, loop, invariants };
}

/** The invariant values, worked out on the ordinary tape. @internal */
export function invariantsOf({ once, invariants }: Phases, constants: ReadonlyMap<number, Tensor>): Tensor[] {
  const values = new Map(constants);
  for (const instruction of once) {
    const results = perform(
      instruction,
      instruction.inputs.map((input) => values.get(input) as Tensor),
    );
    instruction.outputs.forEach((output, i) => values.set(output, results[i]));
  }
  return invariants.map((number) => values.get(number) as Tensor);
}

function placeOf(instruction: Instruction, { kinds }: Program, places: readonly Place[]): Place {
  const found = instruction.inputs.map((input) => places[input]);
  if (found.every((place) => place === "invariant")) return "invariant";
  // Another shape at every step is another at all: not what the instruction's options say.
  const { op, inputs, outputs } = instruction;
  const reshaped = op.alias === true && !sameShape(kinds[inputs[0]].shape, kinds[outputs[0]].shape);
  const ready = !reshaped && found.every((place) => place === "sequence" || place === "invariant");
  return ready && isBatched(instruction, kinds, (value) => places[value] === "invariant")
    ? "sequence"
    : "local";
}

/**
 * Whether the operation on the rows of all steps is the operation on the rows of each: on `[T · B, …]` instead of
 * `[B, …]`, with invariant operands as they are.
 * @internal
 */
export function isBatched(
  { op, inputs, outputs, options }: Instruction,
  kinds: readonly Kind[],
  isInvariant: (value: number) => boolean,
): boolean {
  const { shape } = kinds[outputs[0]];
  const batch = shape[0];
  if (op.rowwise?.(options) === true) {
    const [rows, ...others] = inputs;
    return (
      !isInvariant(rows) && others.every(isInvariant) && kinds[rows].shape.length === 2 && shape.length === 2
    );
  }
  if (op.alias === true) return shape.length > 0 && kinds[inputs[0]].shape[0] === batch;
  // Broadcasting aligns the last axes: every operand that changes must bring its rows, every other must not have any.
  return (
    op.elementwise === true &&
    shape.length > 0 &&
    inputs.every((input) => {
      const own = kinds[input].shape;
      if (isInvariant(input)) return own.length < shape.length || own[0] === 1;
      return own.length === shape.length && own[0] === batch;
    })
  );
}
