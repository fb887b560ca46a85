import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { gradientFlowPlot } from "../../src/index.ts";
import { gradientNorm } from "../support/arbitraries.ts";
import { assertPicture, marks, words } from "../support/parse.ts";

const flows = fc
  .array(fc.array(gradientNorm, { minLength: 1, maxLength: 20 }), { minLength: 1, maxLength: 3 })
  .filter((series) => series.flat().some((norm) => norm > 0));

test("a mark for each norm, a ring for each zero, on a logarithmic axis", () => {
  fc.assert(
    fc.property(flows, (series) => {
      const named = Object.fromEntries(series.map((norms, i) => [`model ${i}`, norms]));
      const root = assertPicture(gradientFlowPlot(named));
      expect(marks(root, "circle")).toHaveLength(series.flat().length);
      const rings = marks(root, 'g[fill="none"] circle, circle[fill="none"]');
      expect(rings).toHaveLength(series.flat().filter((norm) => norm === 0).length);
      expect(words(root)).toEqual(
        expect.arrayContaining([...Object.keys(named), "time step t", "‖∂J/∂h_t‖"]),
      );
    }),
    { numRuns: 30 },
  );
});

describe("regions", () => {
  const labels = (norms: number[], options = {}): string[] =>
    words(assertPicture(gradientFlowPlot({ RNN: norms }, options))).filter((word) => word.endsWith("ing"));

  test("are marked where a curve reaches them", () => {
    expect(labels([0.5, 0.8, 1])).toEqual([]);
    expect(labels([1e-5, 1e-2, 1])).toEqual(["vanishing"]);
    expect(labels([1e6, 100, 1])).toEqual(["exploding"]);
    expect(labels([1e-5, 1e6, 1])).toEqual(["vanishing", "exploding"]);
    expect(labels([0.5, 0.8, 1], { vanishing: 0.6, exploding: 0.9 })).toEqual(["vanishing", "exploding"]);
  });
});

test("a line for each cut", () => {
  const dashed = (cuts: number[]): number =>
    marks(assertPicture(gradientFlowPlot({ RNN: [1, 1, 1, 1] }, { cuts })), "g[stroke-dasharray] line")
      .length;
  expect(dashed([])).toBe(0);
  expect(dashed([2])).toBe(1);
  expect(dashed([1, 3])).toBe(2);
  expect(() => gradientFlowPlot({ RNN: [1] }, { cuts: [2] })).toThrow(/^gradientFlowPlot: cuts/);
  expect(() => gradientFlowPlot({ RNN: [0, 0] })).toThrow(/^gradientFlowPlot: every norm is zero/);
  expect(() => gradientFlowPlot({ norms: { h: [1] } } as never)).toThrow(
    /^gradientFlowPlot: norms are { h }, .* flow.norms.h/,
  );
});
