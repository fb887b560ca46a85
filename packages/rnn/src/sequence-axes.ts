import {
  DtypeError,
  ShapeError,
  formatShape,
  formatValue,
  isTensor,
  transpose,
  type Tensor,
} from "@rewind/autograd";

/** Whether `xs` is one sequence without a batch axis, `[T, inputSize]`. @internal */
export function isSequence(xs: unknown, inputSize: number): boolean {
  return isTensor(xs) && xs.ndim === 2 && xs.shape[1] === inputSize;
}

/** A layer's input as `[T, B, I]`, whichever axes the caller has. @internal */
export function toTimeFirst(name: string, xs: unknown, inputSize: number, batchFirst: boolean): Tensor {
  if (!isTensor(xs)) throw new DtypeError(`${name}: the input must be a Tensor, got ${formatValue(xs)}`);
  if (xs.ndim !== 3 || xs.shape[2] !== inputSize)
    throw new ShapeError(
      `${name}: input ${formatShape(xs.shape)} must be ${batchFirst ? "[B, T" : "[T, B"}, ${inputSize}], or [T, ${inputSize}] for one sequence`,
    );
  return batchFirst ? transpose(xs, 0, 1) : xs;
}
