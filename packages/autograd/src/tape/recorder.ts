import type { Tensor } from "../tensor/tensor.ts";
import type { Listener } from "../runtime.ts";
import type { Op } from "./op.ts";

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

/** A listener to operations as the tape knows them. */
export interface Recorder extends Listener {
  record(call: OpCall): void;
}
