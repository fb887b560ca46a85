import type { Tensor } from "@rewind/autograd";

/** What an optimizer remembers of one parameter: moments (of its shape) and counters. */
export type ParamState = Record<string, Tensor | number>;

/** Settings of a group, and its parameters as positions in the optimizer's whole list. */
export type GroupState = { params: number[] } & Record<string, unknown>;

/** An optimizer's memory: plain data and tensors, nothing shared with the optimizer. */
export interface OptimizerState {
  /** By parameter position, written as a string: only parameters that have been updated. */
  state: Record<string, ParamState>;
  paramGroups: GroupState[];
}
