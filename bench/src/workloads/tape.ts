import { add, mul, sum, type Tensor } from "@rewind/autograd";
import { operandMaterial } from "../material.ts";
import type { Task, TapeSpec } from "../spec.ts";
import { constant, parameter } from "./leaf.ts";

/** A long chain of tiny ops, forward and backward. */
export function tapeTask(spec: TapeSpec): Task {
  const [start, scale, shift] = operandMaterial(spec);
  const leaf = parameter(start);
  const factor = constant(scale);
  const summand = constant(shift);
  let loss: Tensor | undefined;
  return {
    step() {
      leaf.zeroGrad();
      let y: Tensor = leaf;
      for (let i = 0; i < spec.ops; i += 2) y = add(mul(y, factor), summand);
      loss = sum(y);
      loss.backward();
    },
    loss: () => loss?.item() ?? Number.NaN,
  };
}
