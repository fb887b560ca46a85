import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { scalarKernels } from "../../src/kernels/kernel.ts";
import { heapOf } from "../../src/kernels/simd/heap.ts";
import { multiply, multiplyPacked, packRight, packedSize } from "../../src/kernels/simd/product.ts";
import { assertWithin, noise, seed, variants } from "../support/simd-variants.ts";

const dimension = fc.oneof(fc.constantFrom(1, 2, 3), fc.integer({ min: 1, max: 40 }));
const depth = fc.oneof(fc.integer({ min: 1, max: 20 }), fc.constantFrom(383, 384, 385, 769, 6145));
const rounding = (k: number) => (): number => 4 * (k + 2) * 2 ** -24;

describe.each(variants)("$name", ({ kernels, module }) => {
  test("linear is the product with the transposed weight, plus the bias", () => {
    fc.assert(
      fc.property(seed, dimension, dimension, depth, (s, m, n, k) => {
        const [x, weight, bias] = [noise(s, m * k), noise(s + 1, n * k), noise(s + 2, n)];
        const expected = Float64Array.from({ length: m * n }, (_, i) => bias[i % n]);
        scalarKernels.matmul(x, 0, false, weight, 0, true, expected, 0, m, n, k, true);
        const actual = new Float32Array(m * n);
        expect(kernels.linear?.(x, weight, bias, actual, m, n, k)).toBe(true);
        assertWithin(actual, expected, rounding(k));
      }),
      { numRuns: 40 },
    );
  });

  test("rowProducts is the sum of the products of all pairs", () => {
    const heights = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(seed, dimension, dimension, heights, (s, m, n, list) => {
        const left = list.map((rows, i) => noise(s + i, rows * m));
        const right = list.map((rows, i) => noise(s + 10 + i, rows * n));
        const expected = new Float64Array(m * n);
        list.forEach((rows, i) =>
          scalarKernels.matmul(left[i], 0, true, right[i], 0, false, expected, 0, m, n, rows, true),
        );
        const actual = new Float32Array(m * n);
        const rows = list.reduce((a, b) => a + b, 0);
        expect(kernels.rowProducts?.(left, right, actual, m, n, rows)).toBe(true);
        assertWithin(actual, expected, rounding(rows));
      }),
      { numRuns: 40 },
    );
  });

  test("sums over two hundred thousand products lose next to nothing, in every layout", () => {
    const k = 2e5 + 3;
    for (const [m, n] of [
      [1, 1],
      [1, 5],
      [3, 1],
      [4, 5],
    ]) {
      const [a, b] = [noise(1, m * k), noise(2, k * n)].map((data) => data.map(Math.abs));
      for (const [transposeA, transposeB] of [
        [false, false],
        [false, true],
        [true, false],
        [true, true],
      ]) {
        const start = Float32Array.from({ length: m * n }, (_, i) => 1e5 * i);
        const expected = Float64Array.from(start);
        scalarKernels.matmul(a, 0, transposeA, b, 0, transposeB, expected, 0, m, n, k, true);
        kernels.matmul(a, 0, transposeA, b, 0, transposeB, start, 0, m, n, k, true);
        assertWithin(start, expected, (i) => 3e-7 * expected[i]);
      }
    }
  });

  test("a product with a packed operand is that product, to the last bit", () => {
    const heap = heapOf(module);
    const wide = fc.oneof(dimension, fc.constantFrom(511, 512, 521));
    fc.assert(
      fc.property(
        seed,
        dimension,
        wide,
        depth,
        fc.boolean(),
        fc.boolean(),
        (s, m, n, k, transposeB, accumulate) => {
          const size = { m, n, k, transposeA: false, transposeB };
          const elements = packedSize(size);
          fc.pre(elements > 0 && m > 3);
          const put = (data: Float32Array): number => {
            const address = heap.take(data.length);
            heap.array().set(data, address / 4);
            return address;
          };
          const [a, b] = [put(noise(s, m * k)), put(noise(s + 1, k * n))];
          const [plain, packed] = [put(noise(s + 2, m * n)), put(noise(s + 2, m * n))];
          const work = heap.take(elements);
          packRight(heap, size, b, work);
          multiply(heap, size, a, b, plain, accumulate);
          multiplyPacked(heap, size, a, work, packed, accumulate);
          const read = (address: number): Float32Array =>
            heap.array().slice(address / 4, address / 4 + m * n);
          expect(read(packed)).toEqual(read(plain));
          for (const address of [a, b, plain, packed, work]) heap.release(address);
        },
      ),
      { numRuns: 60 },
    );
  });
});
