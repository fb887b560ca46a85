import { ArgumentError, concat, kernelHeap, runtime, slice, zeros, type Tensor } from "@rewind/autograd";
import { stateBuilder, type StateTree } from "../state.ts";
import { cacheOf, type Compiled } from "./code-cache.ts";
import type { LoopShape } from "./forward-code.ts";
import { invariantsOf } from "./phases.ts";
import { Marks } from "./marks.ts";
import { difference, program, type Program } from "./program.ts";
import { Refusal } from "./refusal.ts";
import type { Code } from "./code.ts";
import { stepAt, takers, type Course } from "./course.ts";
import { stateOutput } from "./run-backward.ts";
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
  /** Whose recurrence this is: what was compiled for it is kept for as long as it lives. */
  readonly owner: object;
  /**
   * All that a step depends on beside its arguments, if that is known: it then does the same at every step, and one
   * recording serves until one of these is another tensor.
   */
  readonly weights: readonly (Tensor | null)[] | null;
  readonly step: Step<S>;
}

/** What a replayed recurrence gave. @internal */
export interface Scanned<S extends StateTree> {
  readonly outputs: Tensor;
  readonly state: S;
  /** The tensors of the state after each step, in the order of time, if they are kept. */
  readonly states: readonly (readonly Tensor[])[];
}

/** Steps from which replaying pays: where one recording serves again and again, and where each call makes its own two. */
const WORTHWHILE = { recorded: 4, recording: 8 };

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
): Scanned<S> | null {
  if (mode !== "auto" && mode !== "always" && mode !== "never") {
    throw new ArgumentError(`${who}: scan must be "auto", "always" or "never", got ${JSON.stringify(mode)}`);
  }
  const [steps] = request.sequence.shape;
  const longest = request.lengths === null ? steps : request.lengths.reduce((a, b) => Math.max(a, b), 0);
  if (
    mode === "never" ||
    longest === 0 ||
    request.sequence.size === 0 ||
    (mode === "auto" && longest < WORTHWHILE[request.weights === null ? "recording" : "recorded"])
  )
    return null;
  if (mode === "auto" && runtime.gradEnabled && isSecondOrder(request.owner)) return null;
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

/** Whether a pass is differentiated twice, as far as one can know before: what is replayed would be laid on the tape then. */
function isSecondOrder(owner: object): boolean {
  return runtime.transformDepth > 1 || cacheOf(owner).expectsSecondOrder();
}

function replay<S extends StateTree>(request: Scan<S>, steps: number, longest: number): Scanned<S> {
  const { sequence, start, lengths, reverse, keepStates } = request;
  if (runtime.anomaly) throw new Refusal("runs under detectAnomaly, which wants every operation on the tape");
  if (runtime.recorder !== null) throw new Refusal("runs inside another step that is being recorded");
  const x = longest === steps ? sequence : slice(sequence, [[0, longest]]);
  const first = leaves(start);
  const masked = lengths !== null && lengths.some((length) => length < longest);
  const { code, constants } = compiled(request, x, first, { steps: longest, reverse, masked, keepStates });
  const course = { steps: longest, reverse, lengths };
  const results = performLoop(
    { code, course, cache: cacheOf(request.owner) },
    { x, states: first, invariants: invariantsOf(code.analysis.phases, constants) },
  );
  const [outputs] = results;
  const padding = [steps - longest, ...outputs.shape.slice(1)];
  const states = keepStates ? statesOf(code, course, first, results) : [];
  const last = keepStates ? states[stepAt(course, longest - 1)] : results.slice(1);
  // Steps that no sequence takes change nothing.
  while (keepStates && states.length < steps) states.push(reverse ? first : states[longest - 1]);
  return {
    outputs: longest === steps ? outputs : concat([outputs, zeros(padding, { dtype: outputs.dtype })]),
    state: stateBuilder(start)(last) as S,
    states,
  };
}

/** The tensors of the state after every step. One that a step hands on as it is stays the tensor that it was. */
function statesOf(
  code: Code,
  course: Course,
  start: readonly Tensor[],
  results: readonly Tensor[],
): (readonly Tensor[])[] {
  const { next } = code.analysis.phases.program;
  const handed = next.map((value) => (value >= 1 && value <= next.length ? value - 1 : null));
  const states = new Array<readonly Tensor[]>(course.steps);
  let before = start;
  for (let i = 0; i < course.steps; i++) {
    const t = stepAt(course, i);
    const first = stateOutput(code, course, t) as number;
    const found = before;
    const taken = takers(course, t) === null;
    before = handed.map((from, k) => (from !== null && taken ? found[from] : results[first + k]));
    states[t] = before;
  }
  return states;
}

/** The code of a recurrence, kept from the last time if it is still the same, and the constants to run it with. */
function compiled<S extends StateTree>(
  { owner, weights, step, start }: Scan<S>,
  x: Tensor,
  states: readonly Tensor[],
  shape: LoopShape,
): Compiled {
  const heap = kernelHeap();
  const inputs = [x, ...states];
  const cache = cacheOf(owner);
  const known = weights === null ? null : cache.known(weights, inputs, shape, heap);
  if (known !== null) return known;
  // With all that it depends on given, a step is what it is the first time.
  const found =
    weights === null
      ? recordTwice(owner, step, x, start)
      : program(attempt(() => trace(step, at(x, 0), start)));
  return cache.code(weights, inputs, found, shape, heap);
}

/** The program of a cell's step, recorded at two steps to see that it stays the same. */
function recordTwice<S extends StateTree>(cell: object, step: Step<S>, xs: Tensor, start: S): Program {
  const marks = new Marks(cell);
  let left: string | null = null;
  let found: Program;
  let reason: string | null;
  try {
    const first = attempt(() => trace(step, at(xs, 0), start));
    const second = attempt(() => trace(step, at(xs, xs.shape[0] - 1), first.next));
    found = program(first);
    reason = difference(found, program(second));
  } finally {
    left = marks.undo();
  }
  if (left !== null) reason ??= `changes what the cell holds (${left})`;
  if (reason !== null) throw new Refusal(reason);
  return found;
}

/** Step `t` of a sequence, without a copy. */
function at(sequence: Tensor, t: number): Tensor {
  const shape = sequence.shape.slice(1);
  return sequence.window(t * shape.reduce((a, b) => a * b, 1), shape);
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
