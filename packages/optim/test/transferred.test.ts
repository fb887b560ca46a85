import { GraphError, tensor, type Tensor } from "@rewind/autograd";
import { expect, test } from "vitest";
import { Adam, EMA, LBFGS, SGD, clipGradNorm, clipGradValue } from "../src/index.ts";

/** Sends a tensor's memory away, as `postMessage(t.data, [t.data.buffer])` does. */
function sent<T extends Tensor>(t: T): T {
  structuredClone(t.data, { transfer: [t.data.buffer as ArrayBuffer] });
  return t;
}

function trained(values: number[]): Tensor {
  const param = tensor(values, { requiresGrad: true });
  param.grad = tensor(values);
  return param;
}

test("a step names parameters and gradients whose memory is elsewhere, and writes nothing", () => {
  for (const send of [(p: Tensor) => sent(p), (p: Tensor) => sent(p.grad as Tensor)]) {
    for (const Kind of [SGD, Adam]) {
      const [first, second] = [trained([1, 2]), trained([3, 4])];
      const optimizer = new Kind([first, second], { lr: 0.1 });
      send(second);
      expect(() => optimizer.step()).toThrow(GraphError);
      expect(() => optimizer.step()).toThrow(/^(SGD|Adam)\.step: the data of tensor \[2\] is gone/);
      expect(first.toArray()).toEqual([1, 2]);
    }
  }
  const param = sent(trained([1]));
  expect(() => new LBFGS([param], { lr: 1 }).step(() => tensor(1))).toThrow(/is gone/);
});

test("so do clipping, averages and what they are restored from", () => {
  const [first, second] = [trained([1, 2]), trained([3, 4])];
  const ema = new EMA([first, second]);
  sent(second.grad as Tensor);
  for (const clip of [() => clipGradNorm([first, second], 1), () => clipGradValue([first, second], 1)])
    expect(clip).toThrow(/^clipGrad(Norm|Value): the data of tensor \[2\] is gone/);
  expect(first.grad?.toArray()).toEqual([1, 2]);
  const before = ema.stateDict();
  expect(() => ema.loadStateDict({ updates: 1, averages: [tensor([9, 9]), sent(tensor([9, 9]))] })).toThrow(
    /^EMA\.loadStateDict: the data/,
  );
  expect(ema.stateDict().averages.map((t) => t.toArray())).toEqual(before.averages.map((t) => t.toArray()));
  sent(second);
  expect(() => ema.update()).toThrow(/^EMA\.update: the data/);
  expect(() => ema.swap()).toThrow(/^EMA\.swap: the data/);
  expect(first.toArray()).toEqual([1, 2]);
  const adam = new Adam([trained([1, 2])], { lr: 0.1 });
  adam.step();
  const state = adam.stateDict();
  sent(state.state["0"].expAvg);
  expect(() => adam.loadStateDict(state)).toThrow(
    /^Adam\.loadStateDict: parameter 0: expAvg: the data of tensor \[2\] is gone/,
  );
});
