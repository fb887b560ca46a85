import { tensor, type Tensor } from "@rewind/autograd";
import fc from "fast-check";
import { expect, test } from "vitest";
import { EMA } from "../src/index.ts";
import { parameter, run } from "./support/parameters.ts";

test("is the exponential moving average of what the parameter was", () => {
  fc.assert(
    fc.property(run, fc.constantFrom(0, 0.5, 0.9, 1), ({ values, grads }, decay) => {
      const param = parameter(values, grads[0]);
      const average = new EMA([param], { decay });
      let wanted = values;
      for (const next of grads) {
        param.data.set(next);
        average.update();
        wanted = wanted.map((a, i) => decay * a + (1 - decay) * next[i]);
      }
      average.stateDict().averages[0].data.forEach((a, i) => expect(a).toBeCloseTo(wanted[i], 12));
    }),
  );
});

test("swapping twice changes nothing, once exchanges", () => {
  const param = parameter([1, 2], [0, 0]);
  const average = new EMA([param], { decay: 0.5 });
  param.data.set([3, 6]);
  average.update();
  average.swap();
  expect(Array.from(param.data)).toEqual([2, 4]);
  average.swap();
  expect(Array.from(param.data)).toEqual([3, 6]);
  expect(Array.from(average.stateDict().averages[0].data)).toEqual([2, 4]);
});

test("resumes from its state, and refuses another's whole", () => {
  const params = [parameter([1, 2], [0, 0]), parameter([3], [0])];
  const average = new EMA(params);
  const state = average.stateDict();
  const [first] = state.averages;
  first.data.fill(7);
  const load = (...averages: Tensor[]): void => average.loadStateDict({ updates: 1, averages });
  expect(() => load(first, tensor([1, 2]))).toThrow(/^EMA.loadStateDict: entry 1/);
  expect(() => load(first)).toThrow(/a list of 2/);
  expect(Array.from(average.stateDict().averages[0].data)).toEqual([1, 2]);
  average.loadStateDict(state);
  expect(Array.from(average.stateDict().averages[0].data)).toEqual([7, 7]);
});

test("refuses bad options", () => {
  const param = parameter([1], [0]);
  for (const decay of [-1, 1.1, NaN]) expect(() => new EMA([param], { decay })).toThrow(/^EMA: decay/);
  expect(() => new EMA([])).toThrow(/^EMA: params/);
  expect(() => new EMA(param as never)).toThrow(/^EMA: params/);
  expect(() => new EMA([param], { beta: 1 } as never)).toThrow(/^EMA: unknown option/);
});
