import { expect, test } from "vitest";
import { maskedFill, tensor } from "../../src/index.ts";

test("fills where the broadcast mask is not 0, and stops the gradient there", () => {
  const x = tensor([[1, 2, 3], [4, 5, 6]], { requiresGrad: true }); // prettier-ignore
  const filled = maskedFill(x, [[0], [1]], -Infinity);
  expect(filled.toArray()).toEqual([[1, 2, 3], [-Infinity, -Infinity, -Infinity]]); // prettier-ignore
  maskedFill(x, [0, 0.5, 0], 9).sum().backward();
  expect(x.grad?.toArray()).toEqual([[1, 0, 1], [1, 0, 1]]); // prettier-ignore
});

test("a mask written to before the backward pass is noticed", () => {
  const x = tensor([1, 2], { requiresGrad: true });
  const mask = tensor([1, 0]);
  const loss = maskedFill(x, mask, 0).sum();
  mask.mutate("a test", (data) => data.fill(1));
  expect(() => loss.backward()).toThrow(/a test/);
});
