import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RewindError, tensor, type Tensor } from "../../src/index.ts";

// What a program without types can do, and TypeScript does not allow.
const assign = (t: Tensor, key: string, value: unknown): void => {
  (t as unknown as Record<string, unknown>)[key] = value;
};

test.each(["data", "shape", "size", "ndim", "dtype", "isLeaf"])("%s cannot be assigned", (key) => {
  const t = tensor([1, 2], { requiresGrad: true });
  for (const value of [new Float32Array(2), [2], 1, "float64", undefined]) {
    expect(() => assign(t, key, value)).toThrow(RewindError);
    expect(() => assign(t, key, value)).toThrow(`${key}: cannot be assigned`);
  }
  expect(t.toArray()).toEqual([1, 2]);
});

describe("grad", () => {
  const bad = fc.constantFrom<unknown>(
    [1, 1],
    "x",
    0,
    1n,
    true,
    {},
    new Float32Array(2),
    () => 1,
    Symbol("s"),
  );

  test("takes a tensor or null, and nothing else", () => {
    fc.assert(
      fc.property(bad, (value) => {
        const t = tensor([1, 2], { requiresGrad: true });
        t.grad = tensor([3, 4]);
        expect(() => assign(t, "grad", value)).toThrow(RewindError);
        expect(() => assign(t, "grad", value)).toThrow(
          /^grad: must be a tensor of shape \[2\] or null, got /,
        );
        expect(t.grad.toArray()).toEqual([3, 4]);
      }),
    );
    const t = tensor([1, 2], { requiresGrad: true });
    t.square().sum().backward();
    expect(t.grad?.toArray()).toEqual([2, 4]);
    assign(t, "grad", undefined);
    expect(t.grad).toBeNull();
  });
});
