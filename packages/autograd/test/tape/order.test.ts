import { expect, test } from "vitest";
import { checkpoint, gradients, ones, tensor, type Tensor } from "../../src/index.ts";
import { nodeOf } from "../../src/tape/node.ts";

/** How often walks that `run` makes look at what is behind a tensor's record. */
function looksBehind(tensor: Tensor, run: () => void): number {
  const node = nodeOf(tensor)!;
  const { parents } = node;
  let count = 0;
  Object.defineProperty(node, "parents", {
    get: () => {
      count++;
      return parents;
    },
  });
  run();
  return count;
}

/** `steps` steps of a recurrence from `from`, each a record that is differentiated through its definition. */
function chain(from: Tensor, steps: number): Tensor {
  let h = from;
  for (let t = 0; t < steps; t++) h = checkpoint((x) => x.tanh().mul(2), h);
  return h;
}

test("a walk to a tensor does not look at what is older", () => {
  const first = tensor([1, 2], { requiresGrad: true }).mul(3);
  const theta = chain(first, 20);
  const f = theta.square().sum();
  let found: Tensor[] = [];
  expect(looksBehind(first, () => (found = gradients(f, [theta], { retainGraph: true })))).toBe(0);
  expect(found[0].toArray()).toEqual(theta.mul(2).toArray());
});

test("nor, on the way to an old leaf, at what does not lead there", () => {
  const old = tensor([5, 7], { requiresGrad: true });
  old.mul(2);
  const first = tensor([1, 2], { requiresGrad: true }).mul(3);
  const theta = chain(first, 20);
  const f = theta.mul(old).sum();
  let found: Tensor[] = [];
  const looks = looksBehind(first, () => (found = gradients(f, [theta, old], { retainGraph: true })));
  expect(looks).toBe(0);
  expect(found.map((grad) => grad.toArray())).toEqual([old.toArray(), theta.toArray()]);
});

test("an old leaf far behind is found all the same, whatever lies between", () => {
  const leaves = Array.from({ length: 100 }, (_, i) => tensor([i + 1], { requiresGrad: true }));
  const products = leaves.map((leaf) => leaf.mul(2));
  const middle = products.reduce((sum, product) => sum.add(product));
  const loss = middle.mul(3).sum();
  const targets = [...leaves, ...products, middle];
  const found = gradients(loss, targets, { retainGraph: true });
  expect(found.map((grad) => grad.item())).toEqual([...leaves.map(() => 6), ...products.map(() => 3), 3]);
  for (const [i, target] of targets.entries())
    expect(gradients(loss, [target], { retainGraph: true })[0].item()).toBe(found[i].item());
});

test("an outer variable that the output does not depend on has gradient zero, however old", () => {
  const apart = tensor([3], { requiresGrad: true });
  const x = tensor([2], { requiresGrad: true });
  apart.mul(x);
  const [dApart, dx] = gradients(x.square().sum(), [apart, x]);
  expect([dApart.item(), dx.item()]).toEqual([0, 4]);
});

test("under createGraph a composed record is differentiated without a look at its past", () => {
  const looks = [10, 40].map((steps) => {
    const x = ones([2, 2]);
    x.requiresGrad = true;
    const first = x.mul(3);
    const loss = chain(first, steps).square().sum();
    return looksBehind(first, () => gradients(loss, [x], { createGraph: true }));
  });
  expect(looks[1]).toBe(looks[0]);
});

test("what has been freed in the past is no hindrance to a walk that ends before it", () => {
  const w = tensor([1, 2], { requiresGrad: true });
  const theta = w.tanh();
  theta.sum().backward();
  const next = theta.mul(tensor([2, 3]));
  const after = next.square().sum();
  expect(gradients(after, [next])[0].toArray()).toEqual(next.mul(2).toArray());
});
