export type { AttentionState } from "./attending-cell.ts";
export { AttentionDecoder, type SourceOptions } from "./attention-decoder.ts";
export { BahdanauDecoder } from "./bahdanau-decoder.ts";
export { LuongDecoder, type LuongDecoderOptions } from "./luong-decoder.ts";
