import { stridesOf, type Shape } from "../../tensor/shape.ts";
import type { TypedArray } from "../../tensor/tensor.ts";
import { readView } from "./strided.ts";

/** A copy with axes in another order: axis `i` of the result is axis `order[i]` of `data`. @internal */
export function permuted(data: TypedArray, shape: Shape, order: readonly number[]): TypedArray {
  const strides = stridesOf(shape);
  return readView(data, {
    offset: 0,
    shape: order.map((axis) => shape[axis]),
    strides: order.map((axis) => strides[axis]),
  });
}
