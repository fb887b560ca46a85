import {
  ArgumentError,
  ShapeError,
  type Tensor,
  gradcheck,
  randn,
  stack,
  tape,
  tensor,
  unstack,
  zeros,
} from "@rewind/autograd";
import { assert, property, integer, boolean } from "fast-check";
import { describe, expect, test } from "vitest";
import { GRUCell, unroll, type Cell } from "../src/index.ts";
import { assertClose } from "./support/assert-close.ts";
import { randomTensor } from "./support/random-tensor.ts";

type Memory = { readonly total: Tensor; readonly last: readonly [Tensor] };

/** A user's cell with a tree for a state: running sum, and the input before. */
class SumCell implements Cell<Memory> {
  inputSize = 2;
  outputSize = 2;
  initialState(batch: number): Memory {
    const zero = zeros([batch, 2], { dtype: "float64" });
    return { total: zero, last: [zero] };
  }
  step(x: Tensor, { total, last }: Memory): [Tensor, Memory] {
    const next = total.add(x.mul(last[0].add(1)));
    return [next.tanh(), { total: next, last: [x] }];
  }
}

describe("a user's cell", () => {
  test("is applied step by step, in either direction, for any T and B", () => {
    assert(
      property(
        integer({ min: 0, max: 5 }),
        integer({ min: 0, max: 3 }),
        boolean(),
        (steps, batch, reverse) => {
          const cell = new SumCell();
          const xs = randomTensor([steps, batch, 2], 5);
          const { outputs, state, states } = unroll(cell, xs, { reverse, keepStates: true });
          let by = cell.initialState(batch);
          const slices = unstack(xs);
          const expected = new Array<Tensor>(steps);
          for (let i = 0; i < steps; i++) {
            const t = reverse ? steps - 1 - i : i;
            [expected[t], by] = cell.step(slices[t], by);
            assertClose(states![t].total, by.total);
          }
          expect(outputs.shape).toEqual([steps, batch, 2]);
          if (steps > 0) assertClose(outputs, stack(expected));
          assertClose(state.total, by.total);
          assertClose(state.last[0], by.last[0]);
        },
      ),
      { numRuns: 30 },
    );
  });

  test("with lengths: each sequence by itself, whatever the padding holds", () => {
    const cell = new SumCell();
    const lengths = [3, 0, 5, 1];
    const clean = randomTensor([5, 4, 2], 11);
    const dirty = clean.clone();
    lengths.forEach((length, row) => {
      for (let t = length; t < 5; t++)
        dirty.data.fill([NaN, Infinity][t % 2], (t * 4 + row) * 2, (t * 4 + row + 1) * 2);
    });
    dirty.requiresGrad = true;
    for (const reverse of [false, true]) {
      dirty.zeroGrad();
      const { outputs, state } = unroll(cell, dirty, { lengths, reverse });
      outputs.square().sum().add(state.total.sum()).backward();
      lengths.forEach((length, row) => {
        const alone = clean.slice([[0, length], [row, row + 1]]).clone(); // prettier-ignore
        alone.requiresGrad = true;
        const own = unroll(cell, alone, { reverse });
        assertClose(outputs.slice([[0, length], [row, row + 1]]), own.outputs); // prettier-ignore
        assertClose(state.total.slice([[row, row + 1]]), own.state.total);
        expect(outputs.slice([[length, 5], [row, row + 1]]).data.every((v) => v === 0)).toBe(true); // prettier-ignore
        if (length === 0) return;
        own.outputs.square().sum().add(own.state.total.sum()).backward();
        assertClose(dirty.grad!.slice([[0, length], [row, row + 1]]), alone.grad!); // prettier-ignore
        expect(dirty.grad!.slice([[length, 5], [row, row + 1]]).data.every((v) => v === 0)).toBe(true); // prettier-ignore
      });
    }
  });

  test("differentiates through lengths and a given state", () => {
    const cell = new SumCell();
    const fn = (xs: Tensor, total: Tensor, last: Tensor): Tensor[] => {
      const { outputs, state } = unroll(cell, xs, { state: { total, last: [last] }, lengths: [1, 3] });
      return [outputs, state.total, state.last[0]];
    };
    const inputs = [randomTensor([3, 2, 2], 1), randomTensor([2, 2], 2), randomTensor([2, 2], 3)];
    expect(gradcheck(fn, inputs).ok).toBe(true);
  });
});

describe("what is wrong is named", () => {
  const cell = new GRUCell(2, 3);
  const xs = zeros([4, 2, 2]);

  test("inputs, state and lengths", () => {
    expect(() => unroll({} as never, xs)).toThrow(/unroll: the first argument must be a cell/);
    expect(() => unroll(cell, zeros([4, 2]))).toThrow(/GRUCell of inputSize 2; it must be \[T, B, 2\]/);
    expect(() => unroll(cell, zeros([4, 2, 3]))).toThrow(ShapeError);
    expect(() => unroll(cell, xs, { state: zeros([1, 3]) })).toThrow(/GRUCell.*\[1, 3\] where \[2, 3\]/);
    expect(() => unroll(cell, xs, { lengths: [1] })).toThrow(/1 lengths for a batch of 2/);
    expect(() => unroll(cell, xs, { lengths: [1, 5] })).toThrow(/length 5 of sequence 1/);
    expect(() => unroll(cell, xs, { lengths: [1, 0.5] })).toThrow(ArgumentError);
  });

  test("a cell that says no sizes, or starts from no state", () => {
    const step = (x: Tensor, h: Tensor): [Tensor, Tensor] => [x, h];
    const literal = { inputSize: 2, outputSize: 2, initialState: (batch: number) => zeros([batch, 2]), step };
    expect(() => unroll({ ...literal, inputSize: undefined as never }, xs)).toThrow(
      /^unroll: the first argument must have an inputSize .* got undefined/,
    );
    expect(() => unroll({ ...literal, outputSize: 0 }, xs)).toThrow(/outputSize .* got 0/);
    expect(() => unroll({ ...literal, initialState: () => [0, 0] as never }, xs)).toThrow(
      /^unroll: initialState\(2\) of cell: "0" must be a Tensor/,
    );
    expect(() => unroll({ ...literal, step: (x) => x as never }, xs)).toThrow(
      /^unroll: cell.step must return/,
    );
  });

  test("a step that returns something else", () => {
    class Odd extends SumCell {
      result: unknown;
      constructor(result: unknown) {
        super();
        this.result = result;
      }
      override step(): [Tensor, Memory] {
        return this.result as [Tensor, Memory];
      }
    }
    const state = new SumCell().initialState(2);
    expect(() => unroll(new Odd(tensor(1)), xs)).toThrow(/Odd.step must return \[output, state\]/);
    expect(() => unroll(new Odd([zeros([2, 3]), state]), xs)).toThrow(
      /Odd.step returned an output of shape \[2, 3\] at step 0/,
    );
    expect(() => unroll(new Odd([zeros([2, 2]), { total: state.total }]), xs)).toThrow(
      /has \{ total \} where \{ total, last.0 \}/,
    );
    expect(() => unroll(new Odd([zeros([2, 2]), 5]), xs)).toThrow(ArgumentError);
  });
});

test.each([
  [7, false],
  [8, true],
])("%d steps of a cell, whose recording costs as much as eight: replayed? %o", (steps, replayed) => {
  const cell = new GRUCell(2, 3);
  const { outputs } = unroll(cell, randn([steps, 1, 2]));
  expect(tape(outputs).some(({ op }) => op === "scan")).toBe(replayed);
});
