import { refuseExtra } from "../tensor/arguments.ts";
import { GraphError } from "../errors.ts";
import { runtime } from "../runtime.ts";
import { checkFunction } from "../tensor/options.ts";
import { Tensor } from "../tensor/tensor.ts";
import { backward, type BackwardOptions } from "./backward.ts";
import { nodeOf, type Node } from "./node.ts";

// What a tensor can do on the tape. Kept out of tensor.ts so that tensors know nothing of the engine.
declare module "../tensor/tensor.ts" {
  interface Tensor {
    /**
     * Backpropagation: computes the gradient of this tensor with respect to every leaf behind it and adds it to
     * the leaf's `.grad`. Frees the graph unless `retainGraph` or `createGraph`.
     *
     * @param gradient upstream gradient, of this tensor's shape; may be left out for a tensor of one element
     * @example
     * model.forward(x).square().mean().backward();
     * @throws GraphError if there is no history, it was freed, or saved data has been written in place
     * @throws ArgumentError if an option is unknown or of the wrong kind
     */
    backward(gradient?: Tensor, options?: BackwardOptions): void;
    /**
     * Cuts history in place: this tensor becomes a leaf, and graphs already built on it stop here too. This is how
     * a window of truncated BPTT slides forward without recomputing.
     */
    detach_(): this;
    /**
     * Asks that `.grad` be kept for this tensor although it is not a leaf.
     *
     * @throws GraphError if the tensor requires no gradient
     */
    retainGrad(): this;
    /**
     * Calls `fn` with this tensor's gradient as soon as it is complete; a returned tensor replaces it. Returns a
     * function that removes the hook.
     *
     * @throws GraphError if the tensor requires no gradient
     * @throws ArgumentError if `fn` is not a function
     */
    registerHook(fn: (grad: Tensor) => Tensor | void): () => void;
  }
}

function recordOf(tensor: Tensor, method: string): Node {
  runtime.recorder?.refuse(`keeps a place on the tape (${method})`);
  const node = nodeOf(tensor);
  if (node === null)
    throw new GraphError(
      `${method}: this tensor does not require a gradient; set requiresGrad on a leaf behind it`,
    );
  return node;
}

Object.assign(Tensor.prototype, {
  backward(this: Tensor, gradient?: Tensor, options: BackwardOptions = {}): void {
    if (arguments.length > 2) refuseExtra("backward", arguments, 2, true);
    backward(this, gradient, options);
  },

  detach_(this: Tensor): Tensor {
    if (arguments.length > 0) refuseExtra("detach_", arguments, 0, true);
    runtime.recorder?.refuse("cuts the tape (detach_)");
    (this.node as Node | null)?.sever(this.output);
    this.node = null;
    this.requiresGrad = false;
    return this;
  },

  retainGrad(this: Tensor): Tensor {
    if (arguments.length > 0) refuseExtra("retainGrad", arguments, 0, true);
    const node = recordOf(this, "retainGrad");
    if (this.node !== null) (node.retained ??= new Map()).set(this.output, this);
    return this;
  },

  registerHook(this: Tensor, fn: (grad: Tensor) => Tensor | void): () => void {
    if (arguments.length > 1) refuseExtra("registerHook", arguments, 1, true);
    checkFunction("registerHook", "the hook", fn);
    const node = recordOf(this, "registerHook");
    const all = (node.hooks ??= new Map());
    const hooks = all.get(this.output) ?? new Set();
    all.set(this.output, hooks.add(fn));
    return () => void hooks.delete(fn);
  },
});
