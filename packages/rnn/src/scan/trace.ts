import { Tensor, runtime, type OpCall, type Recorder } from "@rewind/autograd";
import { flattenState, mapState, type StateTree } from "../state.ts";
import { guard } from "./guard.ts";
import { Refusal } from "./refusal.ts";

/** One step of a cell. */
export type Step<S extends StateTree> = (x: Tensor, state: S) => readonly [output: Tensor, state: S];

/** What a step did, in terms of the tensors it did it with. @internal */
export interface Trace<S extends StateTree> {
  readonly x: Tensor;
  readonly state: readonly Tensor[];
  readonly calls: readonly OpCall[];
  readonly output: Tensor;
  readonly next: S;
}

/**
 * Runs a step once on stand-ins and notes every operation.
 *
 * @throws Refusal at the first thing that operations alone cannot repeat
 * @internal
 */
export function trace<S extends StateTree>(step: Step<S>, x: Tensor, state: S): Trace<S> {
  if (runtime.recorder !== null) throw new Refusal("runs inside another step that is being recorded");
  const calls: OpCall[] = [];
  let reason: string | null = null;
  const recorder: Recorder = {
    inside: false,
    record(call) {
      call.outputs.forEach(guard);
      calls.push(call);
    },
    refuse(what) {
      reason ??= what;
      throw new Refusal(what);
    },
  };
  const standInX = standIn(x);
  const standInState = mapState(state, standIn);
  runtime.recorder = recorder;
  try {
    const [output, next] = step(standInX, standInState);
    // A step may have caught what refuse threw.
    if (reason !== null) throw new Refusal(reason);
    return { x: standInX, state: leaves(standInState), calls, output, next };
  } finally {
    runtime.recorder = null;
  }
}

/** The same values, wanting gradients if any are being recorded. */
function standIn(tensor: Tensor): Tensor {
  const copy = new Tensor(tensor.data, tensor.shape);
  copy.requiresGrad = runtime.gradEnabled;
  return guard(copy);
}

/** @internal */
export function leaves(state: StateTree): Tensor[] {
  return flattenState(state).map(({ tensor }) => tensor);
}
