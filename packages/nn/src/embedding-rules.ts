import { applyOp, checkNumber, empty, mul, type Op, type Tensor } from "@rewind/autograd";
import type { EmbeddingOptions } from "./embedding-table.ts";
import type { Parameter } from "./parameter.ts";

/** What a look-up does to the rows it reads and to their gradients. @internal */
export interface EmbeddingRules {
  readonly maxNorm: number | null;
  readonly normType: number;
  readonly scaleGradByFreq: boolean;
}

/** @internal */
export function checkRules(op: string, options: EmbeddingOptions): EmbeddingRules {
  const { maxNorm = null, normType = 2, scaleGradByFreq = false } = options;
  return {
    maxNorm: maxNorm === null ? null : checkNumber(op, "maxNorm", maxNorm, 0, Number.MAX_VALUE),
    normType: checkNumber(op, "normType", normType, Number.MIN_VALUE),
    scaleGradByFreq,
  };
}

/** Shortens, in place, the rows of `weight` that are read and longer than allowed, as PyTorch does. @internal */
export function limitRows(
  op: string,
  weight: Parameter,
  indices: Iterable<number>,
  { maxNorm, normType: p }: EmbeddingRules,
): void {
  if (maxNorm === null) return;
  const width = weight.shape[1];
  const factors = new Map<number, number>();
  for (const row of new Set(indices)) {
    const values = weight.data.subarray(row * width, (row + 1) * width);
    let length = 0;
    for (const value of values)
      length = p === Infinity ? Math.max(length, Math.abs(value)) : length + Math.abs(value) ** p;
    if (p !== Infinity) length **= 1 / p;
    if (length > maxNorm) factors.set(row, maxNorm / (length + 1e-7));
  }
  if (factors.size === 0) return;
  weight.mutate(`${op}.forward, maxNorm`, (data) => {
    for (const [row, factor] of factors)
      for (let i = row * width; i < (row + 1) * width; i++) data[i] *= factor;
  });
}

/** Passes vectors on, and their gradients times factors. */
const scaleGradient: Op<Tensor> = {
  name: "scaleGradByFreq",
  forward: (_context, [x]) => {
    const out = empty(x.shape, x.dtype);
    out.data.set(x.data);
    return out;
  },
  backward: (_context, [g], factors) => [mul(g as Tensor, factors)],
};

/** `vectors`, one for each index, whose gradients are divided by how often their index occurs where it counts. @internal */
export function byFrequency(
  vectors: Tensor,
  indices: ArrayLike<number>,
  counts: (place: number) => boolean = () => true,
): Tensor {
  const often = new Map<number, number>();
  for (let i = 0; i < indices.length; i++)
    if (counts(i)) often.set(indices[i], (often.get(indices[i]) ?? 0) + 1);
  const factors = empty([...vectors.shape.slice(0, -1), 1], vectors.dtype);
  for (let i = 0; i < indices.length; i++) factors.data[i] = 1 / (often.get(indices[i]) ?? 1);
  return applyOp(scaleGradient, [vectors], factors);
}
