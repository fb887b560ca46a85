import { indexSelect, logsumexp, maskedFill, pad, select, slice, stack, type Tensor } from "@rewind/autograd";

/**
 * The loss of one sequence, minus the log-probability of its labels, in primitive operations: the definition that
 * `lattice` computes with loops. State s at time t is reached from s, s - 1 and, unless a blank or a repeated label
 * lies between, s - 2.
 *
 * @param logProbs `[T, C]`
 * @param states labels with blanks around
 */
export function composedLoss(logProbs: Tensor, states: Int32Array, blank: number): Tensor {
  const [steps] = logProbs.shape;
  const count = states.length;
  if (steps === 0) return logProbs.sum().add(count === 1 ? 0 : Infinity);
  const emissions = indexSelect(logProbs, states, { axis: 1 });
  const noStart = Array.from(states, (_, s) => Number(s > 1));
  const noSkip = Array.from(states, (state, s) =>
    Number(s < 2 || state === blank || state === states[s - 2]),
  );
  let ways = maskedFill(select(emissions, 0, 0), noStart, -Infinity);
  for (let t = 1; t < steps; t++) {
    const skip = maskedFill(shifted(ways, 2), noSkip, -Infinity);
    ways = logsumexp(stack([ways, shifted(ways, 1), skip]), { axis: 0 }).add(select(emissions, 0, t));
  }
  return logsumexp(slice(ways, [[Math.max(0, count - 2), count]])).neg();
}

/** Moves every element up, from below coming impossible states. */
function shifted(ways: Tensor, by: number): Tensor {
  return slice(pad(ways, [[by, 0]], { value: -Infinity }), [[0, ways.size]]);
}
