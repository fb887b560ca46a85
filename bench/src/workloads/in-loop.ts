import { gradients, type Tensor } from "@rewind/autograd";
import { operandMaterial } from "../material.ts";
import type { InLoopSpec, Task } from "../spec.ts";
import { parameter } from "./leaf.ts";

/** Gradients taken at every turn of a loop whose tape nobody cuts. */
export function inLoopTask(spec: InLoopSpec): Task {
  const [start, scale] = operandMaterial(spec);
  const first = parameter(start);
  const factor = parameter(scale);
  let theta: Tensor = first;
  return {
    step() {
      theta = first;
      for (let t = 0; t < spec.steps; t++) {
        const loss = theta.mul(factor).tanh().square().sum();
        const [slope] = gradients(loss, [theta, factor], { retainGraph: true });
        theta = theta.sub(slope.mul(0.1));
      }
    },
    loss: () => theta.sum().item(),
  };
}
