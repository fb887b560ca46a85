import {
  ArgumentError,
  ShapeError,
  add,
  checkInteger,
  checkNumber,
  checkOptions,
  defaultGenerator,
  formatShape,
  formatValue,
  gelu,
  operand,
  refuseExtra,
  relu,
  type Tensor,
  type TensorLike,
} from "@rewind/autograd";
import { MultiheadAttention } from "../attention/multihead-attention.ts";
import { Dropout } from "../dropout.ts";
import { LayerNorm } from "../layer-norm.ts";
import { Linear } from "../linear.ts";
import { Module } from "../module.ts";
import { checkLayerOptions } from "../options.ts";
import type {
  TransformerEncoderForwardOptions,
  TransformerEncoderLayerOptions,
} from "./encoder-layer-options.ts";

const FLAGS = ["batchFirst", "normFirst", "bias"];
const OTHERS = ["dimFeedforward", "dropout", "activation", "layerNormEps", "generator"];
const FORWARD_OPTIONS = ["srcMask", "srcBias", "srcKeyPaddingMask", "isCausal"];

/**
 * Self-attention and a hidden layer, each with a residual connection and a normalisation (Vaswani et al., "Attention is all you
 * need", 2017): `x = norm1(x + attention(x))`, `x = norm2(x + linear2(activation(linear1(x))))`, or with `normFirst`
 * `x = x + attention(norm1(x))` and so on (Xiong et al., "On layer normalization in the transformer architecture", 2020).
 * Parameters and initial values are PyTorch's.
 *
 * @example
 * const layer = new TransformerEncoderLayer(16, 4, { dimFeedforward: 64, batchFirst: true });
 * layer.forward(randn([2, 5, 16]), { isCausal: true }); // [2, 5, 16]
 * @throws ArgumentError if a size is not a whole number ≥ 1, heads do not divide `dModel`, or an option is out of range
 */
export class TransformerEncoderLayer extends Module {
  self_attn: MultiheadAttention;
  linear1: Linear;
  dropout: Dropout;
  linear2: Linear;
  norm1: LayerNorm;
  norm2: LayerNorm;
  dropout1: Dropout;
  dropout2: Dropout;
  readonly normFirst: boolean;
  readonly #activation: (x: Tensor) => Tensor;
  readonly #options: TransformerEncoderLayerOptions;

  constructor(dModel: number, nhead: number, options: TransformerEncoderLayerOptions = {}) {
    super();
    const name = "TransformerEncoderLayer";
    checkLayerOptions(name, options, FLAGS, OTHERS);
    checkInteger(name, "dModel", dModel, 1);
    checkInteger(name, "nhead", nhead, 1);
    if (dModel % nhead !== 0)
      throw new ArgumentError(
        `${name}: nhead ${nhead} does not divide dModel ${dModel}; each head takes an equal share`,
      );
    const { bias = true, batchFirst = false, normFirst = false, generator } = options;
    const hidden = checkInteger(name, "dimFeedforward", options.dimFeedforward ?? 2048, 1);
    const p = checkNumber(name, "dropout", options.dropout ?? 0.1, 0, 1);
    const eps = checkNumber(name, "layerNormEps", options.layerNormEps ?? 1e-5, 0);
    this.#activation = activationOf(options.activation ?? "relu");
    this.#options = { ...options };
    this.normFirst = normFirst;
    this.self_attn = new MultiheadAttention(dModel, nhead, { dropout: p, bias, batchFirst, generator });
    this.linear1 = new Linear(dModel, hidden, { bias, generator });
    this.dropout = new Dropout(p, { generator });
    this.linear2 = new Linear(hidden, dModel, { bias, generator });
    this.norm1 = new LayerNorm(dModel, { eps, bias });
    this.norm2 = new LayerNorm(dModel, { eps, bias });
    this.dropout1 = new Dropout(p, { generator });
    this.dropout2 = new Dropout(p, { generator });
  }

  /**
   * @param src `[L, N, dModel]`, batch first if so set, or a single sequence `[L, dModel]`
   * @returns the same shape
   * @throws ShapeError if the sizes do not fit
   */
  forward(src: TensorLike, options: TransformerEncoderForwardOptions = {}): Tensor {
    checkOptions("TransformerEncoderLayer", options, FORWARD_OPTIONS);
    const x = operand("TransformerEncoderLayer", src, this.linear1.weight.dtype);
    const { embedDim, batchFirst } = this.self_attn;
    if ((x.ndim !== 2 && x.ndim !== 3) || x.shape[x.ndim - 1] !== embedDim)
      throw new ShapeError(
        `TransformerEncoderLayer: src ${formatShape(x.shape)} must be ${batchFirst ? "[N, L, E]" : "[L, N, E]"} or [L, E] with E = ${embedDim}`,
      );
    if (this.normFirst) {
      const seen = add(x, this.#attend(this.norm1.forward(x), options));
      return add(seen, this.#feed(this.norm2.forward(seen)));
    }
    const seen = this.norm1.forward(add(x, this.#attend(x, options)));
    return this.norm2.forward(add(seen, this.#feed(seen)));
  }

  /** Another layer of the same sizes, options, parameters' values and mode, which shares nothing with this one but the generator. */
  clone(): TransformerEncoderLayer {
    if (arguments.length > 0) refuseExtra("TransformerEncoderLayer.clone", arguments, 0, true);
    const { embedDim, numHeads, out_proj } = this.self_attn;
    const source = this.#options.generator ?? defaultGenerator();
    // The values drawn for the copy are overwritten: they must not cost the generator its place.
    const state = source.state();
    const copy = new TransformerEncoderLayer(embedDim, numHeads, this.#options).to(out_proj.weight.dtype);
    source.restore(state);
    copy.loadStateDict(this.stateDict());
    return copy.train(this.training);
  }

  #attend(x: Tensor, options: TransformerEncoderForwardOptions): Tensor {
    const { srcMask, srcBias, srcKeyPaddingMask, isCausal = false } = options;
    const { outputs } = this.self_attn.forward(x, x, x, {
      isCausal,
      ...(srcMask === undefined ? {} : { attnMask: srcMask }),
      ...(srcBias === undefined ? {} : { attnBias: srcBias }),
      ...(srcKeyPaddingMask === undefined ? {} : { keyPaddingMask: srcKeyPaddingMask }),
    });
    return this.dropout1.forward(outputs);
  }

  #feed(x: Tensor): Tensor {
    const hidden = this.dropout.forward(this.#activation(this.linear1.forward(x)));
    return this.dropout2.forward(this.linear2.forward(hidden));
  }
}

function activationOf(choice: unknown): (x: Tensor) => Tensor {
  if (choice === "relu") return relu;
  if (choice === "gelu") return gelu;
  if (typeof choice === "function") return choice as (x: Tensor) => Tensor;
  throw new ArgumentError(
    `TransformerEncoderLayer: activation must be "relu", "gelu" or a function, got ${formatValue(choice)}`,
  );
}
