import { Generator, ones } from "@rewind/autograd";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Embedding, EmbeddingDropout, LockedDropout } from "../src/index.ts";

const seeds = fc.integer({ min: 1, max: 1e6 });

describe("LockedDropout", () => {
  test("drops the same features at every step, and scales the others", () => {
    fc.assert(
      fc.property(seeds, fc.boolean(), fc.constantFrom(0, 0.25, 0.5), (seed, batchFirst, p) => {
        const layer = new LockedDropout(p, { batchFirst, generator: new Generator(seed) });
        const out = layer.forward(ones(batchFirst ? [6, 5, 3] : [5, 6, 3]));
        const steps = out.unstack({ axis: batchFirst ? 1 : 0 }).map((step) => step.toArray());
        steps.forEach((step) => expect(step).toEqual(steps[0]));
        const scale = Math.fround(1 / (1 - p));
        expect(out.data.every((value) => value === 0 || value === scale)).toBe(true);
      }),
    );
  });

  test("drops a share p, anew at each call; evaluation and p = 0 pass everything, p = 1 nothing", () => {
    const layer = new LockedDropout(0.3, { generator: new Generator(1) });
    const x = ones([2, 100, 100]);
    const [a, b] = [layer.forward(x), layer.forward(x)];
    const kept = a.select(0, 0).greater(0).mean().item();
    expect(Math.abs(kept - 0.7)).toBeLessThan(0.02);
    expect([...a.data]).not.toEqual([...b.data]);
    expect(layer.eval().forward(x)).toBe(x);
    expect(new LockedDropout(1).forward(ones([2, 2])).toArray()).toEqual([[0, 0], [0, 0]]); // prettier-ignore
    const [first, second] = new LockedDropout(0.5, { batchFirst: true }).forward(ones([3, 8])).toArray();
    expect(first).toEqual(second);
  });
});

describe("EmbeddingDropout", () => {
  test("drops whole rows, wherever they are looked up, and their gradient", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const table = new Embedding(8, 3, { weight: ones([8, 3]) });
        const words = new EmbeddingDropout(table, 0.5, { generator: new Generator(seed) });
        const indices = [[0, 1, 2, 3], [3, 2, 1, 7], [7, 7, 0, 5]]; // prettier-ignore
        const out = words.forward(indices);
        const byRow = new Map<number, number>();
        out.reshape([12, 3]).unstack().forEach((vector, i) => {
          const row = indices.flat()[i];
          const value = byRow.get(row) ?? vector.data[0];
          byRow.set(row, value);
          expect([0, 2]).toContain(value);
          expect(vector.toArray()).toEqual([value, value, value]);
        });
        out.sum().backward();
        const uses = (row: number): number => indices.flat().filter((index) => index === row).length;
        table.weight.grad?.unstack().forEach((grad, row) =>
          expect(grad.toArray()).toEqual(new Array(3).fill((byRow.get(row) ?? 0) * uses(row))),
        );
      }),
      { numRuns: 30 },
    );
  }); // prettier-ignore

  test("in evaluation is the embedding, whose names it keeps below its own", () => {
    const words = new EmbeddingDropout(new Embedding(3, 2), 0.9).eval();
    expect(words.forward(Int32Array.of(0, 2), { shape: [2, 1] }).toArray()).toEqual(
      words.embedding.forward([[0], [2]]).toArray(),
    );
    expect(Object.keys(words.stateDict())).toEqual(["embedding.weight"]);
  });
});
