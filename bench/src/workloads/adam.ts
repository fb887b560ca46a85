import { Adam } from "@rewind/optim";
import { operandMaterial } from "../material.ts";
import type { AdamSpec, Task } from "../spec.ts";
import { constant, parameter } from "./leaf.ts";

/** An optimizer's step alone; the gradient stays the same. */
export function adamTask(spec: AdamSpec): Task {
  const [values, gradient] = operandMaterial(spec);
  const leaf = parameter(values);
  leaf.grad = constant(gradient);
  const optimizer = new Adam([leaf], { lr: 1e-3 });
  return {
    step() {
      optimizer.step();
    },
    loss: () => leaf.data[0],
  };
}
