import { randn, tape, type TapeRecord, type Tensor } from "@rewind/autograd";
import { GRUCell, truncatedBPTT, unroll } from "@rewind/rnn";
import fc from "fast-check";
import { expect, test } from "vitest";
import { heldElements, memoryTimeline } from "../../src/index.ts";
import { assertPicture } from "../support/parse.ts";

const cell = new GRUCell(3, 4);

function full(steps: number): (readonly TapeRecord[])[] {
  return [
    tape(
      unroll(cell, randn([steps, 2, 3]), { scan: "never" })
        .outputs.square()
        .mean(),
    ),
  ];
}

function truncated(steps: number, k1: number, k2: number): (readonly TapeRecord[])[] {
  const tapes: (readonly TapeRecord[])[] = [];
  const run = truncatedBPTT({
    inputs: randn([steps, 2, 3]),
    state: cell.initialState(2),
    k1,
    k2,
    step: (x: Tensor, h: Tensor) => {
      const [y, next] = cell.step(x, h);
      return [y.square().mean(), next] as const;
    },
  });
  for (const window of run) {
    tapes.push(tape(window.loss));
    window.backward();
  }
  return tapes;
}

const windows = fc.record({ k1: fc.integer({ min: 1, max: 6 }), k2: fc.integer({ min: 1, max: 6 }) });

test("starts and ends with nothing and is never negative; two operations for each record", () => {
  fc.assert(
    fc.property(windows, ({ k1, k2 }) => {
      const tapes = truncated(12, k1, k2);
      const held = heldElements(tapes);
      expect(held[0]).toBe(0);
      expect(held[held.length - 1]).toBe(0);
      expect(held.every((elements) => elements >= 0)).toBe(true);
      if (k1 >= k2) {
        const records = tapes.flat().filter(({ op }) => op !== "leaf").length;
        expect(held).toHaveLength(2 * records + 1);
      }
    }),
    { numRuns: 20 },
  );
});

test("a tape taken after the walk is refused", () => {
  const loss = unroll(cell, randn([3, 2, 3])).outputs.mean();
  loss.backward();
  expect(() => memoryTimeline({ full: [tape(loss)] })).toThrow(/^memoryTimeline: .* freed by backward/);
});

test("the full gradient holds all results at its peak", () => {
  const [records] = full(7);
  const all = records
    .filter(({ op }) => op !== "leaf")
    .flatMap(({ shapes }) => shapes.map((shape) => shape.reduce((a, b) => a * b, 1)));
  expect(Math.max(...heldElements([records]))).toBe(all.reduce((a, b) => a + b, 0));
});

test("the peak grows with the sequence, but truncated with its window alone", () => {
  const peak = (tapes: (readonly TapeRecord[])[]): number => Math.max(...heldElements(tapes));
  expect(peak(full(24))).toBeGreaterThan(1.8 * peak(full(12)));
  for (const [k1, k2] of [[3, 3], [2, 6]]) expect(peak(truncated(24, k1, k2))).toBe(peak(truncated(12, k1, k2))); // prettier-ignore
  expect(peak(truncated(12, 3, 3))).toBeLessThan(peak(full(12)));
  const picture = memoryTimeline({ full: full(12), truncated: truncated(12, 3, 3) });
  assertPicture(picture);
  expect(picture.description).toContain(`truncated at most ${peak(truncated(12, 3, 3))}`);
});
