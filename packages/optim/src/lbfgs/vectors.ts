import type { Tensor } from "@rewind/autograd";

/** All parameters as one vector. */
export function gatherParams(params: readonly Tensor[]): Float64Array {
  return gather(params, ({ data }) => data);
}

/** All gradients as one vector, zero where there is none. */
export function gatherGrads(params: readonly Tensor[]): Float64Array {
  return gather(params, ({ grad }) => grad?.data ?? null);
}

function gather(
  params: readonly Tensor[],
  partOf: (param: Tensor) => ArrayLike<number> | null,
): Float64Array {
  const vector = new Float64Array(params.reduce((sum, { size }) => sum + size, 0));
  let offset = 0;
  for (const param of params) {
    const part = partOf(param);
    if (part !== null) vector.set(part, offset);
    offset += param.size;
  }
  return vector;
}

/** Writes `point + t · direction` to the parameters; without a direction, the point. */
export function writeParams(
  params: readonly Tensor[],
  point: Float64Array,
  t: number = 0,
  direction: Float64Array | null = null,
): void {
  let offset = 0;
  for (const param of params) {
    param.mutate("LBFGS.step", (p) => {
      for (let i = 0; i < p.length; i++) {
        const at = offset + i;
        p[i] = direction === null ? point[at] : point[at] + t * direction[at];
      }
    });
    offset += param.size;
  }
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** The largest magnitude; 0 for an empty vector. */
export function maxAbs(a: Float64Array): number {
  let largest = 0;
  for (let i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs(a[i]));
  return largest;
}
