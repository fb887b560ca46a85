import { allocate, reserve } from "./allocate.ts";
import { sizeOf, type Shape } from "./shape.ts";
import { wrap, type Tensor, type Dtype, type TypedArray } from "./tensor.ts";

/** Node's way to memory that nobody has filled with zeros. Browsers have none. */
interface Unfilled {
  readonly Buffer?: { allocUnsafeSlow?(bytes: number): { readonly buffer: ArrayBufferLike } };
}

/** Elements from which asking for it takes less time than the zeros. A setting only for tests. @internal */
export const unfilled: { least: number } = { least: 512 };

/**
 * A tensor whose elements are whatever was in memory, for operations that write every one of them. `shape` is trusted and
 * not copied.
 * @internal
 */
export function uninitialized(shape: Shape, dtype: Dtype): Tensor {
  return wrap(allocateUnfilled(dtype, sizeOf(shape)), shape);
}

function allocateUnfilled(dtype: Dtype, size: number): TypedArray {
  const { Buffer } = globalThis as Unfilled;
  if (size < unfilled.least || size === 0 || Buffer?.allocUnsafeSlow === undefined)
    return allocate(dtype, size);
  const Type = dtype === "float64" ? Float64Array : Float32Array;
  const bytes = Type.BYTES_PER_ELEMENT;
  return reserve(() => new Type(Buffer.allocUnsafeSlow!(size * bytes).buffer as ArrayBuffer), size, bytes);
}
