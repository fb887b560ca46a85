import type { Tensor } from "@rewind/autograd";
import type { Parameter } from "@rewind/nn";
import { Adam } from "@rewind/optim";
import type { Task } from "../spec.ts";

/** One training step: forward to the loss, backward, Adam. */
export function trainingTask(parameters: Parameter[], lossOf: () => Tensor): Task {
  const optimizer = new Adam(parameters, { lr: 1e-3 });
  let last = Number.NaN;
  return {
    step() {
      optimizer.zeroGrad();
      const loss = lossOf();
      loss.backward();
      optimizer.step();
      last = loss.item();
    },
    loss: () => last,
  };
}
