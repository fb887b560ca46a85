export type { AttentionState } from "./attending-cell.ts";
export { AttentionDecoder, type SourceOptions } from "./attention-decoder.ts";
export { BahdanauDecoder } from "./bahdanau-decoder.ts";
export {
  EncoderDecoder,
  type Encoder,
  type EncoderDecoderOptions,
  type EncoderDecoderParts,
  type GreedyOptions,
  type Projection,
} from "./encoder-decoder.ts";
export { LuongDecoder, type LuongDecoderOptions } from "./luong-decoder.ts";
