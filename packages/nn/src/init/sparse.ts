import { ShapeError, checkNumber, formatShape, randperm, type Tensor } from "@rewind/autograd";
import { checkLeaf, generatorOf, type InitOptions } from "./options.ts";

/** Options of {@link sparse}. */
export interface SparseOptions extends InitOptions {
  /** Fraction of each column that is zero, rounded up to whole elements; from 0 to 1. */
  sparsity: number;
  /** Standard deviation of the others. Default 0.01. */
  std?: number;
}

/**
 * Fills a matrix in place from a normal distribution, with part of each column zero (Martens, "Deep learning via
 * Hessian-free optimization", 2010).
 *
 * @throws ShapeError if `t` is not a matrix
 */
export function sparse<T extends Tensor>(t: T, options: SparseOptions): T {
  const generator = generatorOf("sparse", options, ["sparsity", "std"]);
  const sparsity = checkNumber("init.sparse", "sparsity", options.sparsity, 0, 1);
  const std = checkNumber("init.sparse", "std", options.std ?? 0.01, 0, Number.MAX_VALUE);
  if (checkLeaf("sparse", t).ndim !== 2)
    throw new ShapeError(`init.sparse: shape ${formatShape(t.shape)} is not a matrix`);
  const [rows, columns] = t.shape;
  const zeroed = Math.ceil(sparsity * rows);
  return t.mutate("init.sparse", (data) => {
    for (let i = 0; i < data.length; i++) data[i] = std * generator.normal();
    for (let column = 0; column < columns; column++) {
      for (const row of randperm(rows, { generator }).subarray(0, zeroed)) data[row * columns + column] = 0;
    }
  });
}
