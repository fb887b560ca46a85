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
  const calls: OpCall[] = [];
  const standInX = standIn(x);
  const standInState = mapState(state, standIn);
  const [output, next] = listen(calls, () => step(standInX, standInState));
  return { x: standInX, state: leaves(standInState), calls, output, next };
}

/**
 * Notes every operation that `run` performs.
 *
 * @throws Refusal at the first thing that operations alone cannot repeat
 * @internal
 */
export function listen<R>(calls: OpCall[], run: () => R): R {
  if (runtime.recorder !== null) throw new Refusal("runs inside another step that is being recorded");
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
  runtime.recorder = recorder;
  try {
    const result = run();
    // What refuse threw may have been caught.
    if (reason !== null) throw new Refusal(reason);
    return result;
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
