import fc from "fast-check";
import { expect, test } from "vitest";
import { Generator, grad, gradients, matmul, randn, type Tensor } from "../../src/index.ts";
import { assertClose } from "../support/assert-close.ts";

const drawn = (shape: number[], seed: number): Tensor =>
  randn(shape, { dtype: "float64", generator: new Generator(seed) });

test("a weight used at many steps, either way round, gets the sum of its gradients", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.boolean()), { minLength: 1, maxLength: 6 }),
      (uses) => {
        const loss = (w: Tensor): Tensor =>
        uses
          .map(([rows, transposeB], i) => matmul(drawn([rows, 3], i), w, { transposeB }).tanh().mul(i + 1).sum())
          .reduce((a, b) => a.add(b)); // prettier-ignore
        const w = drawn([3, 3], 99);
        w.requiresGrad = true;
        loss(w).backward();
        // Differentiated again, every product is computed by itself.
        const [recorded] = gradients(loss(w), [w], { createGraph: true });
        assertClose(w.grad!, recorded.detach(), { rtol: 1e-12, atol: 1e-12 });
      },
    ),
  );
});

test("so does a weight that is itself computed, whatever else its record's other uses bring", () => {
  const leaf = drawn([3, 3], 5);
  leaf.requiresGrad = true;
  const loss = (): Tensor => {
    const w = leaf.tanh();
    const [first, second] = leaf.split([1, 2], { axis: 1 });
    let h = drawn([2, 3], 6);
    for (let t = 0; t < 4; t++) h = matmul(h, w, { transposeB: t % 2 === 0 }).tanh();
    return h.sum().add(w.square().sum()).add(matmul(h, second).sum()).add(matmul(h, first).sum());
  };
  const [together] = gradients(loss(), [leaf]);
  const [oneByOne] = gradients(loss(), [leaf], { createGraph: true });
  assertClose(together, oneByOne.detach(), { rtol: 1e-12, atol: 1e-12 });
});

test("what waits is bounded: sums past the bound are brought up to date on the way", () => {
  const x = drawn([500, 1600], 1);
  const w = drawn([1600, 2], 2);
  w.requiresGrad = true;
  const uses = [1, 2, 3, 4, 5].map((scale) => matmul(x.mul(scale), w).sum());
  uses.reduce((a, b) => a.add(b)).backward();
  const once = grad((v: Tensor) => matmul(x, v).sum())(w.detach());
  assertClose(w.grad!, once.mul(15), { rtol: 1e-10, atol: 1e-10 });
  expect(w.grad!.requiresGrad).toBe(false);
});

test("hooks see the whole sum once", () => {
  const w = drawn([2, 2], 3);
  w.requiresGrad = true;
  let calls = 0;
  w.registerHook(() => void calls++);
  const x = drawn([3, 2], 4);
  matmul(matmul(x, w), w).sum().backward();
  expect(calls).toBe(1);
});
