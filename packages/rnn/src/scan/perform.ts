import {
  applyOp,
  applyOpMany,
  matmul,
  matmulOp,
  noGrad,
  type MatmulPlan,
  type Op,
  type Tensor,
} from "@rewind/autograd";
import type { Instruction } from "./program.ts";

/** Performs an instruction on the ordinary tape, on the values of one step or, where it allows that, of all. @internal */
export function perform(instruction: Instruction, values: readonly Tensor[]): Tensor[] {
  return instruction.differentiable
    ? applied(instruction, values)
    : noGrad(() => applied(instruction, values));
}

function applied({ op, options, many }: Instruction, values: readonly Tensor[]): Tensor[] {
  // matmul itself knows how to make one product of all leading rows.
  if (op === (matmulOp as Op)) return [matmul(values[0], values[1], options as MatmulPlan)];
  return many ? applyOpMany(op, values, options) : [applyOp(op, values, options)];
}
