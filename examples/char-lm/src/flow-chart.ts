import { formatTable } from "./table.ts";

/** The norm of a gradient at every time step, first step first. */
export interface Flow {
  readonly name: string;
  readonly norms: ArrayLike<number>;
}

const BAR = 12;
/** Six powers of ten below the largest norm a bar is empty: past that, nothing can be learnt in float32. */
const DECADES = 6;
const ROWS = 24;

/**
 * Norms side by side, from the last step back to the first. Bars are logarithmic, each flow against its own largest
 * norm: equal steps down are equal factors.
 */
export function flowChart(flows: readonly Flow[]): string[] {
  const T = flows[0].norms.length;
  const stride = Math.ceil(T / ROWS);
  const rows: string[][] = [];
  for (let back = 0; back < T; back += stride) {
    rows.push([String(back), ...flows.map(({ norms }) => cell(norms[T - 1 - back], maximum(norms)))]);
  }
  return formatTable(["steps back", ...flows.map(({ name }) => name)], rows);
}

/** By what factor a norm changes per step back, on average; null where it has vanished altogether. */
export function factorPerStep(norms: ArrayLike<number>): number | null {
  const first = norms[0];
  const last = norms[norms.length - 1];
  return first > 0 && last > 0 ? (first / last) ** (1 / (norms.length - 1)) : null;
}

function cell(norm: number, largest: number): string {
  const share = norm > 0 ? Math.max(0, 1 + Math.log10(norm / largest) / DECADES) : 0;
  return `${norm.toExponential(1).padStart(7)} ${"█".repeat(Math.round(BAR * share)).padEnd(BAR)}`;
}

function maximum(norms: ArrayLike<number>): number {
  return Array.from(norms).reduce((a, b) => Math.max(a, b), 0);
}
