import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  GraphError,
  type Tensor,
  detectAnomaly,
  enableGrad,
  gradients,
  isGradEnabled,
  noGrad,
  ones,
  tensor,
  zeros,
} from "../../src/index.ts";
import { assertClose } from "../support/assert-close.ts";

const leaf = (data: number | number[] | number[][], name?: string): Tensor => {
  const t = tensor(data, { dtype: "float64", requiresGrad: true });
  if (name !== undefined) t.name = name;
  return t;
};
const exact = { rtol: 1e-12, atol: 0 };
const finite = fc.double({ min: -2, max: 2, noNaN: true });

describe("backward", () => {
  test("adds to the gradient of a leaf until it is zeroed", () => {
    fc.assert(
      fc.property(
        fc.array(finite, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 4 }),
        (values, times) => {
          const x = leaf(values);
          for (let i = 0; i < times; i++) x.square().sum().backward();
          assertClose(x.grad!, x.detach().mul(2 * times), exact);
          x.zeroGrad();
          expect(x.grad).toBeNull();
        },
      ),
    );
  });

  test("sums over every use of a leaf, in any order of uses", () => {
    fc.assert(
      fc.property(fc.array(finite, { minLength: 1, maxLength: 12 }), (weights) => {
        const x = leaf([1, -2]);
        const terms = weights.map((weight) => x.mul(weight));
        const total = terms.reduceRight((sum, term) => sum.add(term), zeros([2], { dtype: "float64" }));
        total.sum().backward();
        const expected = weights.reduce((a, b) => a + b, 0);
        assertClose(x.grad!, tensor([expected, expected], { dtype: "float64" }), {
          rtol: 1e-12,
          atol: 1e-12,
        });
      }),
    );
  });

  test("walks 100,000 operations without recursion", () => {
    const x = leaf(1);
    let y: Tensor = x;
    for (let i = 0; i < 100_000; i++) y = y.mul(1 - 1e-6);
    y.backward();
    expect(x.grad!.item()).toBeCloseTo((1 - 1e-6) ** 100_000, 10);
  });

  test("gives every leaf a gradient in memory of its own", () => {
    const a = leaf([1, 2]);
    const b = leaf([3, 4]);
    const seed = ones([2], { dtype: "float64" });
    a.add(b).backward(seed);
    a.grad!.mutate("test", (data) => data.fill(9));
    expect(b.grad!.toArray()).toEqual([1, 1]);
    expect(seed.toArray()).toEqual([1, 1]);
  });

  test("frees the graph, and says what to do about a second walk", () => {
    const state = leaf([1]).tanh();
    state.sum().backward();
    expect(() => state.mul(2).sum().backward()).toThrow(/detachState.*retainGraph/s);
    const y = leaf([1]).tanh().sum();
    y.backward(undefined, { retainGraph: true });
    expect(() => y.backward()).not.toThrow();
  });

  test("refuses outputs that are not one element, and gradients of another shape", () => {
    const x = leaf([1, 2]);
    expect(() => x.mul(2).backward()).toThrow(/shape \[2\]/);
    expect(() => x.mul(2).backward(tensor([1], { dtype: "float64" }))).toThrow(GraphError);
    expect(() => tensor([1]).backward()).toThrow(/no history/);
  });

  test("with inputs, reaches only those, leaves or not", () => {
    const x = leaf([1, 2]);
    const w = leaf([3, 4]);
    const h = x.mul(w);
    h.square()
      .sum()
      .backward(undefined, { inputs: [h, w] });
    expect(x.grad).toBeNull();
    assertClose(h.grad!, h.detach().mul(2), exact);
    assertClose(w.grad!, h.detach().mul(2).mul(x.detach()), exact);
  });

  test("with createGraph, gradients can be differentiated again and again", () => {
    const x = leaf(1.5);
    let y = x.mul(x).mul(x).mul(x);
    const orders: number[] = [];
    for (let order = 0; order < 4; order++) {
      x.zeroGrad();
      y.backward(undefined, { createGraph: true });
      y = x.grad!;
      orders.push(y.item());
    }
    [4 * 1.5 ** 3, 12 * 1.5 ** 2, 24 * 1.5, 24].forEach((value, i) =>
      expect(orders[i]).toBeCloseTo(value, 9),
    );
  });
});

test.each<[string, (y: Tensor, x: Tensor) => unknown]>([
  ["gradients", (y, x) => gradients(y, [leaf(1), x])],
  ["backward", (y, x) => y.backward(undefined, { inputs: [leaf(1), x] })],
])("%s refuses inputs for which nothing is recorded, by number and name", (name, run) => {
  const w = leaf([1, 2]);
  const x = tensor([3, 4], { dtype: "float64" });
  x.name = "x";
  const y = w.mul(x).sum();
  expect(() => run(y, x)).toThrow(GraphError);
  expect(() => run(y, x)).toThrow(new RegExp(`^${name}: inputs\\[1\\] \\("x", \\[2\\]\\) .* requiresGrad`));
  expect(() => run(y, w.detach())).toThrow(/inputs\[1\] \(\[2\]\)/);
  expect(w.grad).toBeNull();
});

