import type { Shape } from "../tensor/shape.ts";
import type { Tensor } from "../tensor/tensor.ts";

/**
 * The few operations the engine itself performs on gradients. The engine knows no operation, so `ops/` hands
 * these in when it loads; they record themselves under `createGraph` like any other.
 */
export interface Arithmetic {
  add(a: Tensor, b: Tensor): Tensor;
  /** Sums over the axes along which `shape` was broadcast, the transpose of broadcasting. */
  sumTo(t: Tensor, shape: Shape): Tensor;
  /** A new record with the same data: a stop for walks that must not go past it. */
  identity(t: Tensor): Tensor;
  /** Equal-shaped tensors one after the other, as one of `shape`. */
  stackAs(tensors: readonly Tensor[], shape: Shape): Tensor;
}

export let arithmetic: Arithmetic;

export function provideArithmetic(operations: Arithmetic): void {
  arithmetic = operations;
}
