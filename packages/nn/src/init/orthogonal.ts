import { ShapeError, checkNumber, formatShape, type Generator, type Tensor } from "@rewind/autograd";
import { checkLeaf, generatorOf, type InitOptions } from "./options.ts";

/** Options of {@link orthogonal}. */
export interface OrthogonalOptions extends InitOptions {
  /** Scale. Default 1. */
  gain?: number;
}

/**
 * Fills a weight in place, seen as a matrix of `shape[0]` rows, with `gain` times a random matrix whose rows or columns,
 * whichever are fewer, are orthonormal; all such matrices are equally likely (Saxe, McClelland and Ganguli, "Exact
 * solutions to the nonlinear dynamics of learning in deep linear neural networks", 2013).
 *
 * @throws ShapeError if `t` has fewer than 2 axes
 */
export function orthogonal<T extends Tensor>(t: T, options: OrthogonalOptions = {}): T {
  const generator = generatorOf("orthogonal", options, ["gain"]);
  const gain = checkNumber("init.orthogonal", "gain", options.gain ?? 1, -Number.MAX_VALUE, Number.MAX_VALUE);
  if (checkLeaf("orthogonal", t).ndim < 2)
    throw new ShapeError(
      `init.orthogonal: shape ${formatShape(t.shape)} is no matrix; a weight has at least 2 axes`,
    );
  const rows = t.shape[0];
  const columns = rows === 0 ? 0 : t.size / rows;
  if (t.size === 0) return t;
  const vectors = orthonormal(Math.min(rows, columns), Math.max(rows, columns), generator);
  return t.mutate("init.orthogonal", (data) => {
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++)
        data[i * columns + j] = gain * (rows < columns ? vectors[i][j] : vectors[j][i]);
    }
  });
}

/** Random orthonormal vectors by Gram-Schmidt in float64, each direction removed twice: once leaves rounding behind. */
function orthonormal(count: number, length: number, generator: Generator): Float64Array[] {
  const vectors: Float64Array[] = [];
  while (vectors.length < count) {
    const vector = Float64Array.from({ length }, () => generator.normal());
    const before = Math.sqrt(dot(vector, vector));
    for (let pass = 0; pass < 2; pass++) {
      for (const other of vectors) {
        const overlap = dot(vector, other);
        for (let i = 0; i < length; i++) vector[i] -= overlap * other[i];
      }
    }
    const norm = Math.sqrt(dot(vector, vector));
    // What is left of a vector in the span of the others would be rounding error: draw another.
    if (norm > 1e-10 * before) vectors.push(vector.map((value) => value / norm));
  }
  return vectors;
}

function dot(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i] * b[i];
  return total;
}
