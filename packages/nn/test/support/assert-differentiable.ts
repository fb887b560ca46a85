import { gradcheck, gradgradcheck, jvp, tensor, vjp, type Checkable, type Tensor } from "@rewind/autograd";
import { expect } from "vitest";
import { assertClose } from "./assert-close.ts";

/** Fails unless gradients of order 1 and 2 agree with finite differences, and jvp is the transpose of vjp. */
export function assertDifferentiable(fn: (...inputs: Tensor[]) => Tensor, inputs: readonly Tensor[]): void {
  const first = gradcheck(fn as Checkable, inputs);
  expect(first.ok, JSON.stringify(first.worst)).toBe(true);
  const second = gradgradcheck((...xs) => fn(...xs).mul(0.7).sin(), inputs); // prettier-ignore
  expect(second.ok, JSON.stringify(second.worst)).toBe(true);
  const tangents = inputs.map((input, i) => tensor(input.data.map((_, k) => Math.cos(i + 3 * k + 1)), { shape: input.shape })); // prettier-ignore
  const { value, tangent } = jvp(fn, [...inputs], tangents);
  const cotangent = value.detach().mul(0.7).add(0.1);
  const pulled = vjp(fn, ...inputs).pullback(cotangent);
  const backward = pulled.reduce((total, grad, i) => total + inner(grad, tangents[i]), 0);
  assertClose(scalar(inner(cotangent, tangent)), scalar(backward), { rtol: 1e-8, atol: 1e-8 });
}

function scalar(value: number): Tensor {
  return tensor(value, { dtype: "float64" });
}

function inner(a: Tensor, b: Tensor): number {
  let total = 0;
  for (let i = 0; i < a.size; i++) total += a.data[i] * b.data[i];
  return total;
}
