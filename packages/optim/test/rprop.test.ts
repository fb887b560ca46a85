import fc from "fast-check";
import { expect, test } from "vitest";
import { Rprop } from "../src/index.ts";
import { parameter, run } from "./support/parameters.ts";

test("Rprop moves by steps of its own, whatever the size of the gradient", () => {
  fc.assert(
    fc.property(run, fc.constantFrom(1e-3, 1, 1e3), ({ values, grads }, size) => {
      const param = parameter(values, grads[0]);
      const optimizer = new Rprop([param], { lr: 0.1, etas: [0.5, 1.2], stepSizes: [0.04, 0.13] });
      const p = [...values];
      const steps = values.map(() => 0.1);
      const before = values.map(() => 0);
      for (const grad of grads) {
        param.grad?.data.set(grad.map((g) => Math.fround(g) * size));
        optimizer.step();
        grad.map(Math.fround).forEach((g, i) => {
          const turned = Math.sign(g) * Math.sign(before[i]);
          steps[i] = Math.min(0.13, Math.max(0.04, steps[i] * (turned > 0 ? 1.2 : turned < 0 ? 0.5 : 1)));
          before[i] = turned < 0 ? 0 : g;
          p[i] -= Math.sign(before[i]) * steps[i];
        });
      }
      p.forEach((value, i) => expect(param.data[i]).toBeCloseTo(value, 10));
    }),
  );
});

test("refuses steps out of order", () => {
  const param = parameter([1], [1]);
  expect(() => new Rprop([param], { stepSizes: [1, 0.1] })).toThrow(/^Rprop: stepSizes/);
  expect(() => new Rprop([param], { etas: [1.2, 0.5] })).toThrow(/^Rprop: etas/);
});
