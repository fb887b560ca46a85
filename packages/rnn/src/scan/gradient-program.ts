import { add, empty, noGrad, sameShape, sumTo, type OpCall, type Tensor } from "@rewind/autograd";
import { guard } from "./guard.ts";
import { Numbering } from "./numbering.ts";
import type { Phases } from "./phases.ts";
import type { Instruction, Kind } from "./program.ts";
import { Refusal } from "./refusal.ts";
import { ReplayContext } from "./replay-context.ts";
import { listen } from "./trace.ts";

/** An instruction of the backward pass. @internal */
export interface GradientInstruction extends Instruction {
  /**
   * Set where a rule cannot be written as a program, because it computes by itself: the instruction whose rule is then
   * called at every step, with the gradients of those outputs that `present` names; what comes back for each of `wanted`
   * are the outputs here.
   */
  readonly rule?: {
    readonly of: Instruction;
    readonly present: readonly boolean[];
    readonly wanted: readonly number[];
  };
}

/**
 * The gradients of one step as a straight line of operations: its rules, recorded. Values are numbered on from those of
 * the forward program.
 * @internal
 */
export interface GradientProgram {
  readonly kinds: readonly Kind[];
  readonly constants: ReadonlyMap<number, Tensor>;
  readonly instructions: readonly GradientInstruction[];
  /** The upstream gradients: of the output and of each next state. Null where none is wanted. */
  readonly seeds: { readonly output: number | null; readonly next: readonly (number | null)[] };
  /** The gradients of x and of each state. Null where there is none. */
  readonly x: number | null;
  readonly states: readonly (number | null)[];
  /** The complete gradient of each next state, of which `seeds.next` is what comes from later steps. Null where there is none. */
  readonly totals: readonly (number | null)[];
  /** Whether each state wants a gradient. Sequences that pause hand it on as it is. */
  readonly wanted: readonly boolean[];
  /** What each use of an invariant adds to its gradient. */
  readonly invariants: ReadonlyMap<number, readonly number[]>;
}

/**
 * Records the backward pass of one step. Of the forward pass it runs every operation once, on zeros.
 *
 * @param flows which values want a gradient
 * @internal
 */
export function gradientProgram(phases: Phases, flows: readonly boolean[]): GradientProgram {
  return noGrad(() => new Builder(phases, flows).build());
}

class Builder {
  readonly #phases: Phases;
  readonly #flows: readonly boolean[];
  readonly #numbers: Numbering;
  readonly #standIns: Tensor[];
  readonly #instructions: GradientInstruction[] = [];
  /** The gradients that have arrived, by forward value. */
  readonly #arrived = new Map<number, Tensor>();
  readonly #invariants = new Map<number, number[]>();

  constructor(phases: Phases, flows: readonly boolean[]) {
    this.#phases = phases;
    this.#flows = flows;
    this.#numbers = new Numbering(phases.program.kinds);
    this.#standIns = phases.program.kinds.map(({ shape, dtype }) => guard(empty(shape, dtype)));
    this.#standIns.forEach((tensor, value) => this.#numbers.assign(tensor, value));
  }

