import fc from "fast-check";
import { expect, test } from "vitest";
import { strongWolfe, type Evaluation } from "../../src/lbfgs/strong-wolfe.ts";

/** A smooth bowl with ripples, in one dimension. */
const bowl = fc.record({
  center: fc.double({ min: -3, max: 3, noNaN: true }),
  ripple: fc.double({ min: 0, max: 0.5, noNaN: true }),
  width: fc.double({ min: 0.1, max: 4, noNaN: true }),
});

test("a step satisfies the strong Wolfe conditions", () => {
  fc.assert(
    fc.property(bowl, fc.double({ min: 1e-2, max: 10, noNaN: true }), ({ center, ripple, width }, first) => {
      let evaluations = 0;
      const evaluate = (x: number): Evaluation => {
        evaluations++;
        const d = (x - center) / width;
        const loss = d * d + ripple * Math.sin(3 * d);
        return { loss, grad: Float64Array.of((2 * d + 3 * ripple * Math.cos(3 * d)) / width) };
      };
      const start = evaluate(0);
      fc.pre(Math.abs(start.grad[0]) > 1e-3);
      const direction = start.grad.map((g) => -g);
      const slope = start.grad[0] * direction[0];
      evaluations = 0;
      const found = strongWolfe((t) => evaluate(t * direction[0]), direction, start, first, 1e-12);
      expect(found.evaluations).toBe(evaluations);
      const there = evaluate(found.t * direction[0]);
      expect([found.loss, found.grad[0]]).toEqual([there.loss, there.grad[0]]);
      expect(found.loss).toBeLessThanOrEqual(start.loss + 1e-4 * found.t * slope);
      expect(Math.abs(there.grad[0] * direction[0])).toBeLessThanOrEqual(-0.9 * slope);
    }),
  );
});

test("backs away from where the loss is not a number", () => {
  const evaluate = (t: number): Evaluation => ({
    loss: t > 1 ? NaN : (t - 0.5) ** 2,
    grad: Float64Array.of(t > 1 ? NaN : 2 * (t - 0.5)),
  });
  const found = strongWolfe(evaluate, Float64Array.of(1), evaluate(0), 8, 1e-12);
  expect(found.loss).toBeLessThan(0.25);
});
