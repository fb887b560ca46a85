import fc from "fast-check";
import { expect, test } from "vitest";
import { linePath, logPosition, thin, ticks } from "../live/chart.ts";

test("thinning keeps the mean of equal parts and never lengthens", () => {
  expect(thin([1, 3, 5, 7], 2)).toEqual([2, 6]);
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 9, noNaN: true })),
      fc.integer({ min: 1, max: 50 }),
      (values, count) => {
        const thinned = thin(values, count);
        expect(thinned).toHaveLength(Math.min(values.length, count));
        for (const value of thinned) expect(value).toBeLessThanOrEqual(Math.max(...values) + 1e-9);
      },
    ),
  );
});

test("a line spans its area and stays inside", () => {
  const area = { left: 10, right: 110, top: 0, bottom: 50 };
  expect(linePath([0, 2, 9], 4, area)).toBe("M10.0 50.0L60.0 25.0L110.0 0.0");
  expect(linePath([], 4, area)).toBe("");
});

test("ticks are round, start at 0 and end at or below the top", () => {
  expect(ticks(4.2).map(({ label }) => label)).toEqual(["0", "2", "4"]);
  fc.assert(
    fc.property(fc.double({ min: 1e-3, max: 1e5, noNaN: true }), (top) => {
      const marks = ticks(top);
      expect(marks.length).toBeGreaterThanOrEqual(2);
      expect(marks.length).toBeLessThanOrEqual(4);
      expect(marks[marks.length - 1].at).toBeLessThanOrEqual(top * (1 + 1e-9));
    }),
  );
});

test("a logarithmic axis has its ends at 0 and 1 and its geometric mean in the middle", () => {
  expect(logPosition(1e-4, 1e-4, 1)).toBe(0);
  expect(logPosition(0, 1e-4, 1)).toBe(0);
  expect(logPosition(1e-2, 1e-4, 1)).toBeCloseTo(0.5);
  expect(logPosition(7, 1e-4, 1)).toBe(1);
});
