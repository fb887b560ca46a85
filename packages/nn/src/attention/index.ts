export { AdditiveAttention, type AdditiveAttentionOptions } from "./additive-attention.ts";
export { DotAttention, type DotAttentionOptions, type DotScore } from "./dot-attention.ts";
export type { Attend, Attended, Attention, MemoryOptions } from "./memory.ts";
export { MultiheadAttention } from "./multihead-attention.ts";
export type {
  MultiheadAttentionForwardOptions,
  MultiheadAttentionOptions,
  MultiheadAttentionResult,
} from "./multihead-options.ts";
