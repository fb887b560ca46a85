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

test("the report says which input, which element, which time step, and both values", () => {
  const xs = randn([3, 2, 2]);
  xs.name = "xs";
  const last = 2 * 4 + 1 * 2 + 0;
  const wrong = wrongAt(last);
  const result = gradcheck((h, x) => wrong(x).add(h), [randn([2, 2]), xs]);
  expect(result.worst).toMatchObject({ input: 1, name: "xs", index: [2, 1, 0], timeStep: 2 });
  const { analytic, numeric } = result.worst!;
  expect(result.message).toBe(
    `gradcheck: 1 of 16 gradient elements differ; the most at input 1 ("xs"), element [2, 1, 0], time step 2: ` +
      `analytic ${analytic}, numeric ${numeric}, relative error 0.0099`,
  );
  expect(gradcheck(wrong, [xs], { timeAxis: 1 }).worst).toMatchObject({ timeStep: 1 });
});

test("a good report says so, and gradgradcheck names upstream gradients as what they are", () => {
  expect(gradcheck((x) => x.tanh(), [tensor([0.5])]).message).toMatch(
    /^gradcheck: all 1 gradient elements agree; the most at input 0, element \[0\]: analytic/,
  );
  expect(gradcheck((x) => x, [tensor([])]).message).toBe("gradcheck: all 0 gradient elements agree");
  const { worst, message } = gradgradcheck(wrongAt(1), [tensor([1, 2])]);
  expect(worst?.timeStep).toBeNull();
  expect(message).toMatch(/^gradgradcheck: 4 of 4 gradient elements differ; the most at/);
  const forgetsUpstream = defineOp({
    name: "forgetsUpstream",
    forward: (_context, x: Tensor) => x.mul(1),
    backward: (_context, g) => g.detach(),
  });
  expect(gradgradcheck(forgetsUpstream, [tensor([1])]).message).toContain(
    "the upstream gradient of output 0, element [0]: analytic 0, numeric",
  );
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
  expect(() => gradcheck((x) => x, [tensor([1])], { step: 1e-3 } as never)).toThrow(/unknown option "step"/);
  expect(() => gradgradcheck((x) => x, [tensor([1])], { timeAxis: 3 })).toThrow(/timeAxis/);
  expect(() => gradcheck("x" as never, [])).toThrow(/must be a function/);
  expect(() => gradgradcheck((x) => x, tensor([1]) as never)).toThrow(/list of inputs/);
});