describe("gradients", () => {
  test("of intermediates and leaves at once, in one walk, touching no .grad", () => {
    const x = leaf([1, 2]);
    const h = x.mul(3).retainGrad();
    const loss = h.square().sum();
    const unrelated = leaf([5]);
    const [dh, dx, none] = gradients(loss, [h, x, unrelated], { retainGraph: true });
    assertClose(dh, h.detach().mul(2), exact);
    assertClose(dx, dh.mul(3), exact);
    expect(none.toArray()).toEqual([0]);
    expect([x.grad, h.grad]).toEqual([null, null]);
    expect(() => loss.backward()).not.toThrow();
    expect(() => gradients(h, [x])).toThrow(/one element/);
  });
});

describe("detach", () => {
  test("detach() shares data and stops the gradient", () => {
    const x = leaf([2, 3]);
    const y = x.square();
    y.detach().mul(x).sum().backward();
    assertClose(x.grad!, y.detach(), exact);
    expect(y.detach().data).toBe(y.data);
  });

  test("detach_() also stops graphs that were built on it before", () => {
    const x = leaf([2]);
    const h1 = x.mul(3);
    const h2 = h1.mul(5);
    h1.detach_();
    expect(h1.isLeaf).toBe(true);
    h2.backward();
    expect(x.grad).toBeNull();
  });

  test("detach_() of one of several outputs leaves the others attached", () => {
    const x = leaf([[1], [2]]);
    const [first, second] = x.unstack();
    const y = first.mul(10).add(second.mul(100));
    first.detach_();
    y.backward();
    expect(x.grad!.toArray()).toEqual([[0], [100]]);
  });
});

describe("writes in place", () => {
  test("to something a rule saved make backward throw, naming both", () => {
    const w = leaf([1, 2], "weight");
    const y = w.mul(leaf([3, 4])).sum();
    w.mutate("SGD.step", (data) => data.fill(0));
    expect(() => y.backward()).toThrow(/mul.*"weight".*SGD\.step/s);
  });

  test("to a window count for the tensor it looks into", () => {
    const x = leaf([[1, 2], [3, 4]]); // prettier-ignore
    const y = x.mul(x).sum();
    x.detach()
      .reshape([4])
      .mutate("test", (data) => (data[0] = 9));
    expect(() => y.backward()).toThrow(GraphError);
  });

  test("of leaves are accepted with updatedLeaves, and current values are used", () => {
    const w = leaf([2]);
    const x = leaf([3]);
    const y = x.mul(w).sum();
    w.mutate("SGD.step", (data) => data.fill(7));
    y.backward(undefined, { updatedLeaves: true });
    expect(x.grad!.toArray()).toEqual([7]);
    const h = leaf([1]).tanh();
    const z = h.mul(h).sum();
    h.mutate("somebody", (data) => data.fill(0));
    expect(() => z.backward(undefined, { updatedLeaves: true })).toThrow(/somebody/);
  });
});

describe("hooks and retained gradients", () => {
  test("a hook sees the finished gradient once and may replace it", () => {
    const x = leaf([1, 2]);
    const h = x.mul(2);
    const seen: number[] = [];
    const remove = h.registerHook((grad) => {
      seen.push(...(grad.toArray() as number[]));
      return grad.mul(10);
    });
    h.retainGrad();
    h.add(h.mul(3)).sum().backward();
    expect(seen).toEqual([4, 4]);
    expect(h.grad!.toArray()).toEqual([40, 40]);
    expect(x.grad!.toArray()).toEqual([80, 80]);
    remove();
    x.mul(1).sum().backward();
    expect(seen).toHaveLength(2);
  });

  test("a hook may not change the shape", () => {
    const x = leaf([1, 2]);
    x.registerHook(() => ones([3], { dtype: "float64" }));
    expect(() => x.sum().backward()).toThrow(/registerHook/);
  });
});

describe("gradient modes", () => {
  test("noGrad records nothing and is restored when the function throws", () => {
    const x = leaf([1]);
    expect(noGrad(() => x.mul(2)).requiresGrad).toBe(false);
    expect(noGrad(() => enableGrad(() => x.mul(2))).requiresGrad).toBe(true);
    expect(() =>
      noGrad(() => {
        throw new Error("inside");
      }),
    ).toThrow("inside");
    expect(isGradEnabled()).toBe(true);
  });

  test("noGrad refuses an asynchronous function", () => {
    expect(() => noGrad(async () => await Promise.resolve(1))).toThrow(/Promise/);
  });

  test("detectAnomaly names the operation whose gradient is NaN", () => {
    const x = leaf([0]);
    expect(() => detectAnomaly(() => x.div(x).mul(0).sum().backward())).toThrow(/div/);
  });
});
