import type { FloatArray } from "@rewind/autograd";

/** A sum over steps, in double precision. @internal */
export class StepSum {
  readonly values: Float64Array;

  constructor(size: number) {
    this.values = new Float64Array(size);
  }

  clear(): void {
    this.values.fill(0);
  }

  /** Adds what lies in memory from `start` on. */
  add(memory: FloatArray, start: number): void {
    const { values } = this;
    for (let i = 0; i < values.length; i++) values[i] += memory[start + i];
  }
}
