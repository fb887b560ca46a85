import { ShapeError, formatShape } from "../errors.ts";
import type { Indices } from "../tensor/indices.ts";
import { checkInteger } from "../tensor/shape.ts";
import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import { indexArgument, type IndexOptions } from "./indexing/index-argument.ts";
import { rowTaker } from "./indexing/rows.ts";
import { operand } from "./operand.ts";
import { checkOptions } from "./options.ts";

/** Options of {@link embedding}. */
export interface EmbeddingOptions extends IndexOptions {
  /** A row that is read like any other but gets no gradient; negative from the end. Default: none. */
  paddingIdx?: number | null;
}

const takeRows = rowTaker("embedding");

/**
 * Rows of `weight` looked up by number: `out[…, :] = weight[indices[…], :]`, of shape `[...indexShape, D]`. The gradient adds
 * each row's upstream gradients into `weight`'s.
 *
 * @param indices whole numbers from 0, nested, or an Int32Array with `shape` in the options
 * @param weight the table, `[N, D]`
 * @example
 * embedding([[0, 2], [1, 1]], randn([3, 8])).shape; // [2, 2, 8]
 * @throws ShapeError if `weight` is not a matrix, or `indices` do not fill `shape`
 * @throws ArgumentError if an index or `paddingIdx` is out of range
 */
export function embedding(indices: Indices, weight: TensorLike, options: EmbeddingOptions = {}): Tensor {
  const table = operand("embedding", weight);
  checkOptions("embedding", options, ["paddingIdx", "shape"]);
  if (table.ndim !== 2)
    throw new ShapeError(
      `embedding: weight has shape ${formatShape(table.shape)}; it must be [entries, size]`,
    );
  const count = table.shape[0];
  const { values, shape } = indexArgument("embedding", indices, count, options);
  const padding = options.paddingIdx ?? null;
  const frozen = padding === null ? -1 : checkInteger("embedding", "paddingIdx", padding, -count, count - 1);
  return takeRows(table, {
    axis: 0,
    indices: values,
    indexShape: shape,
    frozen: padding !== null && frozen < 0 ? frozen + count : frozen,
  });
}
