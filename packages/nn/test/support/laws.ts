import { expect } from "vitest";
import type { Tensor } from "@rewind/autograd";

/**
 * A distribution of initial values: uniform within ±bound (`fewUniform` where there are too few values for statistics),
 * normal about 0, or one number.
 */
export type Law =
  | { readonly uniform: number }
  | { readonly fewUniform: number }
  | { readonly normal: number }
  | { readonly constant: number };

/** Fails unless the values' bounds, mean and variance are those of the law, within 5 standard errors. */
export function assertLaw(name: string, values: Tensor, law: Law): void {
  const data = Array.from(values.data);
  if ("constant" in law) {
    expect(
      data.every((value) => value === Math.fround(law.constant)),
      name,
    ).toBe(true);
    return;
  }
  const largest = data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if ("fewUniform" in law) {
    expect(largest, `${name}: bound`).toBeLessThanOrEqual(law.fewUniform * (1 + 1e-6));
    expect(largest, `${name}: bound`).toBeGreaterThan(0.6 * law.fewUniform);
    return;
  }
  const count = data.length;
  expect(count, `${name}: too few values to judge`).toBeGreaterThanOrEqual(500);
  const mean = data.reduce((total, value) => total + value, 0) / count;
  const variance = data.reduce((total, value) => total + value * value, 0) / count;
  // The fourth moment over the squared variance: 9/5 uniform, 3 normal.
  const [std, kurtosis] = "uniform" in law ? [law.uniform / Math.sqrt(3), 1.8] : [law.normal, 3];
  expect(Math.abs(mean), `${name}: mean`).toBeLessThan((5 * std) / Math.sqrt(count));
  expect(Math.abs(variance / std ** 2 - 1), `${name}: variance`).toBeLessThan(
    5 * Math.sqrt((kurtosis - 1) / count),
  );
  if ("uniform" in law) {
    expect(largest, `${name}: bound`).toBeLessThanOrEqual(law.uniform * (1 + 1e-6));
    expect(largest, `${name}: bound`).toBeGreaterThan(0.97 * law.uniform);
  } else expect(largest, `${name}: tails`).toBeGreaterThan(2.2 * std);
}
