import fc from "fast-check";
import { expect, test } from "vitest";
import { alignmentPlot, connectivity, gates, gradientHeatmap, type Picture } from "../../src/index.ts";
import { finite, gradientNorm, matrices, matrixOf } from "../support/arbitraries.ts";
import { assertPicture, marks, words, type Mark } from "../support/parse.ts";

/** Cells, which unlike the legend say what they stand for. */
function cells(picture: Picture): Mark[] {
  return marks(assertPicture(picture), "rect").filter((rect) => marks(rect, "title").length > 0);
}

test("a cell for each number", () => {
  fc.assert(
    fc.property(matrices(gradientNorm), matrices(finite), (norms, values) => {
      const size = norms.flat().length;
      expect(cells(connectivity(norms))).toHaveLength(size);
      expect(cells(alignmentPlot(values))).toHaveLength(values.flat().length);
      expect(cells(gates({ i: values, f: values }))).toHaveLength(2 * values.flat().length);
    }),
    { numRuns: 20 },
  );
});

test("the larger a number, the stronger its colour; zero has none", () => {
  fc.assert(
    fc.property(matrixOf(gradientNorm, 2, 5), ([a, b]) => {
      const opacities = cells(gradientHeatmap({ one: { h: a, c: b } })).map((cell) =>
        Number(cell.getAttribute("fill-opacity")),
      );
      const norms = [...a, ...b];
      norms.forEach((norm, i) => {
        expect(opacities[i] === 0).toBe(norm === 0);
        norms.forEach((other, j) => {
          if (norm > other) expect(opacities[i]).toBeGreaterThanOrEqual(opacities[j]);
        });
      });
    }),
    { numRuns: 30 },
  );
});

test("the sign has a colour of its own", () => {
  const [positive, negative] = cells(gates({ g: [[0.5], [-0.5]] })).map((cell) => cell.getAttribute("fill"));
  expect(positive).not.toBe(negative);
});

test("layers and labels are named", () => {
  const layers = gradientHeatmap({
    "layer 0": { i: [1, 2], f: [1, 2] },
    "layer 1": { i: [3, 4], f: [5, 6] },
  });
  expect(words(assertPicture(layers))).toEqual(expect.arrayContaining(["layer 0", "layer 1", "i", "f"]));
  const aligned = alignmentPlot([[1, 0]], { source: "a ", target: ["b"] });
  expect(words(assertPicture(aligned))).toEqual(expect.arrayContaining(["a", "␣", "b"]));
});

test("layers of different gates or lengths are refused", () => {
  expect(() => gradientHeatmap({ a: { i: [1] }, b: { f: [1] } })).toThrow(
    /^gradientHeatmap: b has the gates f/,
  );
  expect(() => gradientHeatmap({ a: { i: [1] }, b: { i: [1, 2] } })).toThrow(
    /^gradientHeatmap: b\.i has 2 steps/,
  );
});
