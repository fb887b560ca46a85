import { GraphError, formatShape, formatValue } from "../errors.ts";
import { sameShape } from "../tensor/shape.ts";
import { isTensor, type Tensor } from "../tensor/tensor.ts";
import { accumulateGrad } from "./keep.ts";
import type { Node } from "./node.ts";
import type { OutputGrads } from "./op.ts";

/** Shows finished gradients to the hooks, which may replace them. @internal */
export function runHooks(node: Node, grads: (Tensor | null)[]): void {
  node.hooks?.forEach((hooks, output) => {
    for (const hook of hooks) {
      const grad = grads[output];
      if (grad === null) return;
      const replaced = hook(grad);
      if (replaced === undefined) continue;
      if (!isTensor(replaced) || !sameShape(replaced.shape, grad.shape) || replaced.dtype !== grad.dtype) {
        throw new GraphError(
          `registerHook: a hook on ${node.label ?? node.op.name} must return nothing or a ${grad.dtype} tensor of shape ` +
            `${formatShape(grad.shape)}, got ${formatValue(replaced)}`,
        );
      }
      grads[output] = replaced;
    }
  });
}

/** Keeps the gradients of tensors that asked for it. @internal */
export function fillRetained(node: Node, grads: OutputGrads, keep: (grad: Tensor) => Tensor): void {
  node.retained?.forEach((tensor, output) => {
    const grad = grads[output];
    if (grad !== null) accumulateGrad(tensor, keep(grad));
  });
}
