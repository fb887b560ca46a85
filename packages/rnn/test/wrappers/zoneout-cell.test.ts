import { Generator, zeros, type Tensor } from "@rewind/autograd";
import { assert, double, integer, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { ElmanCell, LSTMCell, ZoneoutCell, unroll } from "../../src/index.ts";
import { coinFlips } from "../../src/wrappers/coin-flips.ts";
import { assertClose } from "../support/assert-close.ts";
import { randomTensor } from "../support/random-tensor.ts";

const lstm = (hiddenSize: number): LSTMCell =>
  new LSTMCell(3, hiddenSize, { generator: new Generator(1) }).to("float64");
const mean = (t: Tensor): number => t.mean().item();

describe("in training", () => {
  test("each unit keeps its old value or takes the new, at the rates of its tensor", () => {
    const inner = lstm(500);
    const cell = new ZoneoutCell(inner, { p: { c: 0.5, h: 0.1 }, generator: new Generator(2) });
    const x = randomTensor([2, 3], 3);
    const before = { h: randomTensor([2, 500], 4), c: randomTensor([2, 500], 5) };
    const [output, { cell: after }] = cell.step(x, { ...cell.initialState(2), cell: before });
    const [, taken] = inner.step(x, before);
    for (const [name, p] of [["h", 0.1], ["c", 0.5]] as const) {
      const kept = after[name].data.map((value, i) => (value === before[name].data[i] ? 1 : 0));
      after[name].data.forEach((value, i) => expect([before[name].data[i], taken[name].data[i]]).toContain(value));
      expect(Math.abs(kept.filter((one) => one === 1).length / 1000 - p)).toBeLessThan(0.05);
    }
    expect(output).toBe(after.h);
  }); // prettier-ignore

  test("chooses anew at every step and for every row, the same again from the same state", () => {
    const cell = new ZoneoutCell(lstm(64), { p: 0.5, generator: new Generator(2) });
    const xs = randomTensor([3, 2, 3], 3).mul(0);
    const start = cell.initialState(2);
    const run = (): Tensor => unroll(cell, xs, { state: start }).outputs;
    expect([...run().data]).toEqual([...run().data]);
    const masks = [0, 1].map((step) => [...coinFlips(start.key.add(step), 0.5, 0, [2, 64]).data].join(""));
    expect(new Set(masks.flatMap((mask) => [mask.slice(0, 64), mask.slice(64)])).size).toBe(4);
    expect([...unroll(cell, xs, { state: cell.initialState(2) }).outputs.data]).not.toEqual([...run().data]);
  });

  test("an output that is no part of the state passes", () => {
    const inner = new ElmanCell(3, 4, 2, { generator: new Generator(1) });
    const x = randomTensor([2, 3], 3).to("float32");
    const [output] = new ZoneoutCell(inner, { p: 1 }).forward(x);
    assertClose(output, inner.forward(x)[0], 0);
  });
});

test("in evaluation it is the mean of what training may choose", () => {
  const inner = lstm(4);
  const cell = new ZoneoutCell(inner, { p: { c: 0.5, h: 0.1 } }).eval();
  const x = randomTensor([2, 3], 3);
  const before = { h: randomTensor([2, 4], 4), c: randomTensor([2, 4], 5) };
  const [output, { cell: after }] = cell.step(x, { ...cell.initialState(2), cell: before });
  const [, taken] = inner.step(x, before);
  assertClose(after.h, before.h.mul(0.1).add(taken.h.mul(0.9)));
  assertClose(after.c, before.c.mul(0.5).add(taken.c.mul(0.5)));
  assertClose(output, after.h);
});

test("replayed again and again, in training and evaluation by turns, is what it is unrolled", () => {
  const xs = randomTensor([5, 2, 3], 1);
  const run = (scan: "always" | "never"): Tensor[] => {
    const cell = new ZoneoutCell(lstm(4), { p: 0.4, generator: new Generator(2) });
    return [true, true, false, true].map((mode) => unroll(cell.train(mode), xs, { scan }).outputs);
  };
  const unrolled = run("never");
  run("always").forEach((outputs, i) => assertClose(outputs, unrolled[i], 1e-12));
});

test("p = 0 is the cell itself, p = 1 never moves", () => {
  const xs = randomTensor([5, 2, 3], 1);
  assertClose(unroll(new ZoneoutCell(lstm(4), { p: 0 }), xs).outputs, unroll(lstm(4), xs).outputs, 0);
  expect(unroll(new ZoneoutCell(lstm(4), { p: 1 }), xs).outputs.data.every((value) => value === 0)).toBe(
    true,
  );
});

test("flips of a key are as many ones as p says, and independent of those of other keys, rows and salts", () => {
  assert(
    property(integer({ min: 0, max: 2 ** 23 }), double({ min: 0, max: 1, noNaN: true }), (key, p) => {
      const keys = zeros([2, 1]).add(key);
      const flips = [coinFlips(keys, p, 0, [2, 3000]), coinFlips(keys.add(1), p, 0, [2, 3000]), coinFlips(keys, p, 1, [2, 3000])]; // prettier-ignore
      const rows = flips.flatMap((t) => [t.select(0, 0), t.select(0, 1)]);
      for (const row of rows) expect(Math.abs(mean(row) - p)).toBeLessThan(0.05);
      rows.forEach((row, i) =>
        rows
          .slice(0, i)
          .forEach((other) => expect(Math.abs(mean(row.mul(other)) - p * p)).toBeLessThan(0.05)),
      );
    }),
    { numRuns: 30 },
  );
});

test("a name the state lacks, and what is no probability, are refused", () => {
  expect(() => new ZoneoutCell(lstm(2), { p: { cell: 0.5 } }).initialState(1)).toThrow(
    /^ZoneoutCell: p names "cell", which the state lacks; its tensors are "h", "c"/,
  );
  expect(() => new ZoneoutCell(lstm(2), { p: { h: 2 } })).toThrow(/^ZoneoutCell: p.h must be a number/);
  expect(() => new ZoneoutCell(lstm(2), { p: NaN })).toThrow(/^ZoneoutCell: p must be a number from 0 to 1/);
});
