/** In which order the steps are taken, and who takes part. @internal */
export interface Course {
  readonly steps: number;
  readonly reverse: boolean;
  /** Per sequence of the batch how many steps are real; null for all. */
  readonly lengths: Int32Array | null;
}

/** The step taken as the `i`-th. @internal */
export function stepAt({ steps, reverse }: Course, i: number): number {
  return reverse ? steps - 1 - i : i;
}

/** Which sequences take step `t`, or null if all do. @internal */
export function takers({ lengths }: Course, t: number): Uint8Array | null {
  if (lengths === null || lengths.every((length) => t < length)) return null;
  return Uint8Array.from(lengths, (length) => (t < length ? 1 : 0));
}
