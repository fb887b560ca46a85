import {
  DtypeError,
  ShapeError,
  formatShape,
  formatValue,
  isTensor,
  transpose,
  type Tensor,
} from "@rewind/autograd";

/** A layer's input as `[T, B, I]`, whichever axes the caller has. @internal */
export function toTimeFirst(name: string, xs: unknown, inputSize: number, batchFirst: boolean): Tensor {
  if (!isTensor(xs)) throw new DtypeError(`${name}: the input must be a Tensor, got ${formatValue(xs)}`);
  if (xs.ndim !== 3 || xs.shape[2] !== inputSize)
    throw new ShapeError(
      `${name}: input ${formatShape(xs.shape)} must be ${batchFirst ? "[B, T" : "[T, B"}, ${inputSize}]`,
    );
  return batchFirst ? transpose(xs, 0, 1) : xs;
}
