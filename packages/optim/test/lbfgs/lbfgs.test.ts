import { tensor, type Tensor } from "@rewind/autograd";
import { describe, expect, test } from "vitest";
import { LBFGS } from "../../src/index.ts";

/** Rosenbrock's valley, whose minimum is 0 at (1, 1). */
function rosenbrock(w: Tensor): Tensor {
  const [x, y] = [w.select(0, 0), w.select(0, 1)];
  return x.neg().add(1).square().add(y.sub(x.square()).square().mul(100));
}

function minimize(optimizer: LBFGS, loss: () => Tensor): Tensor {
  return optimizer.step(() => {
    optimizer.zeroGrad();
    const value = loss();
    value.backward();
    return value;
  });
}

test("finds the bottom of a curved valley as PyTorch 1.13 does, and returns the loss before each step", () => {
  const w = tensor([-1.2, 1], { requiresGrad: true, dtype: "float64" });
  const optimizer = new LBFGS([w], { lineSearchFn: "strong_wolfe" });
  const losses = [1, 2, 3].map(() => minimize(optimizer, () => rosenbrock(w)).item());
  expect(losses).toEqual([24.2, 0.4234823024380289, 4.221457511263308e-10].map((x) => expect.closeTo(x, 12)));
  expect(Array.from(w.data)).toEqual(
    [0.9999814210791366, 0.9999619651810989].map((x) => expect.closeTo(x, 10)),
  );
  expect(optimizer.stateDict().state["0"].funcEvals).toBe(45);
});

test("needs no line search for a quadratic, whatever its scales", () => {
  const [a, b] = [tensor([5, -3], { requiresGrad: true }), tensor([[2]], { requiresGrad: true })];
  const optimizer = new LBFGS([a, b], { maxIter: 60 });
  const scales = tensor([1, 30]);
  minimize(optimizer, () => a.square().mul(scales).sum().add(b.sub(1).square().mul(4).sum()));
  expect([...a.data, ...b.data].map((value) => Math.round(value * 1e4) / 1e4 + 0)).toEqual([0, 0, 1]);
});

test("stops at once where the gradient is zero, after one evaluation", () => {
  const w = tensor([0], { requiresGrad: true });
  const optimizer = new LBFGS([w]);
  minimize(optimizer, () => w.square().sum());
  expect(optimizer.stateDict().state["0"]).toEqual({ funcEvals: 1, nIter: 0, t: 0, hDiag: 1 });
});

test("evaluates no more than maxEval allows, but for a line search that has begun", () => {
  const w = tensor([3, 4], { requiresGrad: true });
  const optimizer = new LBFGS([w], { maxEval: 3, maxIter: 50 });
  minimize(optimizer, () => rosenbrock(w));
  expect(optimizer.stateDict().state["0"].funcEvals).toBe(3);
});

describe("leaves parameters and state as they were", () => {
  test.each<[string, (calls: number, loss: Tensor) => Tensor]>([
    ["if the closure throws on the way", (calls, loss) => { if (calls < 3) return loss; throw new Error("stop"); }],
    ["if the loss becomes NaN", (calls, loss) => (calls < 3 ? loss : tensor(NaN))],
  ])("%s", (_, closure) => {
    const w = tensor([-1.2, 1], { requiresGrad: true });
    const optimizer = new LBFGS([w], { lr: 0.001 });
    const before = Array.from(w.data);
    let calls = 0;
    const step = (): unknown =>
      optimizer.step(() => {
        optimizer.zeroGrad();
        const loss = rosenbrock(w);
        loss.backward();
        return closure(++calls, loss);
      });
    expect(step).toThrow(/stop|must be finite/);
    expect(calls).toBe(3);
    expect(Array.from(w.data)).toEqual(before);
    expect(optimizer.stateDict().state).toEqual({});
  }); // prettier-ignore
});

test("has one group, and needs a closure", () => {
  const make = (): Tensor => tensor([1], { requiresGrad: true });
  expect(() => new LBFGS([{ params: [make()] }, { params: [make()] }])).toThrow(/^LBFGS: .* one group/);
  const optimizer = new LBFGS([make()]);
  expect(() => optimizer.addParamGroup()).toThrow(/^LBFGS.addParamGroup/);
  expect(() => optimizer.step()).toThrow(/^LBFGS.step: the closure/);
});
