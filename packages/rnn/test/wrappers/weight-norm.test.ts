import { Generator } from "@rewind/autograd";
import { init } from "@rewind/nn";
import { expect, test } from "vitest";
import { GRUCell, RNNCell, WeightNorm, unroll } from "../../src/index.ts";
import { assertClose } from "../support/assert-close.ts";
import { randomTensor } from "../support/random-tensor.ts";

const gru = (): GRUCell => new GRUCell(3, 4, { generator: new Generator(1) }).to("float64");
const xs = randomTensor([5, 2, 3], 1);

test("computes at first what the cell computes", () => {
  assertClose(unroll(new WeightNorm(gru()), xs).outputs, unroll(gru(), xs).outputs, 1e-12);
});

test("the length of a row is g's alone: v may be scaled, and gets no gradient along itself", () => {
  const cell = new WeightNorm(gru(), { weights: ["weight_hh"] });
  const { weight_hh } = cell.cell as GRUCell;
  const before = unroll(cell, xs).outputs;
  weight_hh.mutate("test", (data) => data.forEach((value, i) => (data[i] = 3 * value)));
  const { outputs } = unroll(cell, xs);
  assertClose(outputs, before, 1e-12);
  outputs.square().sum().backward();
  const along = weight_hh.grad!.mul(weight_hh).sum({ axis: 1 });
  expect(along.data.every((value) => Math.abs(value) < 1e-12)).toBe(true);
  expect(cell.g[0].shape).toEqual([12, 1]);
  expect(cell.g[0].grad!.data.every((value) => value !== 0)).toBe(true);
});

test("its lengths are parameters beside the cell's", () => {
  const names = new WeightNorm(gru()).namedParameters().map(([name]) => name);
  expect(names).toEqual(
    expect.arrayContaining(["g.0", "g.1", "cell.weight_ih", "cell.weight_hh", "cell.bias_ih"]),
  );
  expect(names).toHaveLength(6);
});

test("a row of zeros has no direction", () => {
  const cell = new RNNCell(2, 3);
  init.zeros(cell.weight_hh);
  expect(() => new WeightNorm(cell)).toThrow(/^WeightNorm: row 0 of "weight_hh" is zero/);
});
