import type { Failure, Result } from "./result.ts";

/** A result in a line for the eye. */
export function describe(one: Result | Failure): string {
  const head = `${one.workload.padEnd(14)} ${one.framework.padEnd(20)}`;
  if ("error" in one) return `${head} none: ${one.error}`;
  const extra = [
    one.gflops === undefined ? "" : `  ${one.gflops} GFLOP/s`,
    one.us_per_op === undefined ? "" : `  ${one.us_per_op} µs per op`,
    one.ratio === undefined ? "" : `  ${one.ratio} × the built-in`,
  ].join("");
  const { rss_mb: rss } = one;
  const memory =
    rss === undefined
      ? `peak ${one.peak_rss_mb} MB`
      : `memory ${rss.first} to ${rss.last} MB, from ${rss.min} to ${rss.max}`;
  const losses = one.losses.map((loss) => loss.toPrecision(6)).join(", ");
  return (
    `${head} median ${one.median_ms} ms  lowest ${one.min_ms}  first ${one.first_ms}  (${one.steps} steps)` +
    `${extra}  ${memory}  losses ${losses}`
  );
}
