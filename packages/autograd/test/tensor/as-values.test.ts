import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RewindError, gradcheck, randn, stack, tape, tensor, zeros, type Tensor } from "../../src/index.ts";

describe("iteration", () => {
  test("goes along the first axis, and gradients flow through the rows", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3), { minLength: 1, maxLength: 3 }), (shape) => {
        const x = randn(shape, { dtype: "float64" });
        const rows = [...x];
        expect(rows.length).toBe(shape[0]);
        rows.forEach((row, i) => expect(row.toArray()).toEqual(x.select(0, i).toArray()));
        if (x.size === 0) return;
        const weighted = (t: Tensor): Tensor => stack([...t].map((row, i) => row.square().mul(i + 1)));
        expect(gradcheck(weighted, [x])).toMatchObject({ ok: true });
      }),
      { numRuns: 40 },
    );
    const x = zeros([3, 2], { requiresGrad: true });
    const [first, , last] = x;
    first.add(last).sum().backward();
    expect(x.grad?.toArray()).toEqual([[1, 1], [0, 0], [1, 1]]); // prettier-ignore
    expect(tape(first).map(({ op }) => op)).toEqual(["split"]);
  });

  test("a scalar has no axis to go along", () => {
    expect(() => [...tensor(3)]).toThrow(/not iterable/);
    expect(() => expect([tensor([1, 2])]).toEqual([tensor([1, 3])])).toThrow(/deeply equal/);
    expect([tensor([1, 2])]).toEqual([tensor([1, 2])]);
  });
});

describe("as a number", () => {
  test("one element compares and computes as its number", () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true }), fc.constantFrom([], [1], [1, 1]), (value, shape) => {
        const t = tensor([value], { shape }) as unknown as number;
        expect([t > 2, t <= 0, t - 1, +t, Number(t)]).toEqual([
          value > 2,
          value <= 0,
          value - 1,
          value,
          value,
        ]);
      }),
    );
  });

  test("more or none are refused, with the remedy", () => {
    for (const t of [tensor([1, 2]), zeros([0]), zeros([2, 2])] as unknown as number[])
      for (const use of [() => +t, () => t > 2, () => t + 1, () => t * t, () => Math.max(t), () => `a` + t]) {
        expect(use).toThrow(RewindError);
        expect(use).toThrow(/^valueOf: a tensor of shape \[.*\] is not one number; use its methods/);
      }
  });

  test("text is as before", () => {
    for (const t of [tensor([1, 2]), tensor(3), zeros([0])])
      expect(`${t as unknown as string}`).toBe(t.toString());
    expect(String(tensor([1, 2]))).toBe("tensor([1., 2.])");
  });
});
