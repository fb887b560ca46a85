import { tensor } from "@rewind/autograd";
import fc from "fast-check";
import { expect, test } from "vitest";
import { linePlot, lossCurve } from "../../src/index.ts";
import { finite } from "../support/arbitraries.ts";
import { assertPicture, marks, words } from "../support/parse.ts";

const series = fc.dictionary(
  fc.stringMatching(/^[a-z<&"]{1,6}$/),
  fc.array(finite, { minLength: 1, maxLength: 30 }),
  { minKeys: 1, maxKeys: 4, noNullPrototype: true },
);

test("a dot for each number and a name for each series", () => {
  fc.assert(
    fc.property(series, (drawn) => {
      const root = assertPicture(linePlot(drawn));
      expect(marks(root, "circle")).toHaveLength(Object.values(drawn).flat().length);
      expect(words(root)).toEqual(expect.arrayContaining(Object.keys(drawn)));
    }),
    { numRuns: 30 },
  );
});

test("a long series is a line with a corner for each number", () => {
  const root = assertPicture(lossCurve(Array.from({ length: 300 }, (_, i) => Math.sin(i))));
  expect(marks(root, "circle")).toHaveLength(0);
  const corners = marks(root, "path").map((path) => path.getAttribute("d")!.match(/[ML]/g)!.length);
  expect(Math.max(...corners)).toBe(300);
});

test("higher numbers stand higher", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 1, max: 1000 }), { minLength: 2, maxLength: 10 }),
      (values) => {
        for (const log of [false, true]) {
          const heights = marks(assertPicture(linePlot({ a: values }, { log })), "circle").map((dot) =>
            Number(dot.getAttribute("cy")),
          );
          const byValue = values.map((_, i) => i).sort((a, b) => values[a] - values[b]);
          const byHeight = values.map((_, i) => i).sort((a, b) => heights[b] - heights[a]);
          expect(byHeight).toEqual(byValue);
        }
      },
    ),
    { numRuns: 20 },
  );
});

test("axes carry their labels, and tensors are series too", () => {
  const root = assertPicture(linePlot({ a: tensor([1, 2, 3]) }, { x: "day", y: "births (thousands)" }));
  expect(words(root)).toEqual(expect.arrayContaining(["day", "births (thousands)"]));
});

test("a logarithmic axis has no place for zero", () => {
  expect(() => lossCurve([1, 0], { log: true })).toThrow(/^lossCurve: loss holds 0/);
  expect(() => linePlot({ a: [1] }, { start: Number.NaN })).toThrow(/^linePlot: start/);
});

test("numbers that are next to nothing are drawn as nothing", () => {
  assertPicture(linePlot({ a: [5e-324, -5e-324, 0], b: [1e-310] }));
});
