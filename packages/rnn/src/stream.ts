import {
  ArgumentError,
  DtypeError,
  checkInteger,
  checkOptions,
  formatValue,
  isList,
  refuseExtra,
} from "@rewind/autograd";

/**
 * Cuts one long stream of tokens into `batchSize` streams of equal length that run side by side: row b of step t is token
 * `b * steps + t`, so that row b of the next step continues it. What does not fill a step at the end is dropped.
 *
 * @param stream token ids in order
 * @returns `steps = ⌊length / batchSize⌋` arrays of `batchSize` ids, time first
 * @example
 * batchify([1, 2, 3, 4, 5, 6, 7], 2); // [[1, 4], [2, 5], [3, 6]]
 * @throws ArgumentError if the batch size is not a whole number ≥ 1 or there are fewer tokens than that
 * @throws DtypeError if a token is not a whole number
 */
export function batchify(stream: Int32Array | readonly number[], batchSize: number): number[][] {
  if (arguments.length > 2) refuseExtra("batchify", arguments, 2);
  if (!isList(stream) && !(ArrayBuffer.isView(stream) && stream instanceof Int32Array)) {
    throw new DtypeError(
      `batchify: the stream must be an Int32Array or an array of numbers, got ${formatValue(stream)}`,
    );
  }
  checkInteger("batchify", "batchSize", batchSize, 1);
  const steps = Math.floor(stream.length / batchSize);
  if (steps === 0) {
    throw new ArgumentError(
      `batchify: ${stream.length} tokens do not fill one step of a batch of ${batchSize}; use a smaller batch or a longer stream`,
    );
  }
  const wrong = stream.findIndex((token: unknown) => !Number.isInteger(token));
  if (wrong >= 0)
    throw new DtypeError(
      `batchify: token ${formatValue(stream[wrong])} at position ${wrong} is not a whole number`,
    );
  return Array.from({ length: steps }, (_, t) =>
    Array.from({ length: batchSize }, (__, row) => stream[row * steps + t]),
  );
}

/** Consecutive steps of a stream and what follows each of them. */
export interface StreamWindow<X> {
  readonly inputs: X[];
  /** `inputs` one step later. */
  readonly targets: X[];
  /** The step of the stream at which the window begins. */
  readonly start: number;
}

/** Options of {@link windows}. */
export interface WindowsOptions {
  /** Leave out a last window of fewer than T steps. Default false. */
  dropLast?: boolean;
}

/**
 * Consecutive windows of `length` steps with their targets, the inputs one step later: what stateful training reads, the
 * state carried (and detached) from window to window. The last window may be shorter.
 *
 * @param stream one entry per step, such as {@link batchify} returns
 * @param length T, steps per window
 * @example
 * for (const { inputs, targets } of windows(batchify(tokens, 32), 64)) {
 *   const { outputs, state: next } = gru.forward(embedding.forward(inputs), { state });
 *   state = detachState(next);
 * }
 * @throws ArgumentError if the length is not a whole number ≥ 1
 */
export function windows<X>(
  stream: readonly X[],
  length: number,
  options: WindowsOptions = {},
): Iterable<StreamWindow<X>> {
  if (!isList(stream)) {
    throw new DtypeError(
      `windows: the stream must be an array with one entry per step, got ${formatValue(stream)}; ` +
        `pass what batchify returns, or Array.from(stream)`,
    );
  }
  checkOptions("windows", options, ["dropLast"]);
  checkInteger("windows", "length", length, 1);
  return { [Symbol.iterator]: () => iterate(stream as readonly X[], length, options.dropLast ?? false) };
}

function* iterate<X>(stream: readonly X[], length: number, dropLast: boolean): Generator<StreamWindow<X>> {
  for (let start = 0; start + 1 < stream.length; start += length) {
    const end = Math.min(start + length, stream.length - 1);
    if (dropLast && end - start < length) return;
    yield { inputs: stream.slice(start, end), targets: stream.slice(start + 1, end + 1), start };
  }
}
