import type { Failure, Result } from "./result.ts";

/** Workloads on which a framework's first losses are not Rewind's, so that its times mean nothing. */
export function disagreements(results: readonly (Result | Failure)[]): string[] {
  return results.flatMap((one) => {
    const own = results.find(({ workload }) => workload === one.workload);
    if (own === undefined || "error" in own || "error" in one) return [];
    const count = Math.min(own.losses.length, one.losses.length);
    const differs = own.losses.slice(0, count).some((loss, i) => !close(loss, one.losses[i]));
    return differs
      ? [`${one.workload}: ${one.framework} computes ${format(one)}, Rewind ${format(own)}`]
      : [];
  });
}

function close(a: number, b: number): boolean {
  return Math.abs(a - b) <= 2e-3 * Math.max(1, Math.abs(a));
}

function format({ losses }: Result): string {
  return losses.map((loss) => loss.toPrecision(6)).join(", ");
}
