import { sameShape, type Dtype, type Op, type Shape, type Tensor } from "@rewind/autograd";
import type { StateTree } from "../state.ts";
import { Numbering } from "./numbering.ts";
import { Refusal } from "./refusal.ts";
import { sameValue } from "./same-value.ts";
import { leaves, type Trace } from "./trace.ts";

/** Shape and dtype of a value. */
export interface Kind {
  readonly shape: Shape;
  readonly dtype: Dtype;
}

/** One operation, on numbered values. @internal */
export interface Instruction {
  readonly op: Op;
  readonly options: unknown;
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  /** Whether it returns a list. */
  readonly many: boolean;
  /** Whether gradients flow through it: not if it ran under `noGrad`. */
  readonly differentiable: boolean;
}

/**
 * A step as a straight line of operations. Value 0 is `x`, the next are the state's tensors; every other is either what
 * an instruction computes or one of the constants: weights and whatever else the step found in place.
 * @internal
 */
export interface Program {
  readonly kinds: readonly Kind[];
  readonly states: number;
  readonly constants: ReadonlyMap<number, Tensor>;
  readonly instructions: readonly Instruction[];
  readonly output: number;
  readonly next: readonly number[];
}

/** Numbers the values of a trace. @internal */
export function program<S extends StateTree>(of: Trace<S>): Program {
  const numbers = new Numbering();
  numbers.define(of.x);
  of.state.forEach((tensor) => numbers.define(tensor));
  const instructions = of.calls.map(({ op, options, inputs, outputs, many, gradEnabled }): Instruction => {
    if (gradEnabled && op.backward === undefined)
      throw new Refusal(`uses ${op.name}, which has no gradient rule of its own`);
    return {
      op,
      options,
      inputs: inputs.map((input) => numbers.of(input)),
      outputs: outputs.map((output) => numbers.define(output)),
      many,
      differentiable: gradEnabled,
    };
  });
  const output = numbers.of(of.output);
  const next = leaves(of.next).map((tensor) => numbers.of(tensor));
  const { kinds, constants } = numbers;
  next.forEach((value, i) => {
    const { shape, dtype } = of.state[i];
    if (kinds[value].dtype !== dtype || !sameShape(kinds[value].shape, shape))
      throw new Refusal("turns the state into another dtype or shape");
  });
  return { kinds, states: of.state.length, constants, instructions, output, next };
}

/**
 * Why two recordings of one step are not the same program, or null.
 *
 * @param constants whether two constants pass for the same
 * @internal
 */
export function difference(
  a: Program,
  b: Program,
  constants: (a: Tensor, b: Tensor) => boolean = sameConstant,
): string | null {
  const counts = a.instructions.length === b.instructions.length && a.constants.size === b.constants.size;
  if (!counts) return "performs different operations from step to step";
  for (let i = 0; i < a.instructions.length; i++) {
    const { op, options, inputs, outputs, differentiable } = a.instructions[i];
    const other = b.instructions[i];
    if (op !== other.op || differentiable !== other.differentiable)
      return `performs ${op.name} at one step and ${other.op.name} at the next`;
    if (!sameValue(options, other.options)) return `changes the options of ${op.name} from step to step`;
    if (!sameValue(inputs, other.inputs) || !sameValue(outputs, other.outputs))
      return `feeds ${op.name} differently from step to step`;
  }
  if (a.output !== b.output || !sameValue(a.next, b.next))
    return "returns different things from step to step";
  for (const [number, constant] of a.constants) {
    const other = b.constants.get(number);
    if (other === undefined || !constants(constant, other))
      return `uses a different constant of shape [${constant.shape.join(", ")}] from step to step`;
  }
  return null;
}

/** Whether code compiled for one program serves the other: constants may differ in value. @internal */
export function isSameCode(a: Program, b: Program): boolean {
  const sameKinds =
    a.kinds.length === b.kinds.length &&
    a.kinds.every(({ shape, dtype }, i) => dtype === b.kinds[i].dtype && sameShape(shape, b.kinds[i].shape));
  return sameKinds && difference(a, b, () => true) === null;
}

/** The same tensor, or equal ones made afresh by each step. */
function sameConstant(a: Tensor, b: Tensor): boolean {
  if (a === b) return true;
  return !a.requiresGrad && !b.requiresGrad && sameShape(a.shape, b.shape) && sameValue(a.data, b.data);
}
