import {
  ArgumentError,
  checkInteger,
  checkOptions,
  formatValue,
  operand,
  readable,
  type Tensor,
  type TensorLike,
} from "@rewind/autograd";
import type { LayerNorm } from "../layer-norm.ts";
import { isModule, Module } from "../module.ts";
import type { TransformerEncoderForwardOptions } from "./encoder-layer-options.ts";
import { TransformerEncoderLayer } from "./transformer-encoder-layer.ts";

/** Options of {@link TransformerEncoder}. */
export interface TransformerEncoderOptions {
  /** A normalisation of the result, as encoders with `normFirst` want. Default: none. */
  norm?: LayerNorm | null;
}

/**
 * Layers one after the other, named `layers.0`, `layers.1`, …. As in PyTorch they are copies of the layer given, with its
 * initial values; to draw others for each, `apply` an initialiser.
 *
 * @example
 * const layer = new TransformerEncoderLayer(16, 4, { batchFirst: true });
 * const encoder = new TransformerEncoder(layer, 6);
 * encoder.forward(randn([2, 5, 16]), { isCausal: true }); // [2, 5, 16]
 * @throws ArgumentError if the first argument is no layer, or the number of layers not a whole number ≥ 1
 */
export class TransformerEncoder extends Module {
  layers: TransformerEncoderLayer[];
  norm: LayerNorm | null;

  constructor(
    encoderLayer: TransformerEncoderLayer,
    numLayers: number,
    options: TransformerEncoderOptions = {},
  ) {
    super();
    checkOptions("TransformerEncoder", options, ["norm"]);
    checkInteger("TransformerEncoder", "numLayers", numLayers, 1, 4096);
    if (!(readable(encoderLayer) instanceof TransformerEncoderLayer))
      throw new ArgumentError(
        `TransformerEncoder: the first argument must be a TransformerEncoderLayer, got ${formatValue(encoderLayer)}`,
      );
    const { norm = null } = options;
    if (norm !== null && !isModule(norm))
      throw new ArgumentError(`TransformerEncoder: norm must be a LayerNorm, got ${formatValue(norm)}`);
    this.layers = Array.from({ length: numLayers }, () => encoderLayer.clone());
    this.norm = norm;
  }

  /**
   * @param src `[L, N, dModel]`, batch first if the layer is, or a single sequence `[L, dModel]`
   * @throws ShapeError if the sizes do not fit
   */
  forward(src: TensorLike, options: TransformerEncoderForwardOptions = {}): Tensor {
    const x = operand("TransformerEncoder", src, this.layers[0].linear1.weight.dtype);
    const out = this.layers.reduce((value, layer) => layer.forward(value, options), x);
    return this.norm === null ? out : this.norm.forward(out);
  }
}
