import { Generator, randint, type Tensor } from "@rewind/autograd";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EmbeddingBag, type BagMode } from "../src/index.ts";

const bags = fc.record({
  seed: fc.integer({ min: 1, max: 1e6 }),
  sizes: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 4 }),
  mode: fc.constantFrom<BagMode>("sum", "mean", "max"),
  paddingIdx: fc.constantFrom(undefined, 0, 2),
});
const offsetsOf = (sizes: number[]): number[] =>
  sizes.map((_, bag) => sizes.slice(0, bag).reduce((a, b) => a + b, 0));

describe("EmbeddingBag", () => {
  test("reduces the rows of each bag, padding left out; what is empty is zero", () => {
    fc.assert(
      fc.property(bags, ({ seed, sizes, mode, paddingIdx }) => {
        const generator = new Generator(seed);
        const layer = new EmbeddingBag(4, 3, { mode, generator, ...(paddingIdx === undefined ? {} : { paddingIdx }) });
        const offsets = offsetsOf(sizes);
        const indices = randint(0, 4, [sizes.reduce((a, b) => a + b, 0)], { generator });
        const out = layer.forward(indices, { offsets });
        expect(out.shape).toEqual([sizes.length, 3]);
        sizes.forEach((size, bag) => {
          const own = [...indices.subarray(offsets[bag], offsets[bag] + size)].filter((i) => i !== paddingIdx);
          for (let d = 0; d < 3; d++) {
            const values = own.map((i) => layer.weight.data[i * 3 + d]);
            const sum = values.reduce((a, b) => a + b, 0);
            const wanted = mode === "sum" ? sum : mode === "mean" ? sum / values.length : Math.max(...values);
            expect(out.data[bag * 3 + d]).toBeCloseTo(own.length === 0 ? 0 : wanted, 5);
          }
        });
      }),
      { numRuns: 60 },
    );
  }); // prettier-ignore

  test("rows of a matrix are bags; weights scale what they stand beside", () => {
    const layer = new EmbeddingBag(4, 3, { mode: "sum", generator: new Generator(1) });
    const rows = [[0, 3], [2, 2]]; // prettier-ignore
    const flat = layer.forward(rows.flat(), { offsets: [0, 2] });
    expect(layer.forward(rows).toArray()).toEqual(flat.toArray());
    expect(layer.forward(Int32Array.of(0, 3, 2, 2), { shape: [2, 2] }).toArray()).toEqual(flat.toArray());
    const twice = layer.forward(rows, { perSampleWeights: [[2, 2], [2, 2]] }); // prettier-ignore
    twice.data.forEach((value, i) => expect(value).toBeCloseTo(2 * flat.data[i], 5));
  });

  test("padding gets no gradient, and does not spread infinities", () => {
    const layer = new EmbeddingBag(3, 2, { paddingIdx: 1, generator: new Generator(1) });
    layer.weight.mutate("test", (data) => data.set([Infinity, NaN], 2));
    const out = layer.forward([[0, 1], [1, 1]]); // prettier-ignore
    expect(out.data.every(Number.isFinite)).toBe(true);
    out.sum().backward();
    expect([...(layer.weight.grad as Tensor).data]).toEqual([1, 1, 0, 0, 0, 0]);
  });
});
