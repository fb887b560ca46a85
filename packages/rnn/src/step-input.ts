import { DtypeError, ShapeError, formatShape, formatValue, isTensor, type Shape } from "@rewind/autograd";

/** Checks what a step is to read: `[B, inputSize]`. @internal */
export function checkStepInput(name: string, x: unknown, inputSize: number): Shape {
  if (!isTensor(x))
    throw new DtypeError(`${name}: the input must be a Tensor [B, ${inputSize}], got ${formatValue(x)}`);
  if (x.ndim !== 2 || x.shape[1] !== inputSize)
    throw new ShapeError(
      `${name}: input ${formatShape(x.shape)} must be [B, ${inputSize}], or [${inputSize}] for one example; a whole sequence goes through unroll`,
    );
  return x.shape;
}
