import fc from "fast-check";
import { expect, test } from "vitest";
import { EarlyStopping } from "../src/index.ts";
import { throughJson } from "./support/round-trip.ts";

test("stops exactly when the best is more than patience evaluations ago", () => {
  const values = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 1 });
  fc.assert(
    fc.property(
      values,
      fc.nat({ max: 3 }),
      fc.constantFrom<"min" | "max">("min", "max"),
      (list, patience, mode) => {
        const stopping = new EarlyStopping({ patience, mode });
        list.forEach((value, i) => {
          const before = list.slice(0, i);
          const best = stopping.step(value);
          expect(best).toBe(before.every((other) => (mode === "min" ? value < other : value > other)));
          const seen = list.slice(0, i + 1);
          const extreme = mode === "min" ? Math.min(...seen) : Math.max(...seen);
          expect(stopping.best).toBe(extreme);
          expect(stopping.shouldStop).toBe(i - seen.indexOf(extreme) > patience);
        });
      },
    ),
  );
});

test("counts NaN and improvements below minDelta as none", () => {
  const stopping = new EarlyStopping({ patience: 1, minDelta: 0.5 });
  expect([NaN, 3, 2.6, 2.5, 2.4].map((value) => stopping.step(value))).toEqual([
    false,
    true,
    false,
    false,
    true,
  ]);
  expect([stopping.best, stopping.shouldStop]).toEqual([2.4, false]);
  expect(new EarlyStopping({ patience: 0 }).step(NaN)).toBe(false);
});

test("refuses bad options and values", () => {
  expect(() => new EarlyStopping({ patience: -1 })).toThrow(/^EarlyStopping: patience/);
  expect(() => new EarlyStopping({ minDelta: NaN })).toThrow(/^EarlyStopping: minDelta/);
  expect(() => new EarlyStopping({ mode: "less" as never })).toThrow(/^EarlyStopping: mode/);
  expect(() => new EarlyStopping().step("1" as never)).toThrow(/^EarlyStopping.step: the value/);
});

test("goes on from its state, and refuses another's", () => {
  const values = fc.array(fc.constantFrom(1, 2, 3, NaN, Infinity, -Infinity));
  fc.assert(
    fc.property(values, values, (before, after) => {
      const [straight, resumed] = [new EarlyStopping(), new EarlyStopping()];
      before.forEach((value) => straight.step(value));
      resumed.loadStateDict(throughJson(straight.stateDict()));
      const said = [straight, resumed].map((stopping) => after.map((value) => stopping.step(value)));
      expect(said[1]).toEqual(said[0]);
      expect(resumed.stateDict()).toEqual(straight.stateDict());
    }),
  );
  for (const state of [null, {}, { best: NaN, badEpochs: 0 }, { best: 1, badEpochs: -1 }]) {
    expect(() => new EarlyStopping().loadStateDict(state as never)).toThrow(/^EarlyStopping.loadStateDict/);
  }
});
