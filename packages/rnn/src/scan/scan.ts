import { ArgumentError, concat, runtime, slice, zeros, type Tensor } from "@rewind/autograd";
import { mapState, type StateTree } from "../state.ts";
import { hoist } from "./hoist.ts";
import { difference, program, type Program } from "./program.ts";
import { Refusal } from "./refusal.ts";
import { at } from "./replay-forward.ts";
import { performLoop } from "./scan-op.ts";
import { leaves, trace, type Step } from "./trace.ts";

/**
 * Whether a sequence is replayed from one recording of the step instead of laid out on the tape: values and gradients are
 * equal, the record is one. `"auto"`: where it can be and pays; `"always"`: or throw, saying why not; `"never"`: unroll.
 */
export type ScanMode = "auto" | "always" | "never";

/** A recurrence to be replayed. @internal */
export interface Scan<S extends StateTree> {
  /** `[T, B, …]`, padding already zero. */
  readonly sequence: Tensor;
  readonly start: S;
  readonly lengths: Int32Array | null;
  readonly reverse: boolean;
  readonly keepStates: boolean;
  /** Whether the step is known to do the same at every step, so that one recording is enough. */
  readonly uniform: boolean;
  readonly step: Step<S>;
}

/** Steps from which a recording pays. */
const WORTHWHILE = 4;

/**
 * Replays a recurrence if it is to be and can be; else null, and it has to be unrolled.
 *
 * @param who function that the error of `"always"` names
 * @throws ArgumentError if the mode is unknown, or `"always"` and the step cannot be replayed
 * @internal
 */
export function scan<S extends StateTree>(
  who: string,
  mode: ScanMode = "auto",
  request: Scan<S>,
): { outputs: Tensor; state: S } | null {
  if (mode !== "auto" && mode !== "always" && mode !== "never") {
    throw new ArgumentError(`${who}: scan must be "auto", "always" or "never", got ${JSON.stringify(mode)}`);
  }
  const [steps] = request.sequence.shape;
  const longest = request.lengths === null ? steps : request.lengths.reduce((a, b) => Math.max(a, b), 0);
  if (mode === "never" || longest === 0 || (mode === "auto" && longest < WORTHWHILE)) return null;
  try {
    return replay(request, steps, longest);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (mode === "auto") return null;
    throw new ArgumentError(
      `${who}: scan "always", but the step cannot be replayed: it ${error.message}; use "auto" to unroll such steps`,
    );
  }
}

function replay<S extends StateTree>(
  { sequence, start, lengths, reverse, keepStates, uniform, step }: Scan<S>,
  steps: number,
  longest: number,
): { outputs: Tensor; state: S } {
  if (keepStates)
    throw new Refusal("is asked for its states (keepStates), which replaying does not put on the tape");
  if (runtime.anomaly) throw new Refusal("runs under detectAnomaly, which wants every operation on the tape");
  const xs = longest === steps ? sequence : slice(sequence, [[0, longest]]);
  const plan = hoist(record(step, xs, start, uniform), xs);
  const [outputs, ...finals] = performLoop(
    { plan, course: { steps: longest, reverse, lengths } },
    leaves(start),
  );
  const padding = [steps - longest, ...outputs.shape.slice(1)];
  let leaf = 0;
  return {
    outputs: longest === steps ? outputs : concat([outputs, zeros(padding, { dtype: outputs.dtype })]),
    state: mapState(start, () => finals[leaf++]),
  };
}

/** The program of a step, recorded at two steps to see that it stays the same. */
function record<S extends StateTree>(step: Step<S>, xs: Tensor, start: S, uniform: boolean): Program {
  if (runtime.recorder !== null) throw new Refusal("runs inside another step that is being recorded");
  const first = attempt(() => trace(step, at(xs, 0), start));
  const found = program(first);
  if (uniform) return found;
  const second = attempt(() => trace(step, at(xs, xs.shape[0] - 1), first.next));
  const reason = difference(found, program(second));
  if (reason !== null) throw new Refusal(reason);
  return found;
}

/** A step that fails is not for replaying to report: unrolled, it fails again, at the step where it does. */
function attempt<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal(`throws: ${error instanceof Error ? error.message : String(error)}`);
  }
}
