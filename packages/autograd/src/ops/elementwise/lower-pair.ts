import type { BinaryKernel } from "../../kernels/kernel.ts";
import type { Lowered, Site } from "../../kernels/lowered.ts";
import { forEachRun } from "../../tensor/broadcast.ts";

/** A kernel of two operands by its name, for those that have one in WebAssembly. @internal */
export type ArithmeticName = "add" | "sub" | "mul" | "div";

/** One run of a broadcast pair, offsets in elements. */
interface Run {
  readonly n: number;
  readonly a: number;
  readonly stepA: number;
  readonly b: number;
  readonly stepB: number;
  readonly out: number;
}

/** Two operands, broadcast, on kernel memory: a kernel for each run, or the plain loop where it lies. @internal */
export function lowerPair(
  kernel: BinaryKernel | ArithmeticName,
  { heap, inputs: [a, b], outputs: [shape] }: Site,
): Lowered {
  const runs: Run[] = [];
  forEachRun(a, b, shape, (n, ao, stepA, bo, stepB, out) =>
    runs.push({ n, a: ao, stepA, b: bo, stepB, out }),
  );
  if (typeof kernel !== "string") {
    return {
      exact: true,
      run(at) {
        const all = heap.array();
        for (const { n, a: from, stepA, b: other, stepB, out } of runs)
          kernel(all, at[0] / 4 + from, stepA, all, at[1] / 4 + other, stepB, all, at[2] / 4 + out, n);
      },
    };
  }
  const call = heap.module[kernel];
  // A kernel repeats one operand at most, and a single element may as well be a row of one.
  const rows = runs.map((run) => (run.n === 1 ? { ...run, stepA: 1, stepB: 1 } : run));
  return {
    exact: rows.every(({ n }) => n % 8 === 0),
    run(at) {
      for (let i = 0; i < rows.length; i++) {
        const { n, a: from, stepA, b: other, stepB, out } = rows[i];
        call(at[0] + 4 * from, stepA, at[1] + 4 * other, stepB, at[2] + 4 * out, n);
      }
    },
  };
}
