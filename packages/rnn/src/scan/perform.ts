import { applyOp, applyOpMany, noGrad, reshape, type Tensor } from "@rewind/autograd";
import type { Instruction } from "./program.ts";

/** Performs an instruction on the ordinary tape, on the values of one step or, where it allows that, of all. @internal */
export function perform(instruction: Instruction, values: readonly Tensor[]): Tensor[] {
  return instruction.differentiable
    ? applied(instruction, values)
    : noGrad(() => applied(instruction, values));
}

function applied({ op, options, many }: Instruction, values: readonly Tensor[]): Tensor[] {
  const [rows, ...others] = values;
  // Matrices of all steps, as rows of one; stacks of matrices within a step stay what they are.
  if (op.rowwise?.(options) === true && rows.ndim > 2 && others.every(({ ndim }) => ndim <= 2)) {
    const { shape } = rows;
    const flat = applyOp(op, [reshape(rows, [-1, shape[shape.length - 1]]), ...others], options);
    return [reshape(flat, [...shape.slice(0, -1), flat.shape[1]])];
  }
  return many ? applyOpMany(op, values, options) : [applyOp(op, values, options)];
}
