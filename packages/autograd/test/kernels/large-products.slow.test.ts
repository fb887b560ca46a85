import { expect, test } from "vitest";
import { kernels } from "../../src/kernels/kernel.ts";

// In a process of its own: kernel memory once grown is never given back.
test("over more ones than float32 can count, every product is exact", () => {
  const k = 2 ** 25;
  const x = new Float32Array(k).fill(1);
  const out = new Float32Array(1);
  kernels.matmul(x, 0, false, x, 0, false, out, 0, 1, 1, k, false);
  expect(out[0]).toBe(k);
  const rows = 2 ** 20;
  const wide = new Float32Array(16 * rows).fill(2 ** 5);
  const gradient = new Float32Array(16 * 16);
  expect(kernels.rowProducts?.([wide], [wide], gradient, 16, 16, rows)).toBe(true);
  expect(new Set(gradient)).toEqual(new Set([2 ** 30]));
});
