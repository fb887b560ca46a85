import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { UnaryKernel } from "../../src/kernels/kernel.ts";
import { scalarKernels } from "../../src/kernels/kernel.ts";
import { logistic } from "../../src/kernels/scalar/logistic.ts";
import { geluArgument, oracles } from "../support/unary-oracles.ts";
import { stagedKernels } from "../../src/kernels/simd/kernels.ts";
import {
  always,
  assertWithin,
  noise,
  seed,
  sizes,
  ulpOf,
  ulpsBetween,
  variants,
} from "../support/simd-variants.ts";

test("some variant runs here", () => {
  expect(variants.length).toBeGreaterThan(0);
});

describe.each(variants)("$name", ({ kernels, module }) => {
  describe.each(["add", "sub", "mul", "div"] as const)("%s", (name) => {
    test("equals the plain loop to the last bit, at any offset, with either operand repeated", () => {
      fc.assert(
        fc.property(seed, sizes, fc.nat(9), fc.nat(9), fc.nat(9), fc.nat(3), (s, n, ao, bo, o, repeated) => {
          const [as, bs] = [repeated === 1 ? 0 : 1, repeated === 2 ? 0 : 1];
          const a = noise(s, n + ao + 1, 100);
          const b = noise(s + 1, n + bo + 1, 100);
          const expected = noise(s + 2, n + o + 3);
          const actual = expected.slice();
          scalarKernels[name](a, ao, as, b, bo, bs, expected, o, n);
          kernels[name](a, ao, as, b, bo, bs, actual, o, n);
          expect(actual).toEqual(expected);
        }),
        { numRuns: 40 },
      );
    });

    test("treats infinity, NaN and signed zero alike", () => {
      const special = [0, -0, 1, -1, Infinity, -Infinity, NaN, 1e-45, 3.4e38];
      const a = Float32Array.from(special.flatMap((x) => special.map(() => x)));
      const b = Float32Array.from(special.flatMap(() => special));
      const expected = new Float32Array(a.length);
      const actual = new Float32Array(a.length);
      scalarKernels[name](a, 0, 1, b, 0, 1, expected, 0, a.length);
      kernels[name](a, 0, 1, b, 0, 1, actual, 0, a.length);
      expect(actual).toEqual(expected);
    });
  });

  describe("matmul", () => {
    const dimension = fc.oneof(
      fc.constantFrom(1, 2, 3),
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 90, max: 100 }),
    );
    const depth = fc.oneof(fc.integer({ min: 0, max: 20 }), fc.constantFrom(383, 384, 385, 769));

    test("is within float32 rounding of the plain loop, in every layout, at any offset", () => {
      fc.assert(
        fc.property(
          fc.record({ s: seed, m: dimension, n: dimension, k: depth }),
          fc.tuple(fc.nat(5), fc.nat(5), fc.nat(5)),
          fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
          ({ s, m, n, k }, [ao, bo, o], [transposeA, transposeB, accumulate]) => {
            const a = noise(s, ao + m * k + 2);
            const b = noise(s + 1, bo + k * n + 2);
            const expected = Float64Array.from(noise(s + 2, o + m * n + 3));
            const actual = Float32Array.from(expected);
            scalarKernels.matmul(a, ao, transposeA, b, bo, transposeB, expected, o, m, n, k, accumulate);
            kernels.matmul(a, ao, transposeA, b, bo, transposeB, actual, o, m, n, k, accumulate);
            assertWithin(actual, expected, () => 4 * (k + 1) * 2 ** -24);
          },
        ),
        { numRuns: 60 },
      );
    });

    test("crosses every block boundary", () => {
      const [m, n, k] = [97, 521, 385];
      const a = noise(1, m * k);
      const b = noise(2, k * n);
      const expected = new Float64Array(m * n);
      const actual = new Float32Array(m * n);
      scalarKernels.matmul(a, 0, false, b, 0, false, expected, 0, m, n, k, false);
      kernels.matmul(a, 0, false, b, 0, false, actual, 0, m, n, k, false);
      assertWithin(actual, expected, () => k * 2 ** -24);
    });

    test("keeps NaN and infinity in their own rows and columns", () => {
      const [m, n, k] = [9, 17, 5];
      const a = noise(1, m * k);
      const b = noise(2, k * n);
      a[8 * k + 2] = NaN;
      b[3 * n + 16] = Infinity;
      const expected = new Float32Array(m * n);
      const actual = new Float32Array(m * n);
      scalarKernels.matmul(a, 0, false, b, 0, false, expected, 0, m, n, k, false);
      kernels.matmul(a, 0, false, b, 0, false, actual, 0, m, n, k, false);
      assertWithin(actual, expected, () => 1e-6);
    });
  });

  describe("sum", () => {
    test("is the float64 sum, rounded once, along any axis", () => {
      const axis = fc.oneof(fc.integer({ min: 0, max: 12 }), fc.constantFrom(63, 64, 65));
      const inner = fc.oneof(fc.constant(1), axis, fc.constantFrom(4095, 4097));
      fc.assert(
        fc.property(seed, axis, axis, inner, (s, outer, length, columns) => {
          fc.pre(outer * length * columns < 300_000);
          const x = noise(s, outer * length * columns, 1000);
          const expected = new Float32Array(outer * columns).fill(7);
          const actual = expected.slice();
          scalarKernels.sum(x, expected, outer, length, columns);
          kernels.sum(x, actual, outer, length, columns);
          assertWithin(actual, expected, (i) => 2 ** -23 * Math.abs(expected[i]) + 1e-9);
        }),
        { numRuns: 40 },
      );
    });

    test("loses nothing over ten million elements", () => {
      const x = new Float32Array(1e7).fill(0.1);
      const total = new Float32Array(1);
      kernels.sum(x, total, 1, x.length, 1);
      expect(total[0]).toBe(Math.fround(1e7 * Math.fround(0.1)));
      const columns = new Float32Array(2);
      kernels.sum(x, columns, 1, x.length / 2, 2);
      expect([...columns]).toEqual(Array(2).fill(Math.fround(5e6 * Math.fround(0.1))));
    });

    test("passes on NaN and infinity", () => {
      const x = Float32Array.of(1, NaN, 2, Infinity, 3, -1, Infinity, -Infinity, 4);
      const rows = new Float32Array(3);
      kernels.sum(x, rows, 3, 3, 1);
      expect([...rows]).toEqual([NaN, Infinity, NaN]);
    });
  });

  const bounds: { name: keyof typeof oracles; ulps: number; more?: (x: number) => number }[] = [
    { name: "abs", ulps: 0 },
    { name: "erf", ulps: 1.5 },
    { name: "exp", ulps: 1.05 },
    { name: "gelu", ulps: 8 },
    { name: "geluTanh", ulps: 4, more: (x: number) => 5 * Math.abs(geluArgument(x)) },
    { name: "log", ulps: 0.8 },
    { name: "logSigmoid", ulps: 2.5 },
    { name: "neg", ulps: 0 },
    { name: "reciprocal", ulps: 0.5 },
    { name: "relu", ulps: 0 },
    { name: "rsqrt", ulps: 1.5 },
    { name: "sigmoid", ulps: 2.2 },
    { name: "silu", ulps: 5 },
    { name: "sqrt", ulps: 0.5 },
    { name: "square", ulps: 0.5 },
    { name: "tanh", ulps: 1.3 },
  ];
  describe.each(bounds)("$name", ({ name, ulps, more = () => 0 }) => {
    const { f } = oracles[name];
    const bound = (x: number): number => ulps + more(x);
    const kernel = kernels.unary[name] as UnaryKernel;

    /** Every `step`-th of all float32 numbers, NaN with all its bits among them. */
    function sweep(step: number): Float32Array {
      const bits = new Uint32Array(Math.floor(2 ** 32 / step));
      for (let i = 0; i < bits.length; i++) bits[i] = i * step;
      return new Float32Array(bits.buffer);
    }

    test(`is within ${ulps} ulp over the whole range`, () => {
      const x = sweep(8191);
      const out = new Float32Array(x.length);
      expect(kernel(x, out)).toBe(true);
      let worst = -Infinity;
      let at = NaN;
      for (let i = 0; i < x.length; i++) {
        const error = ulpsBetween(out[i], f(x[i]));
        const excess = error <= ulps ? error - ulps : error - bound(x[i]);
        if (excess > worst) [worst, at] = [excess, x[i]];
      }
      expect(worst, `too much by this at ${at}`).toBeLessThanOrEqual(0);
    });

    test("has the right values at the ends", () => {
      const x = Float32Array.of(0, -0, Infinity, -Infinity, NaN, 1e-45, -1e-45, 3.4e38, -3.4e38, 1);
      const out = new Float32Array(x.length);
      kernel(x, out);
      assertWithin(out, Float32Array.from(x, f), (i) => bound(x[i]) * ulpOf(f(x[i])));
    });

    test("takes any number of elements and leaves its input alone", () => {
      fc.assert(
        fc.property(seed, sizes, (s, n) => {
          const x = noise(s, n, 5);
          const before = x.slice();
          const out = new Float32Array(n).fill(9);
          kernel(x, out);
          expect(x).toEqual(before);
          assertWithin(out, Float64Array.from(x, f), (i) => (bound(x[i]) + 0.5) * ulpOf(f(x[i])));
        }),
        { numRuns: 30 },
      );
    });
  });

  test.each([
    { name: "exp", slope: (y: number) => y },
    { name: "log", slope: (x: number) => 1 / x },
    { name: "tanh", slope: (y: number) => 1 - y * y },
    { name: "sigmoid", slope: (y: number) => y * (1 - y) },
    { name: "reciprocal", slope: (y: number) => -y * y },
    { name: "relu", slope: (y: number) => (y > 0 ? 1 : 0) },
    { name: "rsqrt", slope: (y: number) => -0.5 * y ** 3 },
    { name: "sqrt", slope: (y: number) => 0.5 / y },
    { name: "square", slope: oracles.square.slope },
    { name: "abs", slope: oracles.abs.slope },
  ])("slope of $name", ({ name, slope }) => {
    fc.assert(
      fc.property(seed, sizes, (s, n) => {
        const g = noise(s, n, 10);
        const saved = noise(s + 1, n);
        if (n > 3) [g[0], g[1], saved[2]] = [Infinity, NaN, NaN];
        const out = new Float32Array(n).fill(9);
        expect(kernels.slope[name]?.(g, saved, out)).toBe(true);
        const expected = Float64Array.from(g, (value, i) => value * slope(saved[i]));
        assertWithin(out, expected, (i) => 3 * ulpOf(expected[i]));
      }),
      { numRuns: 30 },
    );
  });

  test.each(["erf", "gelu", "geluTanh", "logSigmoid", "silu"] as const)("slope of %s", (name) => {
    const { slope } = oracles[name];
    fc.assert(
      fc.property(seed, sizes, fc.constantFrom(1, 8, 200), (s, n, scale) => {
        const g = noise(s, n);
        const x = noise(s + 1, n, scale);
        const ends = [Infinity, -Infinity, 1e30, -1e30, NaN].slice(0, n);
        const limits =
          name === "erf" ? [0, 0, 0, 0, NaN] : name === "logSigmoid" ? [0, 1, 0, 1, NaN] : [1, 0, 1, 0, NaN];
        x.set(ends);
        const out = new Float32Array(n).fill(9);
        expect(kernels.slope[name]?.(g, x, out)).toBe(true);
        const expected = Float64Array.from(g, (value, i) => value * (i < 5 ? limits[i] : slope(x[i])));
        assertWithin(out, expected, () => 1e-6);
      }),
      { numRuns: 30 },
    );
  });

  test.each([
    { name: "leakyRelu", below: (x: number, slope: number) => slope * x, ulps: 1.5 },
    { name: "elu", below: (x: number, alpha: number) => alpha * Math.expm1(x), ulps: 3 },
  ])("$name and its slope, with its option", ({ name, below, ulps }) => {
    const option = fc.constantFrom(0.01, 1, 2.5);
    fc.assert(
      fc.property(seed, sizes, fc.constantFrom(1e-6, 1, 30), option, (s, n, scale, given) => {
        const chosen = Math.fround(given);
        const x = noise(s, n, scale);
        const g = noise(s + 1, n);
        x.set([NaN, -Infinity, Infinity, 0].slice(0, n));
        const out = new Float32Array(n).fill(9);
        expect(kernels.unary[name]?.(x, out, chosen)).toBe(true);
        const values = Float64Array.from(x, (value) => (value > 0 ? value : below(value, chosen)));
        assertWithin(out, values, (i) => ulps * ulpOf(values[i]));
        expect(kernels.slope[name]?.(g, x, out, chosen)).toBe(true);
        const slopeBelow = (value: number): number => (name === "elu" ? chosen * Math.exp(value) : chosen);
        const slopes = Float64Array.from(g, (upstream, i) =>
          x[i] > 0 ? upstream : upstream * slopeBelow(name === "elu" || !Number.isNaN(x[i]) ? x[i] : 0),
        );
        assertWithin(out, slopes, () => 1e-6);
      }),
      { numRuns: 40 },
    );
  });

  test("LSTM gates and their slopes equal their definition, whatever the rows and sizes", () => {
    const size = fc.oneof(fc.integer({ min: 1, max: 20 }), fc.constantFrom(127, 128, 1025));
    fc.assert(
      fc.property(seed, fc.integer({ min: 1, max: 20 }), size, (s, rows, width) => {
        const units = rows * width;
        const p = noise(s, 4 * units, 4);
        const r = noise(s + 1, 4 * units, 4);
        const c = noise(s + 2, units, 2);
        const gates = new Float32Array(3 * units);
        const output = new Float32Array(units);
        const next = new Float32Array(units);
        expect(kernels.lstmGates?.(p, r, c, gates, output, next, rows, width)).toBe(true);
        const gradNext = noise(s + 3, units);
        const gradOutput = noise(s + 4, units);
        const sum = new Float32Array(4 * units);
        const carried = new Float32Array(units);
        expect(
          kernels.lstmGatesSlope?.(gradNext, gradOutput, gates, output, c, sum, carried, rows, width),
        ).toBe(true);

        const wanted = [gates, output, next, sum, carried].map((array) => new Float64Array(array.length));
        const [gates64, output64, next64, sum64, carried64] = wanted;
        for (let row = 0; row < rows; row++) {
          for (let j = 0; j < width; j++) {
            const unit = row * width + j;
            const a = [0, 1, 2, 3].map((part) => (4 * row + part) * width + j);
            const [i, f, o] = [a[0], a[1], a[3]].map((at) => logistic(p[at] + r[at]));
            const g = Math.tanh(p[a[2]] + r[a[2]]);
            [i, f, g].forEach((value, part) => (gates64[(3 * row + part) * width + j] = value));
            output64[unit] = o;
            next64[unit] = f * c[unit] + i * g;
            const d = gradNext[unit];
            const parts = [d * g * i * (1 - i), d * c[unit] * f * (1 - f), d * i * (1 - g * g)];
            parts.push(gradOutput[unit] * o * (1 - o));
            parts.forEach((value, part) => (sum64[a[part]] = value));
            carried64[unit] = d * f;
          }
        }
        [gates, output, next, sum, carried].forEach((actual, i) =>
          assertWithin(actual, wanted[i], () => 1e-6),
        );
      }),
      { numRuns: 30 },
    );
  });

  test("an LSTM's output, an RNN's gate and their slopes equal their definition", () => {
    fc.assert(
      fc.property(seed, sizes, (s, n) => {
        const [a, b, grad] = [noise(s, n, 4), noise(s + 1, n, 4), noise(s + 2, n)];
        const results = Array.from({ length: 5 }, () => new Float32Array(n).fill(9));
        const [next, squashed, hidden, gradOutput, gradCell] = results;
        expect(kernels.rnnGate?.(a, b, next)).toBe(true);
        expect(kernels.lstmOutput?.(a, b, squashed, hidden)).toBe(true);
        expect(kernels.lstmOutputSlope?.(grad, a, squashed, gradOutput, gradCell)).toBe(true);
        assertWithin(
          next,
          Float64Array.from(a, (x, i) => Math.tanh(x + b[i])),
          () => 4e-7,
        );
        const tanhs = Float64Array.from(b, Math.tanh);
        assertWithin(squashed, tanhs, () => 1e-7);
        assertWithin(
          hidden,
          tanhs.map((y, i) => a[i] * y),
          () => 1e-6,
        );
        assertWithin(
          gradOutput,
          tanhs.map((y, i) => grad[i] * y),
          () => 1e-6,
        );
        assertWithin(
          gradCell,
          tanhs.map((y, i) => grad[i] * a[i] * (1 - y * y)),
          () => 2e-6,
        );
      }),
      { numRuns: 30 },
    );
  });

  test("GRU gates and their slopes equal their definition, whatever the rows and sizes", () => {
    const size = fc.oneof(fc.integer({ min: 1, max: 20 }), fc.constantFrom(127, 128, 1366));
    fc.assert(
      fc.property(seed, fc.integer({ min: 1, max: 20 }), size, fc.boolean(), (s, rows, width, biased) => {
        const units = rows * width;
        const a = noise(s, 3 * units, 4);
        const u = noise(s + 1, 3 * units, 4);
        const h = noise(s + 2, units);
        const bias = biased ? noise(s + 3, 3 * width) : null;
        const gates = new Float32Array(3 * units);
        const candidates = new Float32Array(units);
        const next = new Float32Array(units);
        expect(kernels.gruGates?.(a, u, h, bias, gates, candidates, next, rows, width)).toBe(true);
        const grad = noise(s + 4, units);
        const gradA = new Float32Array(3 * units);
        const gradU = new Float32Array(3 * units);
        const gradH = new Float32Array(units);
        expect(kernels.gruGatesSlope?.(grad, gates, candidates, h, gradA, gradU, gradH, rows, width)).toBe(
          true,
        );

        const actual = [gates, candidates, next, gradA, gradU, gradH];
        const wanted = actual.map((array) => new Float64Array(array.length));
        const [gates64, candidates64, next64, gradA64, gradU64, gradH64] = wanted;
        for (let row = 0; row < rows; row++) {
          for (let j = 0; j < width; j++) {
            const unit = row * width + j;
            const at = [0, 1, 2].map((part) => (3 * row + part) * width + j);
            const shifted = at.map((i, part) => u[i] + (bias === null ? 0 : bias[part * width + j]));
            const [r, z] = [0, 1].map((part) => logistic(a[at[part]] + shifted[part]));
            const n = Math.tanh(a[at[2]] + r * shifted[2]);
            candidates64[unit] = shifted[2];
            next64[unit] = (1 - z) * n + z * h[unit];
            const dn = grad[unit] * (1 - z) * (1 - n * n);
            const dr = dn * shifted[2] * r * (1 - r);
            const dz = grad[unit] * (h[unit] - n) * z * (1 - z);
            [r, z, n].forEach((value, part) => (gates64[at[part]] = value));
            [dr, dz, dn].forEach((value, part) => (gradA64[at[part]] = value));
            [dr, dz, dn * r].forEach((value, part) => (gradU64[at[part]] = value));
            gradH64[unit] = grad[unit] * z;
          }
        }
        actual.forEach((array, i) => assertWithin(array, wanted[i], () => 2e-6));
      }),
      { numRuns: 30 },
    );
  });

  test("memory that grows takes nothing from the arrays a user holds", () => {
    const kept = noise(1, 600);
    const doubled = new Float32Array(600);
    kernels.add(kept, 0, 1, kept, 0, 1, doubled, 0, 600);
    const before = module.memory.buffer.byteLength;
    const size = Math.ceil(Math.sqrt(before / 4)) + 8;
    const large = new Float32Array(size * size).fill(1);
    const product = new Float32Array(size * size);
    kernels.matmul(large, 0, false, large, 0, false, product, 0, size, size, size, false);
    expect(module.memory.buffer.byteLength).toBeGreaterThan(before);
    expect(kept).toEqual(noise(1, 600));
    expect(doubled).toEqual(kept.map((x) => 2 * x));
    expect(product.every((x) => x === size)).toBe(true);
    const again = new Float32Array(600);
    kernels.add(kept, 0, 1, kept, 0, 1, again, 0, 600);
    expect(again).toEqual(doubled);
  });

  test("float64 is left to the plain loops", () => {
    const x = Float64Array.of(1, 2, 3, 4);
    const out = new Float64Array(4);
    expect(kernels.unary.exp?.(x, out)).toBe(false);
    kernels.add(x, 0, 1, x, 0, 1, out, 0, 4);
    expect([...out]).toEqual([2, 4, 6, 8]);
    kernels.matmul(x, 0, false, x, 0, false, out, 0, 2, 2, 2, false);
    expect([...out]).toEqual([7, 10, 15, 22]);
  });
});

test("without a module everything is left to the plain loops", () => {
  const none = stagedKernels(() => null, always);
  const x = noise(1, 9);
  const out = new Float32Array(9);
  expect(none.unary.tanh?.(x, out)).toBe(false);
  expect(none.slope.tanh?.(x, x, out)).toBe(false);
  none.sum(x, out, 3, 3, 1);
  const sums = new Float32Array(9);
  scalarKernels.sum(x, sums, 3, 3, 1);
  expect(out).toEqual(sums);
  none.matmul(x, 0, false, x, 0, true, out, 0, 3, 3, 3, false);
  const product = new Float32Array(9);
  scalarKernels.matmul(x, 0, false, x, 0, true, product, 0, 3, 3, 3, false);
  expect(out).toEqual(product);
});
