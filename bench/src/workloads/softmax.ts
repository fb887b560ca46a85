import type { Tensor } from "@rewind/autograd";
import { crossEntropy } from "@rewind/nn";
import { softmaxMaterial } from "../material.ts";
import type { SoftmaxSpec, Task } from "../spec.ts";
import { parameter } from "./leaf.ts";

/** A classifier's loss alone, forward and backward. */
export function softmaxTask(spec: SoftmaxSpec): Task {
  const { logits, targets } = softmaxMaterial(spec);
  const leaf = parameter(logits);
  let loss: Tensor | undefined;
  return {
    step() {
      leaf.zeroGrad();
      loss = crossEntropy(leaf, targets);
      loss.backward();
    },
    loss: () => loss?.item() ?? Number.NaN,
  };
}
