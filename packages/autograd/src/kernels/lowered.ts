import type { Heap } from "./simd/heap.ts";

/** Where in a program of kernel calls an operation stands. */
export interface Site {
  readonly heap: Heap;
  /** Shapes of the operation's inputs and outputs there, all float32. */
  readonly inputs: readonly (readonly number[])[];
  readonly outputs: readonly (readonly number[])[];
  /** Which inputs stay the same from call to call, so that work on them alone can be done once. */
  readonly invariant: readonly boolean[];
}

/** An operation as calls on kernel memory, for values of known shapes at whatever addresses. */
export interface Lowered {
  /** Elements of each scratch block it wants, the same for all calls. */
  readonly scratch?: readonly number[];
  /** Whether it writes its outputs and nothing else. If not, up to 7 elements beyond the end of each. */
  readonly exact: boolean;
  /** Done once before any call, with invariant inputs in place: fills scratch. */
  prepare?(at: readonly number[]): void;
  /** @param at byte addresses of the inputs, the outputs and the scratch blocks, in this order */
  run(at: readonly number[]): void;
}
