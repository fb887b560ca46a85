import fc from "fast-check";
import { tensor } from "@rewind/autograd";
import { expect, test } from "vitest";
import { SWA } from "../src/index.ts";
import { throughJson } from "./support/round-trip.ts";
import { parameter, run } from "./support/parameters.ts";

test("is the equal average of what the parameter was at every update", () => {
  fc.assert(
    fc.property(run, ({ values, grads: visited }) => {
      const param = parameter(values, values);
      const average = new SWA([param]);
      for (const next of visited) {
        param.data.set(next);
        average.update();
      }
      average.swap();
      values.forEach((_, i) => {
        const mean = visited.reduce((sum, at) => sum + at[i], 0) / visited.length;
        expect(param.data[i]).toBeCloseTo(mean, 12);
      });
      expect(average.updates).toBe(visited.length);
    }),
  );
});

test("resumes bit for bit", () => {
  const [a, b] = [parameter([1, 2], [0, 0]), parameter([5, 5], [0, 0])];
  const [first, second] = [new SWA([a]), new SWA([b])];
  first.update();
  const { updates, averages } = first.stateDict();
  second.loadStateDict({ updates: throughJson(updates), averages });
  for (const [param, average] of [[a, first], [b, second]] as const) {
    param.data.set([0.3, 7]);
    average.update();
  } // prettier-ignore
  expect(second.stateDict()).toEqual(first.stateDict());
});

test("refuses what is no list of parameters, and states of something else", () => {
  const param = parameter([1], [1]);
  for (const params of [[], param, 1, null, [1]])
    expect(() => new SWA(params as never)).toThrow(/^SWA: params/);
  const average = new SWA([param]);
  for (const state of [
    null,
    {},
    { updates: 1, averages: [] },
    { updates: 0.5, averages: [param] },
    { updates: 1, averages: [tensor([1])] },
  ]) {
    expect(() => average.loadStateDict(state as never)).toThrow(/^SWA.loadStateDict: /);
  }
});
