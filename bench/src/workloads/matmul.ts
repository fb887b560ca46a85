import { matmul, ones, type Tensor } from "@rewind/autograd";
import { operandMaterial } from "../material.ts";
import type { MatmulSpec, Task } from "../spec.ts";
import { constant, parameter } from "./leaf.ts";

/** A square product, with its two gradients if asked for. */
export function matmulTask(spec: MatmulSpec): Task {
  const [a, b] = operandMaterial(spec).map(spec.gradients ? parameter : constant);
  const upstream = ones([spec.size, spec.size]);
  let product: Tensor | undefined;
  return {
    step() {
      a.zeroGrad();
      b.zeroGrad();
      product = matmul(a, b);
      if (spec.gradients) product.backward(upstream);
    },
    loss: () => product?.data[0] ?? Number.NaN,
  };
}
