import fc from "fast-check";
import { expect, test } from "vitest";
import { Adam, AdamW, SGD, type AdamOptions, type SGDOptions } from "../src/index.ts";
import { parameter, run } from "./support/parameters.ts";

function assertClose(got: ArrayLike<number>, wanted: readonly number[]): void {
  wanted.forEach((value, i) =>
    expect(Math.abs(got[i] - value)).toBeLessThanOrEqual(1e-12 * (1 + Math.abs(value))),
  );
}

const sgdOptions: fc.Arbitrary<Partial<SGDOptions>> = fc.record({
  lr: fc.constantFrom(0, 0.1),
  momentum: fc.constantFrom(0, 0.5, 0.9),
  dampening: fc.constantFrom(0, 0.3),
  weightDecay: fc.constantFrom(0, 0.1),
  maximize: fc.boolean(),
});

test("SGD is its formula, element by element", () => {
  fc.assert(
    fc.property(run, sgdOptions, fc.boolean(), ({ values, grads }, options, nesterov) => {
      const { lr = 0, momentum = 0, dampening = 0, weightDecay = 0, maximize } = options;
      const looksAhead = nesterov && momentum > 0 && dampening === 0;
      const param = parameter(values, grads[0]);
      const optimizer = new SGD([param], { ...options, nesterov: looksAhead });
      const p = [...values];
      const v: (number | undefined)[] = values.map(() => undefined);
      for (const grad of grads) {
        param.grad?.data.set(grad);
        optimizer.step();
        grad.forEach((g, i) => {
          const d = (maximize ? -g : g) + weightDecay * p[i];
          const before = v[i];
          const next = before === undefined ? d : momentum * before + (1 - dampening) * d;
          v[i] = next;
          p[i] -= lr * (momentum === 0 ? d : looksAhead ? d + momentum * next : next);
        });
      }
      assertClose(param.data, p);
    }),
  );
});

const adamOptions: fc.Arbitrary<Partial<AdamOptions>> = fc.record({
  lr: fc.constantFrom(0, 0.05),
  betas: fc.constantFrom<[number, number][]>([0.9, 0.999], [0, 0], [0.5, 0.9]),
  eps: fc.constantFrom(1e-8, 1e-2),
  weightDecay: fc.constantFrom(0, 0.1),
  amsgrad: fc.boolean(),
  maximize: fc.boolean(),
});

test.each([
  ["Adam", Adam],
  ["AdamW", AdamW],
] as const)("%s is its formula, element by element", (name, Optimizer) => {
  fc.assert(
    fc.property(run, adamOptions, ({ values, grads }, options) => {
      const { lr = 0, betas = [0, 0], eps = 0, weightDecay = 0, amsgrad, maximize } = options;
      const param = parameter(values, grads[0]);
      const optimizer = new Optimizer([param], options);
      const p = [...values];
      const m = values.map(() => 0);
      const v = values.map(() => 0);
      const largest = values.map(() => 0);
      grads.forEach((grad, step) => {
        param.grad?.data.set(grad);
        optimizer.step();
        grad.forEach((g, i) => {
          let d = maximize ? -g : g;
          if (name === "Adam") d += weightDecay * p[i];
          else p[i] *= 1 - lr * weightDecay;
          m[i] = betas[0] * m[i] + (1 - betas[0]) * d;
          v[i] = betas[1] * v[i] + (1 - betas[1]) * d * d;
          largest[i] = Math.max(largest[i], v[i]);
          const corrected = (amsgrad ? largest[i] : v[i]) / (1 - betas[1] ** (step + 1));
          p[i] -= (lr * m[i]) / (1 - betas[0] ** (step + 1)) / (Math.sqrt(corrected) + eps);
        });
      });
      assertClose(param.data, p);
    }),
  );
});

test("a NaN gradient is not hidden", () => {
  const param = parameter([1, 2], [NaN, 0]);
  new SGD([param], { lr: 0.1 }).step();
  expect([...param.data]).toEqual([NaN, 2]);
});
