import fc from "fast-check";
import { expect, test } from "vitest";
import { ASGD } from "../src/index.ts";
import { parameter, run } from "./support/parameters.ts";

const options = fc.record({
  lr: fc.constantFrom(0, 0.1),
  lambd: fc.constantFrom(0, 0.2),
  alpha: fc.constantFrom(0.5, 0.75),
  t0: fc.constantFrom(0, 2),
  weightDecay: fc.constantFrom(0, 0.1),
});

test("ASGD is its formula, and averages from t0 on", () => {
  fc.assert(
    fc.property(run, options, ({ values, grads }, given) => {
      const { lr, lambd, alpha, t0, weightDecay } = given;
      const param = parameter(values, grads[0]);
      const optimizer = new ASGD([param], given);
      const p = [...values];
      const visited: number[][] = [];
      grads.forEach((grad, step) => {
        param.grad?.data.set(grad);
        optimizer.step();
        const eta = lr / (1 + lambd * lr * step) ** alpha;
        grad.forEach((g, i) => (p[i] = (1 - lambd * eta) * p[i] - eta * (g + weightDecay * p[i])));
        visited.push([...p]);
      });
      p.forEach((value, i) => expect(param.data[i]).toBeCloseTo(value, 10));
      // As in PyTorch, the first that counts is that after step t0 + 1.
      const averaged = visited.slice(Math.min(t0 + 1, visited.length - 1));
      const { ax } = optimizer.stateDict().state["0"];
      p.forEach((_, i) => {
        const mean = averaged.reduce((sum, at) => sum + at[i], 0) / averaged.length;
        expect(ax.data[i]).toBeCloseTo(mean, 10);
      });
    }),
  );
});

test("swap puts the averages in the parameters' place and both back, bit for bit", () => {
  fc.assert(
    fc.property(run, ({ values, grads }) => {
      const [param, frozen] = [parameter(values, grads[0]), parameter([5], [0])];
      frozen.grad = null;
      const optimizer = new ASGD([param, frozen], { lr: 0.1, t0: 1 });
      optimizer.swap();
      expect(Array.from(param.data)).toEqual(values);
      for (const grad of grads) {
        param.grad?.data.set(grad);
        optimizer.step();
      }
      const [last, { ax }] = [Array.from(param.data), optimizer.stateDict().state["0"]];
      optimizer.swap();
      expect(Array.from(param.data)).toEqual(Array.from(ax.data));
      optimizer.swap();
      expect(Array.from(param.data)).toEqual(last);
      expect(optimizer.stateDict().state).toEqual({ 0: expect.objectContaining({ step: grads.length, ax }) });
      expect(frozen.item()).toBe(5);
    }),
  );
});
