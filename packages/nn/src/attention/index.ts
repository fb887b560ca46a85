export { AdditiveAttention, type AdditiveAttentionOptions } from "./additive-attention.ts";
export { DotAttention, type DotAttentionOptions, type DotScore } from "./dot-attention.ts";
export type { Attend, Attended, Attention, MemoryOptions } from "./memory.ts";
export {
  MultiheadAttention,
  type MultiheadAttentionForwardOptions,
  type MultiheadAttentionOptions,
  type MultiheadAttentionResult,
} from "./multihead-attention.ts";
