import { ArgumentError, ShapeError, tensor, zeros } from "@rewind/autograd";
import { array, assert, boolean, integer, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { resetRows } from "../src/index.ts";
import { randomTensor } from "./support/random-tensor.ts";

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

  test("with an initial state, puts its rows there, gradients included", () => {
    const state = { h: randomTensor([3, 2], 1, true) };
    const initial = { h: randomTensor([3, 2], 2, true) };
    const reset = resetRows(state, [false, true, false], { initial });
    expect(reset.h.select(0, 1).toArray()).toEqual(initial.h.select(0, 1).toArray());
    expect(reset.h.select(0, 2).toArray()).toEqual(state.h.select(0, 2).toArray());
    reset.h.sum().backward();
    expect(initial.h.grad!.toArray()).toEqual([[0, 0], [1, 1], [0, 0]]); // prettier-ignore
    expect(state.h.grad!.toArray()).toEqual([[1, 1], [0, 0], [1, 1]]); // prettier-ignore
    expect(() => resetRows(state, [true, true, true], { initial: { h: zeros([2, 2]) } })).toThrow(
      /^resetRows: the initial state has "h" of shape \[2, 2\]/,
    );
  });
});
