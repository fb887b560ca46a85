import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { assertWithin, noise, seed, sizes, variants } from "../support/simd-variants.ts";

const rate = fc.double({ min: 0, max: 1, noNaN: true });
const sign = fc.constantFrom(1, -1);

/** Some steps lie in float32's last bit of the weight, or of what the step is made of. */
const UNIT = 2 ** -22;

describe.each(variants)("$name", ({ kernels }) => {
  test("Adam equals its definition, whatever its settings", () => {
    const settings = fc.record({
      sign,
      l2: rate,
      decay: rate,
      beta1: fc.constantFrom(0, 0.5, 0.9, 0.9999),
      beta2: fc.constantFrom(0, 0.9, 0.999, 0.9999999),
      stepSize: rate,
      correction: fc.double({ min: 0.01, max: 1, noNaN: true }),
      eps: fc.constantFrom(1e-8, 1e-3),
    });
    fc.assert(
      fc.property(seed, sizes, settings, (s, n, step) => {
        const [p, g, m] = [0, 1, 2].map((i) => noise(s + i, n));
        const v = noise(s + 3, n).map(Math.abs);
        const [wantedP, wantedM, wantedV] = [p, m, v].map((array) => Float64Array.from(array));
        const [boundP, boundM, boundV] = [p, m, v].map((array) => new Float64Array(array.length));
        for (let i = 0; i < n; i++) {
          const d = step.sign * g[i] + step.l2 * p[i];
          const size = Math.abs(g[i]) + step.l2 * Math.abs(p[i]);
          wantedM[i] = step.beta1 * m[i] + (1 - step.beta1) * d;
          wantedV[i] = step.beta2 * v[i] + (1 - step.beta2) * d * d;
          const root = Math.sqrt(wantedV[i]) / step.correction + step.eps;
          wantedP[i] -= step.decay * p[i] + (step.stepSize * wantedM[i]) / root;
          boundM[i] = UNIT * (Math.abs(m[i]) + (1 - step.beta1) * size);
          boundV[i] = UNIT * (v[i] + (1 - step.beta2) * size * size);
          // A root that comes from digits cancelled is as wrong as they are.
          const rootError =
            boundV[i] / Math.max(Math.sqrt(wantedV[i]), Math.sqrt(boundV[i])) / step.correction;
          const relative = rootError / root + 4 * UNIT;
          const error = step.stepSize * (boundM[i] + Math.abs(wantedM[i]) * relative);
          boundP[i] = 2 * (error / Math.max(root - rootError, step.eps)) + UNIT;
        }
        const kept = g.slice();
        expect(kernels.adam?.(p, g, m, v, step)).toBe(true);
        expect(g).toEqual(kept);
        assertWithin(m, wantedM, (i) => boundM[i]);
        assertWithin(v, wantedV, (i) => boundV[i]);
        assertWithin(p, wantedP, (i) => boundP[i]);
        expect(v.every((value) => value >= 0)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test("Adam keeps the squares of large gradients, and NaN where it is", () => {
    const p = new Float32Array(3);
    const v = new Float32Array(3);
    const step = {
      sign: 1,
      l2: 0,
      decay: 0,
      beta1: 0.9,
      beta2: 0.999,
      stepSize: 1,
      correction: 1,
      eps: 1e-8,
    };
    kernels.adam?.(p, Float32Array.of(1e20, NaN, 0), new Float32Array(3), v, step);
    expect(v[0] / 1e37).toBeCloseTo(1, 5);
    expect([...p].map(Number.isNaN)).toEqual([false, true, false]);
  });

  test("Adam leaves what float32 cannot hold", () => {
    const step = {
      sign: 1,
      l2: 0,
      decay: 0,
      beta1: 0.9,
      beta2: 0.99,
      stepSize: 1,
      correction: 1,
      eps: 1e-50,
    };
    const [p, g, m, v] = [0, 1, 2, 3].map(() => new Float32Array(8));
    expect(kernels.adam?.(p, g, m, v, step)).toBe(false);
  });

  test("descent equals its definition", () => {
    fc.assert(
      fc.property(seed, sizes, rate, rate, (s, n, step, decay) => {
        const p = noise(s, n);
        const g = noise(s + 1, n);
        const expected = Float64Array.from(p, (weight, i) => weight - step * g[i] - decay * weight);
        expect(kernels.descend?.(p, g, step, decay)).toBe(true);
        assertWithin(p, expected, () => UNIT);
      }),
      { numRuns: 30 },
    );
  });

  test("momentum equals its definition, an infinite gradient included", () => {
    const settings = fc.record({ sign, l2: rate, keep: rate, fresh: rate, nesterov: fc.boolean(), lr: rate });
    fc.assert(
      fc.property(seed, sizes, settings, (s, n, step) => {
        const p = noise(s, n);
        const g = noise(s + 1, n);
        const v = noise(s + 2, n);
        const wantedV = Float64Array.from(
          v,
          (velocity, i) => step.keep * velocity + step.fresh * (step.sign * g[i] + step.l2 * p[i]),
        );
        const wantedP = Float64Array.from(p, (weight, i) => {
          const d = step.sign * g[i] + step.l2 * weight;
          return weight - step.lr * (step.nesterov ? d + step.keep * wantedV[i] : wantedV[i]);
        });
        expect(kernels.momentum?.(p, g, v, step)).toBe(true);
        assertWithin(v, wantedV, () => UNIT);
        assertWithin(p, wantedP, () => 2 * UNIT);
      }),
      { numRuns: 30 },
    );
    const [p, v] = [new Float32Array(1), new Float32Array(1)];
    const step = { sign: 1, l2: 0, keep: 0.9, fresh: 1, nesterov: false, lr: 0.1 };
    kernels.momentum?.(p, Float32Array.of(Infinity), v, step);
    expect(p[0]).toBe(-Infinity);
  });

  test("sums of squares lose nothing, however large or small the numbers", () => {
    fc.assert(
      fc.property(seed, sizes, fc.constantFrom(1e-38, 1, 3e38), (s, n, scale) => {
        const x = noise(s, n, scale);
        const expected = x.reduce((sum, value) => sum + value * value, 0);
        const actual = kernels.sumOfSquares?.(x) ?? NaN;
        expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-12 * expected);
      }),
      { numRuns: 30 },
    );
    expect(kernels.sumOfSquares?.(Float32Array.of(1, 2, 3, NaN, 5))).toBeNaN();
    expect(kernels.sumOfSquares?.(Float32Array.of(1, 2, 3, 4, -Infinity))).toBe(Infinity);
    expect(kernels.sumOfSquares?.(Float64Array.of(1))).toBeUndefined();
  });
});
