import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { assertWithin, noise, seed, ulpOf, variants } from "../support/simd-variants.ts";

const lengths = fc.oneof(
  fc.integer({ min: 1, max: 40 }),
  fc.constantFrom(64, 1023, 1365, 4095, 4096, 4097, 9000),
);
const rowCounts = fc.integer({ min: 0, max: 20 });

/** Noise with some entries masked, or the whole first row. */
function logits(start: number, rows: number, length: number, masked: boolean): Float32Array {
  const x = noise(start, rows * length, 20);
  if (!masked) return x;
  return x.map((value, i) => (i < length || value > 12 ? -Infinity : value));
}

function inRows(
  rows: number,
  length: number,
  visit: (start: number, end: number, row: number) => void,
): void {
  for (let row = 0; row < rows; row++) visit(row * length, (row + 1) * length, row);
}

describe.each(variants)("$name", ({ kernels }) => {
  test("softmax and its sums, with masks and rows of nothing else", () => {
    fc.assert(
      fc.property(seed, rowCounts, lengths, fc.boolean(), (s, rows, length, masked) => {
        const x = logits(s, rows, length, masked);
        const out = new Float32Array(x.length).fill(9);
        const statistics = new Float64Array(2 * rows);
        expect(kernels.softmax?.(x, out, statistics, 0, rows, length)).toBe(true);
        inRows(rows, length, (start, end, row) => {
          const part = Float64Array.from(x.subarray(start, end));
          const highest = Math.max(...part);
          const powers = part.map((value) => Math.exp(value - highest));
          const total = powers.reduce((sum, power) => sum + power, 0);
          expect(statistics[2 * row]).toBe(highest);
          if (highest === -Infinity) {
            expect(statistics[2 * row + 1]).toBeNaN();
            expect(out.subarray(start, end).every((value) => value === 0)).toBe(true);
            return;
          }
          expect(Math.abs(statistics[2 * row + 1] / total - 1)).toBeLessThan(1e-6);
          const expected = powers.map((power) => power / total);
          const bound = (i: number): number => (3 + highest - part[i]) * ulpOf(expected[i]);
          assertWithin(out.subarray(start, end), expected, bound);
        });
        const kept = statistics.slice();
        expect(kernels.softmax?.(x, null, statistics.fill(0), 0, rows, length)).toBe(true);
        expect(statistics).toEqual(kept);
      }),
      { numRuns: 40 },
    );
  });

  test("logSoftmax, with masks and rows of nothing else", () => {
    fc.assert(
      fc.property(seed, rowCounts, lengths, fc.boolean(), (s, rows, length, masked) => {
        const x = logits(s, rows, length, masked);
        const out = new Float32Array(x.length).fill(9);
        expect(kernels.logSoftmax?.(x, out, rows, length)).toBe(true);
        inRows(rows, length, (start, end) => {
          const part = Float64Array.from(x.subarray(start, end));
          const highest = Math.max(...part);
          const shift = Math.log(part.reduce((sum, value) => sum + Math.exp(value - highest), 0));
          const expected = part.map((value) => value - highest - shift);
          assertWithin(out.subarray(start, end), expected, (i) => Math.max(3 * ulpOf(expected[i]), 1e-7));
        });
      }),
      { numRuns: 40 },
    );
  });

  test("logSoftmax keeps what is next to nothing", () => {
    const out = new Float32Array(3);
    kernels.logSoftmax?.(Float32Array.of(0, -20, -40), out, 1, 3);
    assertWithin(out.subarray(0, 1), Float64Array.of(-Math.log1p(Math.exp(-20))), () => 1e-15);
  });

  test("softmax and logSoftmax spread NaN and infinity over their own rows only", () => {
    const special = [NaN, Infinity, -Infinity, NaN];
    const x = noise(7, 4 * 5);
    special.forEach((value, row) => (x[row * 5 + (row % 2) * 4] = value));
    x.set([-Infinity, -Infinity, NaN, -Infinity, -Infinity], 15);
    for (const kernel of [kernels.softmax, kernels.logSoftmax]) {
      const out = new Float32Array(x.length);
      if (kernel === kernels.softmax) kernels.softmax?.(x, out, null, 0, 4, 5);
      else kernels.logSoftmax?.(x, out, 4, 5);
      expect(out.subarray(0, 10).every(Number.isNaN)).toBe(true);
      expect(out.subarray(10, 15).some(Number.isNaN)).toBe(false);
      expect(out.subarray(15).every(Number.isNaN)).toBe(true);
    }
  });

  test.each(["softmaxSlope", "logSoftmaxSlope"] as const)("%s", (name) => {
    fc.assert(
      fc.property(seed, rowCounts, lengths, (s, rows, length) => {
        const g = noise(s, rows * length);
        // As far below 0 as logarithms of probabilities; for softmax any y will do.
        const y = noise(s + 1, rows * length).map((value) => value - 1);
        const out = new Float32Array(g.length).fill(9);
        expect(kernels[name]?.(g, y, out, rows, length)).toBe(true);
        inRows(rows, length, (start, end) => {
          let total = 0;
          let magnitude = 1;
          for (let i = start; i < end; i++) {
            const term = name === "softmaxSlope" ? g[i] * y[i] : g[i];
            total += term;
            magnitude += Math.abs(term);
          }
          const expected = Float64Array.from(g.subarray(start, end), (value, i) =>
            name === "softmaxSlope" ? y[start + i] * (value - total) : value - Math.exp(y[start + i]) * total,
          );
          assertWithin(out.subarray(start, end), expected, () => magnitude * 2 ** -22);
        });
      }),
      { numRuns: 40 },
    );
  });

  test("rows are scaled by their own factors, to the last bit", () => {
    fc.assert(
      fc.property(seed, rowCounts, lengths, (s, rows, length) => {
        const x = noise(s, rows * length);
        const factors = noise(s + 1, rows, 3);
        const out = new Float32Array(x.length).fill(9);
        expect(kernels.scaleRows?.(x, factors, out, rows, length)).toBe(true);
        expect(out).toEqual(x.map((value, i) => value * factors[Math.floor(i / length)]));
      }),
      { numRuns: 40 },
    );
  });

  test("normalized rows and their slopes equal their definition, however far their mean is from 0", () => {
    const options = fc.tuple(fc.boolean(), fc.boolean(), fc.boolean(), fc.constantFrom(0, 1, 1000));
    fc.assert(
      fc.property(
        seed,
        rowCounts,
        lengths,
        options,
        (s, rows, width, [centered, scaled, shifted, offset]) => {
          const x = noise(s, rows * width).map((value) => value + offset);
          const g = noise(s + 1, rows * width);
          const scale = scaled ? noise(s + 2, width) : null;
          const shift = shifted ? noise(s + 3, width) : null;
          const eps = 1e-3;
          const [out, gradX, products] = [0, 1, 2].map(() => new Float32Array(x.length).fill(9));
          const kept = new Float64Array(2 * rows);
          expect(kernels.normalize?.(x, scale, shift, out, kept, rows, width, eps, centered)).toBe(true);
          const slope = kernels.normalizeSlope;
          expect(slope?.(g, x, kept, scale, gradX, products, rows, width, centered)).toBe(true);
          inRows(rows, width, (start, end) => {
            const part = Float64Array.from(x.subarray(start, end));
            const mean = (f: (value: number, i: number) => number): number =>
              part.reduce((sum, value, i) => sum + f(value, i), 0) / width;
            const center = centered ? mean((value) => value) : 0;
            const inverse = 1 / Math.sqrt(mean((value) => (value - center) ** 2) + eps);
            const n = part.map((value) => (value - center) * inverse);
            const d = n.map((_, i) => g[start + i] * (scale?.[i] ?? 1));
            const [meanD, meanN] = [centered ? mean((_, i) => d[i]) : 0, mean((_, i) => d[i] * n[i])];
            assertWithin(
              out.subarray(start, end),
              n.map((value, i) => value * (scale?.[i] ?? 1) + (shift?.[i] ?? 0)),
              () => 4e-6,
            );
            assertWithin(
              products.subarray(start, end),
              n.map((value, i) => value * g[start + i]),
              () => 4e-6,
            );
            assertWithin(
              gradX.subarray(start, end),
              n.map((value, i) => inverse * (d[i] - meanD - value * meanN)),
              () => 4e-6 * Math.max(inverse, 1),
            );
          });
        },
      ),
      { numRuns: 40 },
    );
  });

  test("normalized rows spread NaN over their own row only", () => {
    const x = noise(3, 3 * 5);
    x[7] = NaN;
    const out = new Float32Array(15);
    kernels.normalize?.(x, null, null, out, new Float64Array(6), 3, 5, 1e-5, true);
    expect(Array.from(out, Number.isNaN)).toEqual(Array.from(out, (_, i) => i >= 5 && i < 10));
  });
});
