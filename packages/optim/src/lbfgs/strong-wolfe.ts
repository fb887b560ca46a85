import { cubicMinimum, type LinePoint } from "./cubic-minimum.ts";
import { dot, maxAbs } from "./vectors.ts";

/** The loss and its gradient somewhere. */
export interface Evaluation {
  readonly loss: number;
  readonly grad: Float64Array;
}

interface Trial extends LinePoint {
  readonly grad: Float64Array;
}

/** Where a line search ended, and what it cost. */
export interface LineSearchResult extends Evaluation {
  /** Length of the step. */
  readonly t: number;
  /** How often the loss was evaluated. */
  readonly evaluations: number;
}

const ARMIJO = 1e-4;
const CURVATURE = 0.9;
const MAX_ITERATIONS = 25;

/**
 * Finds a step along `direction` that satisfies the strong Wolfe conditions: the loss falls enough, and the slope is flat
 * enough (Nocedal and Wright, "Numerical Optimization", 2006, algorithms 3.5 and 3.6, in the form of PyTorch's LBFGS).
 *
 * @param evaluate the loss and gradient after `t` times the direction
 * @param start at t = 0
 * @param t the first step to try
 */
export function strongWolfe(
  evaluate: (t: number) => Evaluation,
  direction: Float64Array,
  start: Evaluation,
  t: number,
  toleranceChange: number,
): LineSearchResult {
  const origin: Trial = { t: 0, f: start.loss, slope: dot(start.grad, direction), grad: start.grad };
  let evaluations = 0;
  const probe = (at: number): Trial => {
    evaluations++;
    const { loss, grad } = evaluate(at);
    return { t: at, f: loss, slope: dot(grad, direction), grad };
  };
  // Written so that NaN counts as too high.
  const falls = ({ t: at, f }: Trial): boolean => f <= origin.f + ARMIJO * at * origin.slope;
  const isFlat = ({ slope }: Trial): boolean => Math.abs(slope) <= -CURVATURE * origin.slope;
  const result = ({ t: at, f, grad }: Trial): LineSearchResult => ({ t: at, loss: f, grad, evaluations });

  let before = origin;
  let trial = probe(t);
  let iteration = 0;
  for (; iteration < MAX_ITERATIONS; iteration++) {
    if (!falls(trial) || (iteration > 1 && trial.f >= before.f)) break;
    if (isFlat(trial)) return result(trial);
    if (trial.slope >= 0) break;
    const shortest = trial.t + 0.01 * (trial.t - before.t);
    const next = cubicMinimum(before, trial, shortest, trial.t * 10);
    before = trial;
    trial = probe(next);
  }
  if (iteration === MAX_ITERATIONS) before = origin;

  const bracket: [Trial, Trial] = [before, trial];
  let low = lowest(bracket);
  const width = maxAbs(direction);
  let stalled = false;
  for (; iteration < MAX_ITERATIONS; iteration++) {
    const from = Math.min(bracket[0].t, bracket[1].t);
    const to = Math.max(bracket[0].t, bracket[1].t);
    if ((to - from) * width < toleranceChange) break;
    let at = cubicMinimum(bracket[0], bracket[1], from, to);
    const margin = 0.1 * (to - from);
    if (Math.min(to - at, at - from) < margin) {
      // Twice at the edge is no progress: move into the bracket.
      if (stalled || at >= to || at <= from) {
        at = Math.abs(at - to) < Math.abs(at - from) ? to - margin : from + margin;
        stalled = false;
      } else stalled = true;
    } else stalled = false;
    trial = probe(at);
    const high = low === 0 ? 1 : 0;
    if (!falls(trial) || !(trial.f < bracket[low].f)) {
      bracket[high] = trial;
      low = lowest(bracket);
      continue;
    }
    if (isFlat(trial)) return result(trial);
    if (trial.slope * (bracket[high].t - bracket[low].t) >= 0) bracket[high] = bracket[low];
    bracket[low] = trial;
  }
  return result(bracket[low]);
}

function lowest([a, b]: readonly [Trial, Trial]): 0 | 1 {
  return a.f <= b.f || Number.isNaN(b.f) ? 0 : 1;
}
