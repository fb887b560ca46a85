export type { LossWindow, TruncatedBPTTOptions } from "./options.ts";
export { truncatedBPTT, type TruncatedRun } from "./truncated-bptt.ts";
export type { Window } from "./window.ts";
