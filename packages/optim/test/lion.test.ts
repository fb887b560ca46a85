import fc from "fast-check";
import { expect, test } from "vitest";
import { Lion } from "../src/index.ts";
import { parameter, run } from "./support/parameters.ts";

test("Lion is its formula, element by element", () => {
  fc.assert(
    fc.property(
      run,
      fc.constantFrom(0, 0.1),
      fc.constantFrom(0, 0.5),
      ({ values, grads }, lr, weightDecay) => {
        const param = parameter(values, grads[0]);
        const optimizer = new Lion([param], { lr, weightDecay, betas: [0.8, 0.9] });
        const p = [...values];
        const m = values.map(() => 0);
        for (const grad of grads) {
          param.grad?.data.set(grad);
          optimizer.step();
          grad.forEach((g, i) => {
            p[i] -= lr * (Math.sign(0.8 * m[i] + (1 - 0.8) * g) + weightDecay * p[i]);
            m[i] = 0.9 * m[i] + (1 - 0.9) * g;
          });
        }
        p.forEach((value, i) => expect(param.data[i]).toBeCloseTo(value, 10));
      },
    ),
  );
});

test("Lion resumes bit for bit and refuses bad options", () => {
  const [a, b] = [parameter([1, 2], [0.3, -1]), parameter([1, 2], [0.3, -1])];
  const [first, second] = [new Lion([a]), new Lion([b])];
  first.step();
  second.loadStateDict(first.stateDict());
  b.data.set(a.data);
  a.grad?.data.set([-0.01, 0.2]);
  b.grad?.data.set([-0.01, 0.2]);
  first.step();
  second.step();
  expect(b.data).toEqual(a.data);
  expect(second.stateDict()).toEqual(first.stateDict());
  expect(() => new Lion([a], { betas: [1, 0] })).toThrow(/^Lion: betas/);
  expect(() => new Lion([a], { eps: 1 } as never)).toThrow(/^Lion: unknown option "eps"/);
});
