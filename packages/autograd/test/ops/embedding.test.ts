import fc from "fast-check";
import { expect, test } from "vitest";
import { embedding, grad, indexSelect, randn, tensor, type Tensor } from "../../src/index.ts";

test("reads rows by number and adds their gradients up, but for the padding row", () => {
  const lists = fc.array(fc.nat(4), { maxLength: 12 });
  fc.assert(
    fc.property(lists, fc.option(fc.integer({ min: -5, max: 4 })), (indices, paddingIdx) => {
      const weight = randn([5, 2], { dtype: "float64" });
      const rows = weight.toArray();
      expect(embedding(indices, weight, { paddingIdx }).toArray()).toEqual(indices.map((i) => rows[i]));
      const g = grad((w: Tensor) => embedding(indices, w, { paddingIdx }).sum())(weight) as Tensor;
      const counts = [0, 1, 2, 3, 4].map((row) =>
        paddingIdx !== null && row === (paddingIdx + 5) % 5 ? 0 : indices.filter((i) => i === row).length,
      );
      expect(g.toArray()).toEqual(counts.map((count) => [count, count]));
    }),
  );
});

test("the padding row stays without gradient at order 2", () => {
  const weight = tensor([[1, 2], [3, 4], [5, 6]], { dtype: "float64" }); // prettier-ignore
  const first = grad((w: Tensor) => embedding([0, 1, 1], w, { paddingIdx: 1 }).pow(3).sum());
  const second = grad((w: Tensor) => (first(w) as Tensor).sum())(weight) as Tensor;
  expect(second.toArray()).toEqual([[6, 12], [0, 0], [0, 0]]); // prettier-ignore
});

test("what flat and nested indices select is the same", () => {
  const weight = randn([4, 3]);
  const nested = embedding([[3, 0], [1, 1]], weight); // prettier-ignore
  expect(embedding(Int32Array.of(3, 0, 1, 1), weight, { shape: [2, 2] }).toArray()).toEqual(nested.toArray());
  expect(indexSelect(weight, [3, 0, 1, 1]).reshape([2, 2, 3]).toArray()).toEqual(nested.toArray());
});

test("a batch buffer may be refilled before the backward pass", () => {
  const weight = tensor([[1], [2], [3]], { requiresGrad: true }); // prettier-ignore
  const batch = Int32Array.of(0, 2);
  const loss = embedding(batch, weight).sum();
  batch.fill(1);
  loss.backward();
  expect(weight.grad?.toArray()).toEqual([[1], [0], [1]]);
});
