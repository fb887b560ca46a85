import { GraphError, formatShape, formatValue } from "../errors.ts";
import { sameShape } from "../tensor/shape.ts";
import { isTensor, type Tensor } from "../tensor/tensor.ts";
import { accumulateGrad } from "./keep.ts";
import type { Node } from "./node.ts";
import type { OutputGrads } from "./op.ts";

/** Shows finished gradients to the hooks, which may replace them. @internal */
export function runHooks(node: Node, grads: (Tensor | null)[]): void {
  node.hooks?.forEach((_, output) => {
    const grad = grads[output];
    if (grad !== null && !node.carries(output)) grads[output] = hooked(node, output, grad);
  });
}

/** The gradient of an output as its hooks leave it. @internal */
export function hooked(node: Node, output: number, grad: Tensor): Tensor {
  for (const hook of node.hooks?.get(output) ?? []) {
    const replaced = hook(grad);
    if (replaced === undefined) continue;
    if (!isTensor(replaced) || !sameShape(replaced.shape, grad.shape) || replaced.dtype !== grad.dtype) {
      throw new GraphError(
        `registerHook: a hook on ${node.label ?? node.op.name} must return nothing or a ${grad.dtype} tensor of shape ` +
          `${formatShape(grad.shape)}, got ${formatValue(replaced)}`,
      );
    }
    grad = replaced;
  }
  return grad;
}

/** Keeps the gradients of tensors that asked for it. @internal */
export function fillRetained(node: Node, grads: OutputGrads, keep: (grad: Tensor) => Tensor): void {
  node.retained?.forEach((tensor, output) => {
    if (node.carries(output)) return;
    const grad = grads[output];
    if (grad !== null) accumulateGrad(tensor, keep(grad));
  });
}
