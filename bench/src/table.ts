import type { Failure, Result } from "./result.ts";

/**
 * The results as a Markdown table: a row for every workload, a column for every framework. A cell has the median and
 * the lowest time in ms; for the others also how many times as long as Rewind they took.
 */
export function table(results: readonly (Result | Failure)[]): string {
  const frameworks = [...new Set(results.map(({ framework }) => framework))];
  const workloads = [...new Set(results.map(({ workload }) => workload))];
  const find = (workload: string, framework: string): Result | Failure | undefined =>
    results.find((one) => one.workload === workload && one.framework === framework);
  const lines = workloads.map((workload) => {
    const own = find(workload, frameworks[0]);
    return row([workload, ...frameworks.map((framework) => cell(find(workload, framework), own))]);
  });
  return [row(["workload", ...frameworks]), row(["---", ...frameworks.map(() => "---:")]), ...lines].join(
    "\n",
  );
}

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

function cell(result: Result | Failure | undefined, own: Result | Failure | undefined): string {
  if (result === undefined) return "";
  if ("error" in result) return result.error.startsWith("took over") ? `— (${result.error})` : "—";
  const parts = [`${short(result.median_ms)} (${short(result.min_ms)})`];
  if (result.gflops !== undefined) parts.push(`${short(result.gflops)} GFLOP/s`);
  if (result.us_per_op !== undefined) parts.push(`${short(result.us_per_op)} µs/op`);
  if (result.ratio !== undefined) parts.push(`${short(result.ratio)}× the built-in`);
  if (result.steps < 3) parts.push(result.steps === 1 ? "1 step" : `${result.steps} steps`);
  if (own !== undefined && own !== result && !("error" in own)) {
    parts.push(`**${short(result.median_ms / own.median_ms)}×**`);
  }
  return parts.join(", ");
}

/** Three digits, without an exponent. */
function short(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString("en");
  return String(Number(value.toPrecision(3)));
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}
