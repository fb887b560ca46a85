import { gradcheck, gradgradcheck, tensor, type Checkable } from "@rewind/autograd";
import { describe, expect, test } from "vitest";
import { gruGates } from "../../src/gates/gru-gates.ts";
import { link } from "../../src/gates/link.ts";
import { lstmGates } from "../../src/gates/lstm-gates.ts";
import { lstmOutput } from "../../src/gates/lstm-output.ts";
import { rnnGate } from "../../src/gates/rnn-gate.ts";
import { selectRows } from "../../src/gates/select-rows.ts";
import { assertClose } from "../support/assert-close.ts";
import { randomTensor } from "../support/random-tensor.ts";

const mask = Uint8Array.of(1, 0, 1);
const gates: [name: string, fn: Checkable, shapes: number[][]][] = [
  ["rnnGate tanh", (p, r) => rnnGate(p, r, "tanh"), [[3, 4], [3, 4]]],
  ["rnnGate relu", (p, r) => rnnGate(p, r, "relu"), [[3, 4], [3, 4]]],
  ["lstmGates", (p, r, c) => lstmGates(p, r, c), [[2, 12], [2, 12], [2, 3]]],
  ["lstmGates, only c", (p, r, c) => lstmGates(p, r, c)[0], [[2, 12], [2, 12], [2, 3]]],
  ["lstmGates, only o", (p, r, c) => lstmGates(p, r, c)[1], [[2, 12], [2, 12], [2, 3]]],
  ["lstmOutput", (o, c) => lstmOutput(o, c), [[2, 3], [2, 3]]],
  ["gruGates", (a, u, h) => gruGates(a, u, h, null), [[2, 9], [2, 9], [2, 3]]],
  ["gruGates with bias", (a, u, h, b) => gruGates(a, u, h, b), [[2, 9], [2, 9], [2, 3], [9]]],
  ["selectRows", (a, b) => selectRows(mask, a, b), [[3, 2], [3, 2]]],
  ["selectRows or zeros", (a) => selectRows(mask, a, null), [[3, 2, 2]]],
  ["link", (x) => link(x), [[2, 2]]],
]; // prettier-ignore

describe.each(gates)("%s", (_name, fn, shapes) => {
  const inputs = shapes.map((shape, i) => randomTensor(shape, 7 + i));

  test("has the gradients of its own forward, first and second order", () => {
    expect(gradcheck(fn, inputs).maxRelError).toBeLessThan(1e-6);
    expect(gradgradcheck(fn, inputs).maxRelError).toBeLessThan(1e-5);
  });

  test("has the same gradients when they are recorded", () => {
    const leaves = inputs.map((input) => input.clone());
    leaves.forEach((leaf) => (leaf.requiresGrad = true));
    const loss = [fn(...leaves)].flat().map((output) => output.square().sum());
    const total = loss.reduce((a, b) => a.add(b));
    total.backward(undefined, { retainGraph: true });
    const looped = leaves.map((leaf) => leaf.grad);
    leaves.forEach((leaf) => leaf.zeroGrad());
    total.backward(undefined, { createGraph: true });
    leaves.forEach((leaf, i) => {
      const none = leaf.detach().mul(0);
      assertClose(leaf.grad ?? none, looped[i] ?? none, 1e-12);
    });
  });
});

test("saturated gates stay finite", () => {
  const huge = tensor([[1e4, -1e4, 1e4, -1e4]], { dtype: "float64", requiresGrad: true });
  const [c, o] = lstmGates(huge, huge.mul(0), tensor([[0.5]], { dtype: "float64" }));
  lstmOutput(o, c).sum().backward();
  expect([...c.data, ...o.data, ...huge.grad!.data].every(Number.isFinite)).toBe(true);
});

test("an unchosen row of selectRows may hold anything", () => {
  const x = tensor([[1, 2], [NaN, Infinity]], { requiresGrad: true }); // prettier-ignore
  const y = selectRows(Uint8Array.of(1, 0), x, null);
  expect(y.toArray()).toEqual([[1, 2], [0, 0]]); // prettier-ignore
  y.sum().backward();
  expect(x.grad!.toArray()).toEqual([[1, 1], [0, 0]]); // prettier-ignore
});
