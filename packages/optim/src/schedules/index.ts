export { LRScheduler, type AnyOptimizer, type Rate } from "./schedule.ts";
export type { ScheduleState } from "./schedule-state.ts";
export type { PerGroup } from "./per-group.ts";
export type { MomentumOptions } from "./momentum.ts";
export type { LrLambda } from "./group-lambdas.ts";
export { ChainedScheduler } from "./chained-scheduler.ts";
export { ConstantLR, type ConstantLROptions } from "./constant-lr.ts";
export { CosineAnnealingLR, type CosineAnnealingLROptions } from "./cosine-annealing-lr.ts";
export {
  CosineAnnealingWarmRestarts,
  type CosineAnnealingWarmRestartsOptions,
} from "./cosine-annealing-warm-restarts.ts";
export { CyclicLR, type CyclicLROptions } from "./cyclic-lr.ts";
export { ExponentialLR, type ExponentialLROptions } from "./exponential-lr.ts";
export { LambdaLR, type LambdaLROptions } from "./lambda-lr.ts";
export { LinearLR, type LinearLROptions } from "./linear-lr.ts";
export { MultiplicativeLR, type MultiplicativeLROptions } from "./multiplicative-lr.ts";
export { MultiStepLR, type MultiStepLROptions } from "./multi-step-lr.ts";
export { OneCycleLR, type OneCycleLROptions } from "./one-cycle-lr.ts";
export { PolynomialLR, type PolynomialLROptions } from "./polynomial-lr.ts";
export {
  ReduceLROnPlateau,
  type PlateauState,
  type ReduceLROnPlateauOptions,
} from "./reduce-lr-on-plateau.ts";
export { SequentialLR, type SequentialLROptions } from "./sequential-lr.ts";
export { StepLR, type StepLROptions } from "./step-lr.ts";
export { SWALR, type SWALROptions } from "./swa-lr.ts";
