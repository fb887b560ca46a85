import { Tensor } from "@rewind/autograd";
import { dot } from "./vectors.ts";

/** A step that was taken, and by how much it changed the gradient. */
export interface CurvaturePair {
  readonly change: Float64Array;
  readonly step: Float64Array;
  readonly rho: number;
}

export function curvaturePair(change: Float64Array, step: Float64Array): CurvaturePair {
  return { change, step, rho: 1 / dot(change, step) };
}

/**
 * Minus the gradient times the inverse Hessian that the pairs imply, oldest first: the two-loop recursion (Nocedal,
 * "Updating Quasi-Newton Matrices with Limited Storage", 1980).
 *
 * @param scale the inverse Hessian that it starts from, a multiple of the identity
 */
export function quasiNewtonDirection(
  grad: Float64Array,
  pairs: readonly CurvaturePair[],
  scale: number,
): Float64Array {
  const q = grad.map((value) => -value);
  const alphas = new Float64Array(pairs.length);
  for (let k = pairs.length - 1; k >= 0; k--) {
    const { change, step, rho } = pairs[k];
    alphas[k] = dot(step, q) * rho;
    for (let i = 0; i < q.length; i++) q[i] -= alphas[k] * change[i];
  }
  for (let i = 0; i < q.length; i++) q[i] *= scale;
  pairs.forEach(({ change, step, rho }, k) => {
    const weight = alphas[k] - dot(change, q) * rho;
    for (let i = 0; i < q.length; i++) q[i] += weight * step[i];
  });
  return q;
}

/** Pairs as one tensor `[pairs, 2, n]`, to be saved. */
export function packPairs(pairs: readonly CurvaturePair[], size: number): Tensor {
  const data = new Float64Array(pairs.length * 2 * size);
  pairs.forEach(({ change, step }, k) => {
    data.set(change, 2 * k * size);
    data.set(step, (2 * k + 1) * size);
  });
  return new Tensor(data, [pairs.length, 2, size]);
}

/** The pairs that {@link packPairs} packed. */
export function unpackPairs({ data, shape }: Tensor): CurvaturePair[] {
  const [count, , size] = shape;
  const row = (at: number): Float64Array => Float64Array.from(data.subarray(at * size, (at + 1) * size));
  return Array.from({ length: count }, (_, k) => curvaturePair(row(2 * k), row(2 * k + 1)));
}