  build(): GradientProgram {
    const { program, before, loop } = this.#phases;
    const line = [...before, ...loop];
    const contexts = line.map((instruction) => this.#forward(instruction));
    const output = this.#seed(program.output);
    const next = program.next.map((value) => this.#seed(value));
    for (let i = line.length - 1; i >= 0; i--) this.#backward(line[i], contexts[i]);
    const found = (value: number): number | null => {
      const gradient = this.#arrived.get(value);
      return gradient === undefined ? null : this.#numbers.of(gradient);
    };
    return {
      kinds: this.#numbers.kinds,
      constants: this.#numbers.constants,
      instructions: this.#instructions,
      seeds: { output, next },
      x: found(0),
      states: program.next.map((_, k) => found(1 + k)),
      totals: program.next.map(found),
      wanted: program.next.map((_, k) => this.#flows[1 + k]),
      invariants: this.#invariants,
    };
  }

  /** Performs an instruction on the stand-ins, to find out what its rule will see. */
  #forward(instruction: Instruction): ReplayContext {
    const { op, inputs, outputs, options, differentiable } = instruction;
    const needs = inputs.map((input) => differentiable && this.#flows[input]);
    const context = new ReplayContext(instruction, this.#numbers.kinds, needs);
    const result = op.forward(
      context,
      inputs.map((input) => this.#standIns[input]),
      options,
    );
    outputs.forEach((output, i) => {
      const tensor = Array.isArray(result) ? result[i] : result;
      this.#standIns[output] = guard(tensor);
      this.#numbers.assign(tensor, output);
    });
    return context;
  }

  /** A stand-in for an upstream gradient. */
  #seed(value: number): number | null {
    if (!this.#flows[value]) return null;
    const { shape, dtype } = this.#numbers.kinds[value];
    const tensor = guard(empty(shape, dtype));
    const number = this.#numbers.define(tensor);
    this.#deliver(value, tensor);
    return number;
  }

  #backward(instruction: Instruction, context: ReplayContext): void {
    const { inputs, outputs } = instruction;
    const grads = outputs.map((output) => this.#arrived.get(output) ?? null);
    if (grads.every((grad) => grad === null) || !inputs.some((_, i) => context.needs(i))) return;
    const inputGrads = this.#ruleOf(instruction, context, grads);
    if (inputGrads === null) this.#callRule(instruction, context, grads);
    else inputs.forEach((input, i) => context.needs(i) && this.#deliver(input, inputGrads[i]));
  }

  /** What a rule returns, its operations recorded; null if they are not all that it does. */
  #ruleOf(
    { op, options }: Instruction,
    context: ReplayContext,
    grads: readonly (Tensor | null)[],
  ): readonly (Tensor | null | undefined)[] | null {
    if (!context.saved.every((tensor) => this.#numbers.has(tensor))) return null;
    try {
      // A rule is there: tracing refuses operations without one. Its gradients are tensors: contexts here let it defer none.
      return this.#record(() => op.backward!(context, grads, options)) as (Tensor | null)[];
    } catch (error) {
      if (error instanceof Refusal) return null;
      throw error;
    }
  }

  /** Leaves a rule to be called as it is. */
  #callRule(instruction: Instruction, context: ReplayContext, grads: readonly (Tensor | null)[]): void {
    const { op, inputs, options } = instruction;
    const wanted = inputs.map((_, i) => i).filter((i) => context.needs(i));
    const outputs = wanted.map((i) => {
      const { shape, dtype } = this.#numbers.kinds[inputs[i]];
      return guard(empty(shape, dtype));
    });
    this.#instructions.push({
      op,
      options,
      inputs: grads.flatMap((grad) => (grad === null ? [] : [this.#numbers.of(grad)])),
      outputs: outputs.map((tensor) => this.#numbers.define(tensor)),
      many: true,
      differentiable: false,
      rule: { of: instruction, present: grads.map((grad) => grad !== null), wanted },
    });
    wanted.forEach((input, i) => this.#deliver(inputs[input], outputs[i]));
  }

  /** Notes the operations that `run` performs as instructions; none if it is refused. */
  #record<R>(run: () => R): R {
    const calls: OpCall[] = [];
    const result = listen(calls, run);
    for (const { op, options, inputs, outputs, many } of calls) {
      this.#instructions.push({
        op,
        options,
        inputs: inputs.map((input) => this.#numbers.of(input)),
        outputs: outputs.map((output) => this.#numbers.define(output)),
        many,
        differentiable: false,
      });
    }
    return result;
  }

  #deliver(value: number, gradient: Tensor | null | undefined): void {
    if (gradient === null || gradient === undefined) return;
    const { shape } = this.#numbers.kinds[value];
    const fitted = sameShape(gradient.shape, shape) ? gradient : this.#record(() => sumTo(gradient, shape));
    const prior = this.#arrived.get(value);
    if (this.#phases.places[value] === "invariant") {
      this.#invariants.set(value, [...(this.#invariants.get(value) ?? []), this.#numbers.of(fitted)]);
    } else this.#arrived.set(value, prior === undefined ? fitted : this.#record(() => add(prior, fitted)));
  }
}
