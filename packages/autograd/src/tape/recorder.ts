import type { Tensor } from "../tensor/tensor.ts";
import type { Op } from "./node.ts";

/** One performed operation, as a {@link Recorder} is told of it. */
export interface OpCall {
  readonly op: Op;
  readonly inputs: readonly Tensor[];
  readonly options: unknown;
  readonly outputs: readonly Tensor[];
  /** Whether it returned a list of outputs. */
  readonly many: boolean;
  /** Whether gradients were being recorded around it. */
  readonly gradEnabled: boolean;
}

/** Listens to every operation, to find out what program a function runs. At most one listens at a time. */
export interface Recorder {
  /** Whether an operation is computing just now: what it does inside is its own business. */
  inside: boolean;
  record(call: OpCall): void;
  /** Told before something happens that no program of operations can repeat; throws to prevent it. */
  refuse(what: string): never;
}
