import { add, mul, sigmoid, sum, tanh, type Tensor } from "@rewind/autograd";
import { operandMaterial } from "../material.ts";
import type { ElementwiseSpec, Task } from "../spec.ts";
import { constant, parameter } from "./leaf.ts";

/** One elementwise function, or a chain of them forward and backward. */
export function elementwiseTask(spec: ElementwiseSpec): Task {
  const [a, b, c] = operandMaterial(spec).map(spec.op === "chain" ? parameter : constant);
  let result: Tensor | undefined;
  return {
    step() {
      if (spec.op === "tanh") result = tanh(a);
      else if (spec.op === "sigmoid") result = sigmoid(a);
      else {
        for (const leaf of [a, b, c]) leaf.zeroGrad();
        result = sum(tanh(add(mul(a, b), c)));
        result.backward();
      }
    },
    loss: () => result?.data[0] ?? Number.NaN,
  };
}
