import { ArgumentError, Generator, randn, type Tensor } from "@rewind/autograd";
import fc from "fast-check";
import { expect, test } from "vitest";
import { BatchNorm1d, BatchNorm2d, Dropout, Linear, Sequential, updateBN } from "../src/index.ts";
import { assertClose } from "./support/assert-close.ts";

const draw = (shape: number[], seed: number): Tensor => randn(shape, { generator: new Generator(seed) });

test("statistics are the plain average over the batches, whatever they were before", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 2, max: 6 }), { minLength: 1, maxLength: 4 }), fc.nat(), (sizes, seed) => {
      const norm = new BatchNorm1d(3, { momentum: 0.3 });
      norm.forward(draw([5, 3], seed + 9).add(4));
      const batches = sizes.map((size, i) => draw([size, 3], seed + i).mul(2).add(i));
      updateBN(norm, batches);
      const average = (of: (batch: Tensor) => Tensor): Tensor =>
        batches.map(of).reduce((a, b) => a.add(b)).div(batches.length);
      const tolerance = { rtol: 1e-5, atol: 1e-5 };
      assertClose(norm.runningMean!, average((batch) => batch.mean({ axis: 0 })), tolerance);
      assertClose(norm.runningVar!, average((batch) => batch.variance({ axis: 0 })), tolerance);
      expect([norm.momentum, norm.numBatchesTracked!.item()]).toEqual([0.3, batches.length]);
    }),
    { numRuns: 30 },
  );
}); // prettier-ignore

test("reaches every norm inside a model; modes, weights and gradients are left alone", () => {
  const inner = new BatchNorm1d(4);
  const model = new Sequential(new Linear(2, 4), inner, new Dropout(0.5), new BatchNorm1d(4)).eval();
  inner.training = true;
  const weights = model.parameters().map((parameter) => parameter.toArray());
  updateBN(model, [draw([8, 2], 1), draw([8, 2], 2)]);
  expect(model.modules().map(({ training }) => training)).toEqual([false, false, true, false, false]);
  expect(model.parameters().map((parameter) => parameter.toArray())).toEqual(weights);
  expect(model.parameters().every(({ grad }) => grad === null)).toBe(true);
  for (const [name, buffer] of model.namedBuffers())
    if (name.endsWith("num_batches_tracked")) expect(buffer.item()).toBe(2);
});

test("nothing is kept of a pass that fails, nor of one without batches", () => {
  const norm = new BatchNorm1d(3);
  norm.forward(draw([4, 3], 1));
  const before = norm.buffers().map((buffer) => buffer.toArray());
  expect(() => updateBN(norm, [draw([4, 3], 2), draw([4, 5], 3)])).toThrow(/^BatchNorm1d: x \[4, 5\]/);
  expect(() => updateBN(norm, [])).toThrow(/^updateBN: there are no batches/);
  expect(norm.buffers().map((buffer) => buffer.toArray())).toEqual(before);
  expect([norm.momentum, norm.training]).toEqual([0.1, true]);
});

test("a model without statistics is not run; what is no model, or no batches, is refused", () => {
  updateBN(new BatchNorm2d(2, { trackRunningStats: false }), [null as never]);
  for (const bad of [null, 3, {}]) expect(() => updateBN(bad as never, [])).toThrow(ArgumentError);
  for (const bad of [null, undefined, 3, {}])
    expect(() => updateBN(new BatchNorm1d(2), bad as never)).toThrow(/^updateBN: /);
});

test("resetRunningStats", () => {
  const norm = new BatchNorm1d(2);
  norm.forward(draw([4, 2], 1));
  norm.resetRunningStats();
  expect(norm.buffers().map((buffer) => buffer.toArray())).toEqual([[0, 0], [1, 1], 0]); // prettier-ignore
});
