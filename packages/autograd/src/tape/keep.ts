import { wrap, type Tensor } from "../tensor/tensor.ts";
import { arithmetic } from "./arithmetic.ts";

/** Adds to a tensor's `.grad`. */
export function accumulateGrad(tensor: Tensor, grad: Tensor): void {
  tensor.grad = tensor.grad === null ? grad : arithmetic.add(tensor.grad, grad);
}

/**
 * Makes gradients safe to hand to users, who clip them in place: a copy wherever the memory is also somebody
 * else's (another `.grad`, the seed, a window of a larger tensor).
 */
export function keeper(seeds: readonly Tensor[], createGraph: boolean): (grad: Tensor) => Tensor {
  if (createGraph) return (grad) => grad;
  const held = new Set<ArrayBufferLike>(seeds.map((seed) => seed.data.buffer));
  return (grad) => {
    const { buffer } = grad.data;
    const shared = held.has(buffer) || grad.data.byteLength !== buffer.byteLength;
    const own = shared ? wrap(grad.data.slice(), grad.shape) : grad;
    held.add(own.data.buffer);
    return own;
  };
}
