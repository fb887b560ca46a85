import {
  checkInteger,
  checkOptions,
  embedding,
  runtime,
  toIndices,
  type Indices,
  type Tensor,
} from "@rewind/autograd";
import { byFrequency, checkRules, limitRows, type EmbeddingRules } from "./embedding-rules.ts";
import { TABLE_OPTIONS, makeTable, type EmbeddingOptions } from "./embedding-table.ts";
import { Module } from "./module.ts";
import { checkLayerOptions } from "./options.ts";
import type { Parameter } from "./parameter.ts";

const NONE = { values: new Int32Array(0) };

/** Options of a single look-up in an {@link Embedding}. */
export interface EmbeddingForwardOptions {
  /** Shape of the indices. Default: that of their nesting; an Int32Array has one axis. */
  shape?: readonly number[];
}

/**
 * A table of vectors looked up by index: indices `[…]` give `[…, embeddingDim]`. The weight `[numEmbeddings,
 * embeddingDim]` starts from the standard normal distribution, the padding row from zero, as in PyTorch. With
 * `maxNorm` the look-up writes to the weight: graphs that saved it before can then no longer go backward.
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
  readonly #rules: EmbeddingRules;

  constructor(numEmbeddings: number, embeddingDim: number, options: EmbeddingOptions = {}) {
    super();
    checkLayerOptions("Embedding", options, ["scaleGradByFreq"], TABLE_OPTIONS);
    this.#rules = checkRules("Embedding", options);
    this.numEmbeddings = checkInteger("Embedding", "numEmbeddings", numEmbeddings, 1);
    this.embeddingDim = checkInteger("Embedding", "embeddingDim", embeddingDim, 1);
    const { weight, paddingIdx } = makeTable("Embedding", numEmbeddings, embeddingDim, options);
    this.weight = weight;
    this.paddingIdx = paddingIdx;
    runtime.unsettled?.();
  }

  /**
   * @throws ShapeError if the indices do not fill the shape
   * @throws ArgumentError if an index is outside the table
   */
  forward(indices: Indices, options: EmbeddingForwardOptions = {}): Tensor {
    checkOptions("Embedding", options, ["shape"]);
    const { maxNorm, scaleGradByFreq } = this.#rules;
    const { values } =
      maxNorm === null && !scaleGradByFreq ? NONE : toIndices("Embedding", indices, this.numEmbeddings);
    limitRows("Embedding", this.weight, values, this.#rules);
    const vectors = embedding(indices, this.weight, { ...options, paddingIdx: this.paddingIdx });
    return scaleGradByFreq ? byFrequency(vectors, values) : vectors;
  }
}
