export { Optimizer, type Algorithm, type CommonSettings, type StateKind } from "./optimizer.ts";
export type { ParamGroup, ParamGroupOptions, Params } from "./param-group.ts";
export type { Rule, Rules } from "./settings.ts";
export type { GroupState, OptimizerState, ParamState } from "./state-dict.ts";
export { SGD, type SGDOptions } from "./sgd.ts";
export { Adam } from "./adam.ts";
export { AdamW } from "./adamw.ts";
export type { AdamOptions } from "./adam-update.ts";
export { clipGradNorm, clipGradValue, type ClipGradNormOptions } from "./clip.ts";
