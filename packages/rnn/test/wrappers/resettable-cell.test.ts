import { Generator, zeros, type Tensor } from "@rewind/autograd";
import { array, assert, boolean, integer, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { LSTMCell, ResettableCell, markResets, resetRows, unroll } from "../../src/index.ts";
import { assertClose } from "../support/assert-close.ts";
import { randomTensor } from "../support/random-tensor.ts";

const inner = new LSTMCell(2, 3, { generator: new Generator(1) }).to("float64");

test("a document that begins in the middle of a batch is run as if alone", () => {
  const begins = array(array(boolean(), { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 6 });
  assert(
    property(begins, integer(), (marks, seed) => {
      const xs = randomTensor([marks.length, 2, 2], seed);
      const { outputs } = unroll(new ResettableCell(inner), markResets(xs, marks));
      for (const row of [0, 1]) {
        const firsts = marks.flatMap((step, t) => (t === 0 || step[row] ? [t] : []));
        firsts.forEach((first, i) => {
          const span = [[first, firsts[i + 1] ?? marks.length], [row, row + 1]] as const; // prettier-ignore
          assertClose(outputs.slice(span as never), unroll(inner, xs.slice(span as never)).outputs);
        });
      }
    }),
    { numRuns: 25 },
  );
});

test("no gradient passes a beginning", () => {
  const xs = randomTensor([4, 1, 2], 1, true);
  const { outputs } = unroll(new ResettableCell(inner), markResets(xs, [[0], [0], [1], [0]]));
  outputs
    .slice([[2, 4]])
    .sum()
    .backward();
  const reached = [...xs.grad!.data].map((g) => g !== 0);
  expect(reached).toEqual([false, false, false, false, true, true, true, true]);
});

test("whatever the document before came to, NaN included, is gone", () => {
  const clean = randomTensor([4, 1, 2], 1);
  const broken = clean.clone();
  broken.data.fill(NaN, 0, 2);
  const run = (xs: Tensor): Tensor =>
    unroll(new ResettableCell(inner), markResets(xs, [[0], [0], [1], [0]])).outputs.slice([[2, 4]]);
  assertClose(run(broken), run(clean), 0);
});

test("equals resetRows between calls", () => {
  const xs = randomTensor([4, 2, 2], 3);
  const first = unroll(inner, xs.slice([[0, 2]]));
  const second = unroll(inner, xs.slice([[2, 4]]), { state: resetRows(first.state, [false, true]) });
  const { state } = unroll(new ResettableCell(inner), markResets(xs, [[0, 0], [0, 0], [0, 1], [0, 0]])); // prettier-ignore
  assertClose(state.cell.h, second.state.h);
});

test("goes back to the state it started from, learned or not", () => {
  const h = randomTensor([1, 3], 4, true);
  const start: { h: Tensor; c: Tensor } = { h, c: zeros([1, 3], { dtype: "float64" }) };
  const cell = new ResettableCell(inner);
  const xs = randomTensor([3, 1, 2], 5);
  const { outputs } = unroll(cell, markResets(xs, [[0], [0], [1]]), {
    state: { cell: start, initial: start },
  });
  assertClose(outputs.slice([[2, 3]]), unroll(inner, xs.slice([[2, 3]]), { state: start }).outputs);
  outputs.select(0, 2).sum().backward();
  expect(h.grad!.data.every((g) => g !== 0)).toBe(true);
});

describe("markResets", () => {
  test("refuses marks that do not fit", () => {
    const xs = zeros([3, 2, 4]);
    expect(markResets(xs, [[1, 0], [0, 0], [0, 1]]).shape).toEqual([3, 2, 5]); // prettier-ignore
    expect(() => markResets(xs, [[1, 0]])).toThrow(/^markResets: begins must have \[3, 2\] entries/);
    expect(() => markResets(xs, [[1], [1], [1]])).toThrow(/^markResets/);
    expect(() => markResets(xs, 1 as never)).toThrow(/^markResets/);
    expect(() => markResets(zeros([3, 2]), [])).toThrow(/^markResets: xs must be a Tensor \[T, B, I\]/);
  });
});
