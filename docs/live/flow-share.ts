import type { Flow } from "./trainer.ts";

/** What is left of the newest step's gradient further back. */
export interface FlowShare {
  /** How many steps back: where the answer was read, or the oldest step on the tape. */
  readonly back: number;
  readonly h: number;
  /** Of an LSTM's c; of other cells null. */
  readonly c: number | null;
}

/** The share of the newest step's gradient that reaches the step which holds the answer, or the oldest; null if cut off before. */
export function flowShare({ h, c, source }: Flow): FlowShare | null {
  if (source === -1 || h.length === 0) return null;
  const at = source ?? 0;
  const newest = h.length - 1;
  return { back: newest - at, h: h[at] / h[newest], c: c === null ? null : c[at] / c[newest] };
}
