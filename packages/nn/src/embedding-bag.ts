import {
  runtime,
  ArgumentError,
  ShapeError,
  checkInteger,
  checkOptions,
  embedding,
  formatShape,
  formatValue,
  gather,
  maskedFill,
  matmul,
  max,
  mul,
  operand,
  reshape,
  sameShape,
  tensor,
  type Indices,
  type Shape,
  type Tensor,
  type TensorLike,
} from "@rewind/autograd";
import { layOut, type Bags } from "./bags.ts";
import { byFrequency, checkRules, limitRows, type EmbeddingRules } from "./embedding-rules.ts";
import { TABLE_OPTIONS, makeTable, type EmbeddingOptions } from "./embedding-table.ts";
import { Module } from "./module.ts";
import { checkLayerOptions } from "./options.ts";
import type { Parameter } from "./parameter.ts";

/** What becomes of the vectors of a bag. */
export type BagMode = "sum" | "mean" | "max";

/** Options of {@link EmbeddingBag}. */
export interface EmbeddingBagOptions extends EmbeddingOptions {
  /** How the vectors of a bag become one. Default `"mean"`. */
  mode?: BagMode;
  /** Whether `offsets` also say where the last bag ends: one more than there are bags. Default false. */
  includeLastOffset?: boolean;
}

/** Options of a single look-up in an {@link EmbeddingBag}. */
export interface EmbeddingBagForwardOptions {
  /** Where each bag starts among flat indices, from 0. Default: each row of `[B, L]` is a bag. */
  offsets?: Indices;
  /** Shape of the indices. Default: that of their nesting; an Int32Array has one axis. */
  shape?: Shape;
  /** A factor for each index, in the indices' shape, for mode `"sum"`. Gets a gradient. Default 1. */
  perSampleWeights?: TensorLike;
}

/**
 * The sum, mean or maximum of a table's vectors over bags of indices: {@link Embedding} and a reduction in one. Indices equal
 * to `paddingIdx` do not count; an empty bag gives zeros. The weight is that of {@link Embedding}.
 *
 * @example
 * const layer = new EmbeddingBag(1000, 16, { mode: "sum" });
 * layer.forward([[1, 2, 4], [4, 3, 2]]); // [2, 16]
 * layer.forward([1, 2, 4, 5], { offsets: [0, 3] }); // [2, 16]: bags of 3 and of 1
 * @throws ArgumentError if a size is not a whole number ≥ 1, the mode is unknown, or the padding row does not exist
 * @throws ShapeError if the given weight has another shape
 */
export class EmbeddingBag extends Module {
  readonly numEmbeddings: number;
  readonly embeddingDim: number;
  readonly mode: BagMode;
  readonly paddingIdx: number | null;
  readonly includeLastOffset: boolean;
  weight: Parameter;
  readonly #rules: EmbeddingRules;

  constructor(numEmbeddings: number, embeddingDim: number, options: EmbeddingBagOptions = {}) {
    super();
    checkLayerOptions(
      "EmbeddingBag",
      options,
      ["scaleGradByFreq", "includeLastOffset"],
      ["mode", ...TABLE_OPTIONS],
    );
    this.numEmbeddings = checkInteger("EmbeddingBag", "numEmbeddings", numEmbeddings, 1);
    this.embeddingDim = checkInteger("EmbeddingBag", "embeddingDim", embeddingDim, 1);
    const { mode = "mean" } = options;
    if (mode !== "sum" && mode !== "mean" && mode !== "max")
      throw new ArgumentError(`EmbeddingBag: mode must be "sum", "mean" or "max", got ${formatValue(mode)}`);
    this.mode = mode;
    this.includeLastOffset = options.includeLastOffset ?? false;
    this.#rules = checkRules("EmbeddingBag", options);
    if (this.#rules.scaleGradByFreq && mode === "max")
      throw new ArgumentError(`EmbeddingBag: scaleGradByFreq is not for mode "max"; leave it out`);
    const { weight, paddingIdx } = makeTable("EmbeddingBag", numEmbeddings, embeddingDim, options);
    this.weight = weight;
    this.paddingIdx = paddingIdx;
    runtime.unsettled?.();
  }

  /**
   * @param indices `[B, L]`, or flat with `offsets`
   * @returns `[B, embeddingDim]`
   * @throws ShapeError if indices, offsets or weights do not fit one another
   * @throws ArgumentError if an index is outside the table, or there are weights without mode `"sum"`
   */
  forward(indices: Indices, options: EmbeddingBagForwardOptions = {}): Tensor {
    checkOptions("EmbeddingBag", options, ["offsets", "shape", "perSampleWeights"]);
    const bags = layOut(indices, options, this.numEmbeddings, this.paddingIdx, this.includeLastOffset);
    const { count, longest, counted } = bags;
    const factors = this.#factors(bags, options.perSampleWeights);
    limitRows("EmbeddingBag", this.weight, bags.given, this.#rules);
    const found = embedding(bags.indices, this.weight, { shape: [count, longest] });
    const vectors = this.#rules.scaleGradByFreq
      ? byFrequency(found, bags.indices, (place) => counted[place] === 1)
      : found;
    const hidden = tensor(counted.map((value) => 1 - value), { shape: [count, longest, 1] }); // prettier-ignore
    if (this.mode !== "max") {
      // What does not count is cleared and not only multiplied by 0: it may be infinite.
      const sums = matmul(reshape(factors, [count, 1, longest]), maskedFill(vectors, hidden, 0));
      return reshape(sums, [count, this.embeddingDim]);
    }
    const isEmpty = Float32Array.from({ length: count }, (_, bag) =>
      Number(!counted.subarray(bag * longest, (bag + 1) * longest).includes(1)),
    );
    const largest = max(maskedFill(vectors, hidden, -Infinity), { axis: 1 });
    return maskedFill(largest, tensor(isEmpty, { shape: [count, 1] }), 0);
  }

  /** What each place of the bags is multiplied with. */
  #factors(
    { count, longest, counted, positions, given: { length: given } }: Bags,
    weights: TensorLike | undefined,
  ): Tensor {
    if (weights === undefined) {
      const shares = Float64Array.from(counted);
      if (this.mode === "mean") {
        for (let bag = 0; bag < count; bag++) {
          const own = shares.subarray(bag * longest, (bag + 1) * longest);
          const total = own.reduce((a, b) => a + b, 0);
          if (total > 0) own.forEach((value, i) => (own[i] = value / total));
        }
      }
      return tensor(shares, { dtype: this.weight.dtype, shape: [count, longest] });
    }
    if (this.mode !== "sum")
      throw new ArgumentError(
        `EmbeddingBag: perSampleWeights are for mode "sum", not "${this.mode}"; leave them out`,
      );
    const w = operand("EmbeddingBag", weights, this.weight.dtype);
    if (w.size !== given || (w.ndim !== 1 && !sameShape(w.shape, [count, longest])))
      throw new ShapeError(
        `EmbeddingBag: perSampleWeights ${formatShape(w.shape)} must be one number for each of ${given} indices, in their shape`,
      );
    if (given === 0)
      return tensor(Float64Array.from(counted), { dtype: this.weight.dtype, shape: [count, longest] });
    const placed = reshape(gather(reshape(w, [given]), positions), [count, longest]);
    return mul(placed, tensor(counted, { dtype: w.dtype, shape: [count, longest] }));
  }
}
