import { ArgumentError, tensor, zeros } from "@rewind/autograd";
import { expect, test } from "vitest";
import {
  GRU,
  GRUCell,
  detachState,
  flattenState,
  mapState,
  resetRows,
  truncatedBPTT,
  unroll,
} from "../src/index.ts";

const tree = { h: tensor([1]), deep: [tensor([2]), { c: tensor([3]) }] as const };

test("flattenState lists tensors by path, depth first", () => {
  expect(flattenState(tree).map(({ path, tensor: leaf }) => [path, leaf.data[0]])).toEqual([
    ["h", 1],
    ["deep.0", 2],
    ["deep.1.c", 3],
  ]);
  expect(flattenState(tensor(1)).map((leaf) => leaf.path)).toEqual([""]);
});

test("mapState keeps the form and leaves the original alone", () => {
  const doubled = mapState(tree, (leaf) => leaf.mul(2));
  expect(flattenState(doubled).map((leaf) => leaf.tensor.data[0])).toEqual([2, 4, 6]);
  expect(doubled.deep[1].c.data[0]).toBe(6);
  expect(tree.h.data[0]).toBe(1);
});

test("detachState keeps values and drops history", () => {
  const x = tensor([2], { requiresGrad: true });
  const { h } = detachState({ h: x.mul(3) });
  expect([h.data[0], h.requiresGrad]).toEqual([6, false]);
});

test("what is no state is refused", () => {
  expect(() => flattenState({ h: 3 } as never)).toThrow(/"h" must be a Tensor.*got 3/);
  expect(() => mapState(new Map() as never, (leaf) => leaf)).toThrow(ArgumentError);
  expect(() => flattenState(null as never)).toThrow(ArgumentError);
});

test("what is no state is refused in the name of the function it was given to", () => {
  const none = null as never;
  const xs = zeros([4, 2, 3]);
  const calls: Record<string, () => unknown> = {
    flattenState: () => flattenState(none),
    mapState: () => mapState(none, (leaf) => leaf),
    detachState: () => detachState(none),
    resetRows: () => resetRows(none, [true]),
    unroll: () => unroll(new GRUCell(3, 2), xs, { state: none }),
    GRU: () => new GRU(3, 2).forward(xs, { state: none }),
    GRUCell: () => new GRUCell(3, 2).step(zeros([1, 3]), none),
    truncatedBPTT: () =>
      truncatedBPTT({ inputs: xs, k1: 1, k2: 1, state: none, step: (x, h) => [x.sum(), h] }),
  };
  for (const [name, call] of Object.entries(calls))
    expect(call).toThrow(new RegExp(`^${name}: (a|the) state must be a Tensor.*got null`));
  expect(() => mapState(zeros([1]), undefined as never)).toThrow(/^mapState: .* a function, got undefined/);
});
