import { sizeOf } from "@rewind/autograd";
import { roots, type ForwardCode, type LoopShape } from "./forward-code.ts";
import { gradientPhases, type GradientPhases } from "./gradient-phases.ts";
import type { GradientProgram } from "./gradient-program.ts";
import type { Machine } from "./machine.ts";
import type { Phases } from "./phases.ts";
import { Storage, type Slot } from "./storage.ts";

/** Where the values of a backward pass lie. @internal */
export class BackwardLayout {
  readonly program: GradientProgram;
  readonly phases: GradientPhases;
  readonly shape: LoopShape;
  readonly machine: Machine;
  readonly storage: Storage = new Storage();
  /** The value that holds the elements of a value. */
  readonly rootOf: (value: number) => number;
  /** Of the same, values that are wanted after the loop, of every step. */
  readonly later: ReadonlySet<number>;
  /** The complete gradients of the states after each step that are wanted, see {@link GradientProgram.totals}. */
  readonly totals: readonly (number | null)[];
  readonly #forward: ForwardCode;
  readonly #slots = new Map<number, Slot>();

  constructor(
    forwardPhases: Phases,
    program: GradientProgram,
    shape: LoopShape,
    machine: Machine,
    forward: ForwardCode,
    observed: boolean,
  ) {
    this.program = program;
    this.totals = observed ? program.totals : program.totals.map(() => null);
    const totals = this.totals.filter((value) => value !== null);
    this.phases = gradientPhases(forwardPhases, program, totals);
    this.shape = shape;
    this.machine = machine;
    this.#forward = forward;
    const { loop, after } = this.phases;
    const moved = [...loop, ...after].filter(({ rule }) => rule === undefined);
    this.rootOf = roots(program.kinds.length, moved);
    const later = [...totals, ...after.flatMap(({ inputs }) => inputs)];
    if (program.x !== null) later.push(program.x);
    this.later = new Set(later.map(this.rootOf));
  }

  /** Sequences of the batch. */
  get rows(): number {
    return this.program.kinds[0].shape[0];
  }

  size(value: number): number {
    return sizeOf(this.program.kinds[value].shape);
  }

  has(value: number): boolean {
    return this.#slots.has(value);
  }

  slotOf(value: number): Slot {
    const root = this.rootOf(value);
    return this.#slots.get(root) ?? this.#forward.slotOf(root);
  }

  /** Lays a value where something else lies already. */
  place(value: number, slot: Slot): Slot {
    this.#slots.set(value, slot);
    return slot;
  }

  /** A place for a value that is the same at every step, or the sum over all. */
  single(value: number): Slot {
    return this.place(value, this.storage.single("work", this.size(value)));
  }

  sequence(value: number): Slot {
    return this.place(value, this.storage.sequence("work", this.size(value), this.shape.steps));
  }

  /** A place for a value made at every step. */
  varying(value: number): Slot {
    return this.later.has(value) ? this.sequence(value) : this.single(value);
  }

  /** Places for all that instructions make and that has none yet. */
  placeRest(): void {
    const { loop, after, places } = this.phases;
    const missing = (value: number): boolean => this.rootOf(value) === value && !this.has(value);
    for (const value of loop.flatMap(({ outputs }) => outputs)) if (missing(value)) this.varying(value);
    for (const value of after.flatMap(({ outputs }) => outputs)) {
      if (!missing(value)) continue;
      if (places[value] === "summed") this.single(value);
      else this.sequence(value);
    }
  }
}
