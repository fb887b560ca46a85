import { ArgumentError, ShapeError, tensor, zeros } from "@rewind/autograd";
import { array, assert, boolean, integer, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { detachState, flattenState, mapState, resetRows } from "../src/index.ts";
import { randomTensor } from "./support/random-tensor.ts";

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

describe("resetRows", () => {
  test("zeroes the rows of the mask, values and gradients, and passes the others", () => {
    assert(
      property(
        array(boolean(), { minLength: 1, maxLength: 5 }),
        integer({ min: 1, max: 3 }),
        (mask, layers) => {
          const state = {
            h: randomTensor([mask.length, 2], 1, true),
            c: randomTensor([layers, mask.length, 3], 2, true),
          };
          const reset = resetRows(state, mask);
          reset.h.sum().add(reset.c.sum()).backward();
          mask.forEach((gone, row) => {
            for (const [before, after] of [
              [state.h, reset.h],
              [state.c.select(0, 0), reset.c.select(0, 0)],
            ]) {
              // prettier-ignore
              const expected = gone ? before.select(0, row).mul(0) : before.select(0, row);
              expect(after.select(0, row).toArray().map(Number)).toEqual(
                expected.toArray().map((v) => Number(v) + 0),
              );
            }
            const wanted = gone ? 0 : 1;
            expect(state.h.grad!.select(0, row).toArray()).toEqual([wanted, wanted]);
            expect(state.c.grad!.select(1, row).data.every((g) => g === wanted)).toBe(true);
          });
        },
      ),
    );
  });

  test("takes another batch axis, and refuses a mask of another size", () => {
    const state = tensor([[1, 2, 3], [4, 5, 6]]); // prettier-ignore
    expect(resetRows(state, [0, 1, 0], { axis: 1 }).toArray()).toEqual([[1, 0, 3], [4, 0, 6]]); // prettier-ignore
    expect(() => resetRows(state, [true])).toThrow(ShapeError);
    expect(() => resetRows({ h: zeros([2, 2]) }, 5 as never)).toThrow(ArgumentError);
  });

  test("NaN in a row that is reset is gone", () => {
    const x = tensor([[NaN], [1]], { requiresGrad: true });
    const reset = resetRows(x, [true, false]);
    reset.square().sum().backward();
    expect([...reset.data, ...x.grad!.data]).toEqual([0, 1, 0, 2]);
  });
});
