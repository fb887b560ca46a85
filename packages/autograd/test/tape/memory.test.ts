import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { type Tensor, tensor, zeros } from "../../src/index.ts";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** Whether a function's tensor is collected once the function's result alone is held. */
async function isCollected(make: () => [kept: unknown, watched: Tensor]): Promise<boolean> {
  const [kept, watched] = ((): [unknown, WeakRef<Tensor>] => {
    const [first, second] = make();
    return [first, new WeakRef(second)];
  })();
  for (let i = 0; i < 5 && watched.deref() !== undefined; i++) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    collect();
  }
  expect(kept).toBeDefined();
  return watched.deref() === undefined;
}

test("dropping the loss frees the graph: nothing global holds it", async () => {
  const w = tensor([1, 2], { requiresGrad: true });
  expect(
    await isCollected(() => {
      const h = w.tanh();
      h.square().sum();
      return [w, h];
    }),
  ).toBe(true);
});

test("after backward, a held loss holds nothing of the graph", async () => {
  expect(
    await isCollected(() => {
      const h = tensor([1, 2], { requiresGrad: true }).tanh();
      const loss = h.square().sum();
      loss.backward();
      return [loss, h];
    }),
  ).toBe(true);
});

test("data that no rule saved is freed while the graph lives", async () => {
  expect(
    await isCollected(() => {
      const x = zeros([4], { requiresGrad: true });
      const sum = x.add(1);
      return [sum.add(1), sum];
    }),
  ).toBe(true);
});

test("severing a state frees what lies before it", async () => {
  expect(
    await isCollected(() => {
      const old = tensor([0.5], { requiresGrad: true }).tanh();
      const state = old.tanh();
      const later = state.tanh();
      state.detach_();
      return [later, old];
    }),
  ).toBe(true);
});
