import fc from "fast-check";
import { Tensor } from "@rewind/autograd";

/** A float64 parameter with a gradient, so that arithmetic can be compared to the last bit. */
export function parameter(values: readonly number[], grads: readonly number[]): Tensor {
  const param = new Tensor(Float64Array.from(values), [values.length]);
  param.requiresGrad = true;
  param.grad = new Tensor(Float64Array.from(grads), [grads.length]);
  return param;
}

const element = fc.double({ min: -3, max: 3, noNaN: true });

/** Values of a parameter and several gradients for it. */
export const run: fc.Arbitrary<{ values: number[]; grads: number[][] }> = fc
  .integer({ min: 1, max: 4 })
  .chain((size) => {
    const row = fc.array(element, { minLength: size, maxLength: size });
    return fc.record({ values: row, grads: fc.array(row, { minLength: 1, maxLength: 5 }) });
  });
