import { expect, test } from "vitest";
import { ArgumentError, Tensor, defineOp, gradcheck, gradgradcheck, randn, tensor } from "../../src/index.ts";

const wrongAt = (bad: number): ((x: Tensor) => Tensor) =>
  defineOp({
    name: "sloppySquare",
    forward(context, x: Tensor) {
      context.save(x);
      return new Tensor(
        x.data.map((v) => v * v),
        x.shape,
      );
    },
    backward(context, g) {
      const grad = g.mul(context.saved[0]).mul(2);
      const data = grad.data.slice();
      data[bad] *= 1.01;
      return new Tensor(data, grad.shape);
    },
  });

test("a rule one percent wrong in one element is caught and located, analytic beside numeric", () => {
  const x = tensor([[1, 2], [3, 4], [5, 6]]); // prettier-ignore
  const { ok, worst, maxRelError } = gradcheck(wrongAt(3), [x]);
  expect(ok).toBe(false);
  expect(worst).toMatchObject({ input: 0, index: [1, 1] });
  expect(worst!.analytic / worst!.numeric).toBeCloseTo(1.01, 6);
  expect(maxRelError).toBeCloseTo(0.01 / 1.01, 6);
});

test("a NaN gradient is not accepted", () => {
  const nan = defineOp({
    name: "nan",
    forward: (_context, x: Tensor) => x.mul(1),
    backward: (_context, g) => g.mul(NaN),
  });
  expect(gradcheck(nan, [tensor([1])])).toMatchObject({ ok: false, maxRelError: Infinity });
});

test("a right first-order rule that forgets the second order is caught by gradgradcheck only", () => {
  const square = defineOp({
    name: "constantSlope",
    forward(context, x: Tensor) {
      context.save(x);
      return x.mul(x);
    },
    backward: (context, g) => g.mul(context.saved[0].detach()).mul(2),
  });
  expect(gradcheck(square, [tensor([1, -2])]).ok).toBe(true);
  expect(gradgradcheck(square, [tensor([1, -2])]).ok).toBe(false);
});

test("several inputs and outputs, and inputs the outputs do not depend on", () => {
  const f = (a: Tensor, b: Tensor): Tensor[] => [a.mul(b), b.tanh(), tensor([1])];
  expect(gradcheck(f, [tensor([1, 2]), tensor([3, 4])]).ok).toBe(true);
  expect(gradgradcheck(f, [tensor([1, 2]), tensor([3, 4])]).ok).toBe(true);
  expect(gradcheck((a) => a.mul(2), [tensor([1]), tensor([5])]).ok).toBe(true);
});

test("random functions and bad options are refused", () => {
  expect(() => gradcheck((x) => x.mul(randn([1])), [tensor([1])])).toThrow(/different values/);
  expect(() => gradcheck((x) => x, [tensor([1])], { eps: NaN })).toThrow(ArgumentError);
  expect(() => gradcheck("x" as never, [])).toThrow(/must be a function/);
});
