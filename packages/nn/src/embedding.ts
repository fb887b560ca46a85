import {
  ArgumentError,
  ShapeError,
  checkInteger,
  checkOptions,
  embedding,
  formatShape,
  tensor,
  zeros,
  type Generator,
  type Indices,
  type Tensor,
  type TensorLike,
} from "@rewind/autograd";
import { normal } from "./init/normal.ts";
import { Module } from "./module.ts";
import { Parameter } from "./parameter.ts";

/** Options of {@link Embedding}. */
export interface EmbeddingOptions {
  /** Row that starts at zero and is never trained; negative counts from the end. Default: none. */
  paddingIdx?: number;
  /** Initial table `[numEmbeddings, embeddingDim]`, copied; taken as it is, padding row included. Default: random. */
  weight?: TensorLike;
  /** Source of the initial values. Default: the default generator. */
  generator?: Generator;
}

/** Options of a single look-up in an {@link Embedding}. */
export interface EmbeddingForwardOptions {
  /** Shape of the indices. Default: that of their nesting; an Int32Array has one axis. */
  shape?: readonly number[];
}

/**
 * A table of vectors looked up by index: indices `[…]` give `[…, embeddingDim]`. The weight `[numEmbeddings,
 * embeddingDim]` starts from the standard normal distribution, the padding row from zero, as in PyTorch.
 *
 * @example
 * const layer = new Embedding(256, 32);
 * layer.forward([[72, 101], [108, 108]]); // [2, 2, 32]
 * @throws ArgumentError if a size is not a whole number ≥ 1, or the padding row does not exist
 * @throws ShapeError if the given weight has another shape
 */
export class Embedding extends Module {
  readonly numEmbeddings: number;
  readonly embeddingDim: number;
  readonly paddingIdx: number | null;
  weight: Parameter;

  constructor(numEmbeddings: number, embeddingDim: number, options: EmbeddingOptions = {}) {
    super();
    checkOptions("Embedding", options, ["paddingIdx", "weight", "generator"]);
    this.numEmbeddings = checkInteger("Embedding", "numEmbeddings", numEmbeddings, 1);
    this.embeddingDim = checkInteger("Embedding", "embeddingDim", embeddingDim, 1);
    this.paddingIdx = checkPadding(options.paddingIdx, numEmbeddings);
    this.weight =
      options.weight === undefined
        ? normal(new Parameter(zeros([numEmbeddings, embeddingDim])), { generator: options.generator })
        : new Parameter(checkWeight(options.weight, numEmbeddings, embeddingDim));
    const row = this.paddingIdx;
    if (row !== null && options.weight === undefined)
      this.weight.data.fill(0, row * embeddingDim, (row + 1) * embeddingDim);
  }

  /**
   * @throws ShapeError if the indices do not fill the shape
   * @throws ArgumentError if an index is outside the table
   */
  forward(indices: Indices, options: EmbeddingForwardOptions = {}): Tensor {
    return embedding(indices, this.weight, { ...options, paddingIdx: this.paddingIdx });
  }
}

function checkPadding(row: number | undefined, count: number): number | null {
  if (row === undefined) return null;
  const checked = checkInteger("Embedding", "paddingIdx", row);
  if (checked < -count || checked >= count) {
    throw new ArgumentError(
      `Embedding: paddingIdx ${row} is not a row of ${count}; use ${-count} to ${count - 1}`,
    );
  }
  return checked < 0 ? checked + count : checked;
}

function checkWeight(weight: TensorLike, rows: number, columns: number): Tensor {
  const table = tensor(weight);
  if (table.ndim === 2 && table.shape[0] === rows && table.shape[1] === columns) return table;
  throw new ShapeError(
    `Embedding: weight ${formatShape(table.shape)} must be ${formatShape([rows, columns])}`,
  );
}
