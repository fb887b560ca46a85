import { GraphError, formatShape } from "../errors.ts";
import { kernels } from "../kernels/kernel.ts";
import { runtime } from "../runtime.ts";
import { broadcastsTo } from "../tensor/broadcast.ts";
import { sameShape } from "../tensor/shape.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { arithmetic } from "./arithmetic.ts";
import { Backlog, type Deferred } from "./deferred.ts";
import type { Node } from "./node.ts";

/** A gradient in its input's shape: unbroadcast if need be, refused if it cannot be. @internal */
export function fitted(node: Node, input: number, grad: Tensor): Tensor {
  const shape = node.inputShapes[input];
  if (runtime.anomaly) checkFinite(node, input, grad);
  if (sameShape(grad.shape, shape)) return grad;
  if (broadcastsTo(shape, grad.shape)) return arithmetic.sumTo(grad, shape);
  throw new GraphError(
    `${node.op.name}: its backward returned a gradient of shape ${formatShape(grad.shape)} for input ${input} of shape ${formatShape(shape)}`,
  );
}

/** Lets a gradient wait for others of the same tensor, the only output of its record. @internal */
export function defer(node: Node, grad: Deferred, id: number): void {
  const due = (node.backlog ??= new Backlog()).add(grad);
  if (due !== null) deliver(node, 0, due, id, false);
}

/** Adds a gradient to what has gathered at a node. @internal */
export function deliver(node: Node, output: number, grad: Tensor, id: number, createGraph: boolean): void {
  if (node.walk !== id) return;
  if (grad.dtype !== node.dtype) {
    throw new GraphError(
      `${node.op.name}: received a ${grad.dtype} gradient for a ${node.dtype} output; convert it with to()`,
    );
  }
  const pending = (node.pending ??= new Array<Tensor | null>(node.shapes.length).fill(null));
  const prior = pending[output];
  if (prior === null) {
    pending[output] = grad;
  } else if (!createGraph && prior === node.sum) {
    const sum = prior.data;
    const more = grad.data;
    kernels.add(sum, 0, 1, more, 0, 1, sum, 0, sum.length);
  } else {
    // A fresh tensor, since `prior` may be held by other nodes; from here on this node alone owns it.
    pending[output] = node.sum = arithmetic.add(prior, grad);
  }
}

function checkFinite(node: Node, input: number, grad: Tensor): void {
  if (!grad.data.some(Number.isNaN)) return;
  throw new GraphError(
    `detectAnomaly: backward of ${node.op.name} returned NaN for input ${input}` +
      (node.trace ? `; recorded at\n${node.trace}` : ""),
  );
}
