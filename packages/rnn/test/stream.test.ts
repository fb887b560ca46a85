import { ArgumentError, DtypeError } from "@rewind/autograd";
import { array, assert, boolean, integer, property } from "fast-check";
import { expect, test } from "vitest";
import { batchify, windows } from "../src/index.ts";

test("row b of a batch is a contiguous stretch of the stream", () => {
  assert(
    property(
      array(integer(), { minLength: 1, maxLength: 40 }),
      integer({ min: 1, max: 6 }),
      (stream, size) => {
        if (stream.length < size) return;
        const batched = batchify(Int32Array.from(stream), size);
        const steps = Math.floor(stream.length / size);
        for (let row = 0; row < size; row++) {
          expect(batched.map((step) => step[row])).toEqual(stream.slice(row * steps, (row + 1) * steps));
        }
        expect(batchify(stream, size)).toEqual(batched);
      },
    ),
  );
});

test("windows cover the stream once, their targets one step ahead", () => {
  assert(
    property(
      integer({ min: 0, max: 30 }),
      integer({ min: 1, max: 8 }),
      boolean(),
      (count, length, dropLast) => {
        const stream = Array.from({ length: count }, (_, i) => i);
        const all = [...windows(stream, length, { dropLast })];
        const predictable = Math.max(0, count - 1);
        const covered = dropLast ? predictable - (predictable % length) : predictable;
        expect(all.flatMap((window) => window.inputs)).toEqual(stream.slice(0, covered));
        for (const { inputs, targets, start } of all) {
          expect(targets).toEqual(inputs.map((step) => step + 1));
          expect(inputs[0]).toBe(start);
          expect(inputs.length === length || (!dropLast && start + length > predictable)).toBe(true);
        }
      },
    ),
  );
});

test("what does not fit is refused", () => {
  expect(() => batchify([1, 2], 3)).toThrow(/batchify: 2 tokens do not fill/);
  expect(() => batchify([1, 2], 0)).toThrow(ArgumentError);
  expect(() => batchify([1, 0.5], 1)).toThrow(/token 0.5 at position 1/);
  expect(() => batchify("text" as never, 1)).toThrow(DtypeError);
  expect(() => windows([1, 2, 3], 0)).toThrow(ArgumentError);
  expect(() => windows(5 as never, 2)).toThrow(DtypeError);
  expect(() => windows(Int32Array.of(1, 2) as never, 2)).toThrow(/Array.from\(stream\)/);
});
