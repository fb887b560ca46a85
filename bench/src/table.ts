import { markdownTable } from "./markdown.ts";
import { OWN, isOwn, type Failure, type Result } from "./result.ts";

type Results = readonly (Result | Failure)[];

/**
 * The results as Markdown, a row for every workload: the times of all frameworks; how many times as long as Rewind the
 * others take; the memory of all.
 */
export function table(results: Results): string {
  const frameworks = [...new Set(results.map(({ framework }) => framework))];
  const own = frameworks.filter(isOwn);
  const peers = frameworks.filter((one) => !isOwn(one));
  const times = grid(results, frameworks, (row, one) => timeCell(row.get(one)));
  const memory = grid(results, frameworks, (row, one) => memoryCell(row.get(one)));
  const ratios = grid(results, peers, (row, peer) =>
    ratioCell(
      own.map((one) => row.get(one)),
      row.get(peer),
    ),
  );
  const nodes = own.length > 1 ? `, in ${own.map((one) => one.slice(`${OWN}, `.length)).join(" · ")}` : "";
  return [
    `Median and, in brackets, lowest time of a step, in ms.\n\n${times}`,
    ...(results.every((one) => isOwn(one.framework) || "error" in one)
      ? []
      : [`How many times as long as Rewind${nodes}, by the medians.\n\n${ratios}`]),
    `Highest resident memory of the process, in MB.\n\n${memory}`,
  ].join("\n\n");
}

type Row = ReadonlyMap<string, Result | Failure>;

/** Rows in which no column has anything are left out. */
function grid(
  results: Results,
  columns: readonly string[],
  cell: (row: Row, column: string) => string,
): string {
  const workloads = [...new Set(results.map(({ workload }) => workload))];
  const lines = workloads.map((workload) => {
    const row = new Map(
      results.filter((one) => one.workload === workload).map((one) => [one.framework, one]),
    );
    return [workload, ...columns.map((column) => cell(row, column))];
  });
  return markdownTable([
    ["workload", ...columns],
    ...lines.filter(([, ...cells]) => cells.some((text) => text !== "")),
  ]);
}

function timeCell(result: Result | Failure | undefined): string {
  if (result === undefined) return "";
  if ("error" in result) return result.error.startsWith("took over") ? `— (${result.error})` : "—";
  const parts = [`${short(result.median_ms)} (${short(result.min_ms)})`];
  if (result.gflops !== undefined) parts.push(`${short(result.gflops)} GFLOP/s`);
  if (result.us_per_op !== undefined) parts.push(`${short(result.us_per_op)} µs/op`);
  if (result.ratio !== undefined) parts.push(`${short(result.ratio)}× the built-in`);
  if (result.steps < 3) parts.push(result.steps === 1 ? "1 step" : `${result.steps} steps`);
  return parts.join(", ");
}

function ratioCell(
  own: readonly (Result | Failure | undefined)[],
  peer: Result | Failure | undefined,
): string {
  if (peer === undefined || "error" in peer) return "";
  const ratios = own.map((one) =>
    one === undefined || "error" in one ? "—" : `${short(peer.median_ms / one.median_ms)}×`,
  );
  return ratios.join(" · ");
}

function memoryCell(result: Result | Failure | undefined): string {
  if (result === undefined || "error" in result) return "";
  const { rss_mb: rss, peak_rss_mb: peak, steps } = result;
  if (rss === undefined) return String(peak);
  const spread = (50 * (rss.max - rss.min)) / ((rss.max + rss.min) / 2);
  return `${short(rss.first)} to ${short(rss.last)}, ±${short(spread)} % in ${steps.toLocaleString("en")} steps`;
}

/** Three digits, without an exponent. */
function short(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString("en");
  return String(Number(value.toPrecision(3)));
}
