import type { Tensor } from "@rewind/autograd";
import type { CommonSettings } from "./algorithm.ts";

/** What an optimizer remembers of one parameter: moments (of its shape) and counters. */
export type ParamState = Record<string, Tensor | number>;

/** Settings of a group, and its parameters as positions in the optimizer's whole list. */
export type GroupState<Settings = CommonSettings> = { params: number[] } & Settings;

/** An optimizer's memory: plain data and tensors, nothing shared with the optimizer. */
export interface OptimizerState<Settings = CommonSettings, State = ParamState> {
  /** By parameter position, written as a string: only parameters that have been updated. */
  state: Record<string, State>;
  /** The groups in order, with all their settings. */
  paramGroups: GroupState<Settings>[];
}
