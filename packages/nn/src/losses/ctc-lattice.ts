/** The log-probabilities of one sequence: element (t, c) is at `offset + t * step + c`. */
export interface Emissions {
  readonly data: ArrayLike<number>;
  readonly offset: number;
  readonly step: number;
  readonly length: number;
}

/** Labels with blanks around: blank, l₁, blank, l₂, …, blank. */
export function withBlanks(labels: ArrayLike<number>, blank: number): Int32Array {
  const out = new Int32Array(2 * labels.length + 1).fill(blank);
  for (let i = 0; i < labels.length; i++) out[2 * i + 1] = labels[i];
  return out;
}

/**
 * Sums over all alignments, forwards or backwards in time: element `t * S + s` is the log-probability of all ways from the
 * start to state s at time t (forwards, its emission included), or from there to the end (backwards, likewise).
 */
export function lattice(
  emissions: Emissions,
  states: Int32Array,
  blank: number,
  backwards: boolean,
): Float64Array {
  const { data, offset, step, length } = emissions;
  const count = states.length;
  const out = new Float64Array(length * count).fill(-Infinity);
  // One loop for both directions: time and states are mirrored together.
  const stateAt = (s: number): number => (backwards ? count - 1 - s : s);
  for (let t = 0; t < length; t++) {
    const time = backwards ? length - 1 - t : t;
    const row = time * count;
    const before = (backwards ? time + 1 : time - 1) * count;
    for (let s = 0; s < count; s++) {
      const label = states[stateAt(s)];
      let ways: number;
      if (t === 0) ways = s < 2 ? 0 : -Infinity;
      else {
        ways = out[before + stateAt(s)];
        if (s > 0) ways = logAdd(ways, out[before + stateAt(s - 1)]);
        if (s > 1 && label !== blank && label !== states[stateAt(s - 2)])
          ways = logAdd(ways, out[before + stateAt(s - 2)]);
      }
      out[row + stateAt(s)] = ways + data[offset + time * step + label];
    }
  }
  return out;
}

/** Log-probability of the labels, from the forward sums: all alignments that end in the last label or the last blank. */
export function logLikelihood(forward: Float64Array, length: number, count: number): number {
  if (length === 0) return count === 1 ? 0 : -Infinity;
  const last = length * count - 1;
  return count === 1 ? forward[last] : logAdd(forward[last], forward[last - 1]);
}

/** `log(e^a + e^b)`. */
export function logAdd(a: number, b: number): number {
  const high = a > b ? a : b;
  const low = a > b ? b : a;
  return low === -Infinity ? high : high + Math.log1p(Math.exp(low - high));
}
