import {
  ArgumentError,
  checkNumber,
  dropout,
  embedding,
  formatValue,
  mul,
  ones,
  readable,
  type Generator,
  type Indices,
  type Tensor,
} from "@rewind/autograd";
import { Embedding, type EmbeddingForwardOptions } from "./embedding.ts";
import { Module } from "./module.ts";
import { checkLayerOptions } from "./options.ts";

/** Options of {@link EmbeddingDropout}. */
export interface EmbeddingDropoutOptions {
  /** Source of the masks. Default: the default generator. */
  generator?: Generator;
}

/**
 * An embedding that forgets whole rows of its table: in training each row is zero with probability `p`, wherever it is looked
 * up in this call, and divided by `1 - p` otherwise (Gal and Ghahramani, "A theoretically grounded application of dropout in
 * recurrent neural networks", 2016; as in Merity et al.'s AWD-LSTM). Each call draws anew.
 *
 * @example
 * const words = new EmbeddingDropout(new Embedding(1000, 32), 0.1);
 * words.forward([[7, 8], [7, 9]]); // [2, 2, 32]; both 7s or neither are zero
 * @throws ArgumentError if it is given no Embedding, or `p` is not from 0 to 1
 */
export class EmbeddingDropout extends Module {
  readonly p: number;
  embedding: Embedding;
  readonly #generator: Generator | undefined;

  constructor(embedding: Embedding, p: number = 0.1, options: EmbeddingDropoutOptions = {}) {
    super();
    checkLayerOptions("EmbeddingDropout", options, [], ["generator"]);
    if (!(readable(embedding) instanceof Embedding))
      throw new ArgumentError(
        `EmbeddingDropout: the first argument must be an Embedding, got ${formatValue(embedding)}`,
      );
    this.embedding = embedding;
    this.p = checkNumber("EmbeddingDropout", "p", p, 0, 1);
    this.#generator = options.generator;
  }

  /** What the embedding gives and throws, rows dropped. */
  forward(indices: Indices, options: EmbeddingForwardOptions = {}): Tensor {
    const vectors = this.embedding.forward(indices, options);
    if (!this.training || this.p === 0) return vectors;
    const rows = ones([this.embedding.numEmbeddings, 1], { dtype: vectors.dtype });
    const mask = dropout(rows, { p: this.p, training: true, generator: this.#generator });
    return mul(vectors, embedding(indices, mask, options));
  }
}
