import type { Spec } from "./spec.ts";

/** Memory in MB at the two ends of a stretch of time, and its bounds. */
export interface Rss {
  first: number;
  last: number;
  min: number;
  max: number;
}

/** One framework's result on one workload; the JSON line of the command. */
export interface Result {
  workload: string;
  framework: string;
  /** The framework's full name with its version. */
  version: string;
  median_ms: number;
  min_ms: number;
  first_ms: number;
  steps: number;
  gflops?: number;
  us_per_op?: number;
  /** Of a workload set against another of Rewind's: how many times as long it takes. */
  ratio?: number;
  peak_rss_mb: number;
  /** The process's memory along a loop of many steps, the first fifth of which warms up. */
  rss_mb?: Rss;
  /** Of the first steps. Frameworks that do the same work agree on them. */
  losses: number[];
}

/** A framework that gave no result, and why. */
export interface Failure {
  workload: string;
  framework: string;
  error: string;
}

/** What was measured of one framework on one workload. */
export interface Measured {
  name: string;
  version?: string;
  times: number[];
  first?: { ms: number; losses: number[] };
  peakRssMb: number;
  /** Sampled along a loop of steps. */
  rssMb?: readonly number[];
  error?: string;
}

/** What the measured times of one framework on one workload come to. */
export function summarize(
  workload: string,
  spec: Spec,
  { name, version, times, first, peakRssMb, rssMb, error }: Measured,
): Result | Failure {
  if (first === undefined) return { workload, framework: name, error: error ?? "no step was taken" };
  const ms = median(times);
  return {
    workload,
    framework: name,
    version: version ?? name,
    median_ms: round(ms),
    min_ms: round(Math.min(...times)),
    first_ms: round(first.ms),
    steps: times.length,
    ...(spec.kind === "matmul" && { gflops: round(flop(spec.size, spec.gradients) / (ms * 1e6)) }),
    ...(spec.kind === "tape" && { us_per_op: round((1000 * ms) / spec.ops) }),
    peak_rss_mb: Math.round(peakRssMb),
    ...(rssMb !== undefined && { rss_mb: rss(rssMb) }),
    losses: first.losses,
  };
}

function rss(samples: readonly number[]): Rss {
  const warm = samples.slice(Math.floor(samples.length / 5)).map(round);
  return {
    first: warm[0],
    last: warm[warm.length - 1],
    min: Math.min(...warm),
    max: Math.max(...warm),
  };
}

/** Whether a framework is Rewind, in whatever Node. */
export function isOwn(framework: string): boolean {
  return framework.startsWith(OWN);
}

/** What Rewind's columns are called; several also carry the version of their Node. */
export const OWN = "Rewind";

function flop(size: number, gradients: boolean): number {
  return (gradients ? 6 : 2) * size ** 3;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** To four digits: more are noise. */
export function round(value: number): number {
  return Number(value.toPrecision(4));
}
