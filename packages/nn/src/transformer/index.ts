export type {
  TransformerEncoderForwardOptions,
  TransformerEncoderLayerOptions,
} from "./encoder-layer-options.ts";
export { PositionalEncoding, type PositionalEncodingOptions } from "./positional-encoding.ts";
export { TransformerEncoderLayer } from "./transformer-encoder-layer.ts";
export { TransformerEncoder, type TransformerEncoderOptions } from "./transformer-encoder.ts";
