import fc from "fast-check";
import { expect, test } from "vitest";
import {
  curvaturePair,
  packPairs,
  quasiNewtonDirection,
  unpackPairs,
  type CurvaturePair,
} from "../../src/lbfgs/curvature.ts";

const element = fc.double({ min: -2, max: 2, noNaN: true });
const vector = (size: number): fc.Arbitrary<Float64Array> =>
  fc.array(element, { minLength: size, maxLength: size }).map((list) => Float64Array.from(list));

/** Pairs along which the loss curves upwards, as the optimizer keeps them. */
const problem = fc.integer({ min: 1, max: 4 }).chain((size) =>
  fc.record({
    grad: vector(size),
    scale: fc.double({ min: 0.1, max: 3, noNaN: true }),
    pairs: fc.array(
      vector(size)
        .filter((step) => Math.hypot(...step) > 0.1)
        .map((step) => curvaturePair(step.map((value, i) => value * (1 + i)), step)),
      { maxLength: 4 },
    ),
  }),
); // prettier-ignore

/** The inverse Hessian as a matrix: H = (I - ρ s yᵀ) H (I - ρ y sᵀ) + ρ s sᵀ for each pair. */
function inverseHessian(pairs: readonly CurvaturePair[], scale: number, size: number): number[][] {
  const at = [...Array(size).keys()];
  let h = at.map((i) => at.map((j) => (i === j ? scale : 0)));
  for (const { change: y, step: s, rho } of pairs) {
    const v = at.map((i) => at.map((j) => (i === j ? 1 : 0) - rho * s[i] * y[j]));
    const vh = v.map((row) => at.map((j) => row.reduce((sum, value, k) => sum + value * h[k][j], 0)));
    h = vh.map((row, i) =>
      at.map((j) => row.reduce((sum, value, k) => sum + value * v[j][k], 0) + rho * s[i] * s[j]),
    );
  }
  return h;
}

test("the direction is minus the gradient times the inverse Hessian of BFGS", () => {
  fc.assert(
    fc.property(problem, ({ grad, scale, pairs }) => {
      const h = inverseHessian(pairs, scale, grad.length);
      const direction = quasiNewtonDirection(grad, pairs, scale);
      h.forEach((row, i) => {
        const wanted = -row.reduce((sum, value, j) => sum + value * grad[j], 0);
        expect(direction[i]).toBeCloseTo(wanted, 6);
      });
    }),
  );
});

test("pairs are packed and unpacked without loss", () => {
  fc.assert(
    fc.property(problem, ({ grad, pairs }) => {
      const packed = packPairs(pairs, grad.length);
      expect(packed.shape).toEqual([pairs.length, 2, grad.length]);
      expect(unpackPairs(packed)).toEqual(pairs);
    }),
  );
});
