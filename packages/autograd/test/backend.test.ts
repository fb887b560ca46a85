import { afterEach, expect, test } from "vitest";
import { ArgumentError, backend, matmul, randn, setBackend, type Backend } from "../src/index.ts";
import { kernels, scalarKernels } from "../src/kernels/kernel.ts";

const first = backend();
afterEach(() => setBackend(first));

test("names what computes", () => {
  setBackend("scalar");
  expect(backend()).toBe("scalar");
  expect(kernels.matmul).toBe(scalarKernels.matmul);
  setBackend("simd");
  expect(backend()).toBe("simd");
});

test("both compute the same to float32 rounding", () => {
  const a = randn([9, 33]);
  const b = randn([33, 10]);
  setBackend("scalar");
  const expected = matmul(a, b).data;
  setBackend("simd");
  const actual = matmul(a, b).data;
  actual.forEach((value, i) => expect(value).toBeCloseTo(expected[i], 4));
});

test.each(["wasm", "", undefined, 1])("%j is no backend", (name) => {
  expect(() => setBackend(name as Backend)).toThrow(ArgumentError);
  expect(() => setBackend(name as Backend)).toThrow(/^setBackend: .*expected "scalar" or "simd"/);
});
