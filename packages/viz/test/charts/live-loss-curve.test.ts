import { ArgumentError } from "@rewind/autograd";
import { afterEach, expect, test } from "vitest";
import { liveLossCurve, type Picture } from "../../src/index.ts";
import { assertPicture, marks } from "../support/parse.ts";

const host = globalThis as { __tslab__?: unknown };

afterEach(() => delete host.__tslab__);

test("draws after every so many losses, and the rest at the end", () => {
  const shown: Picture[] = [];
  const curve = liveLossCurve({ every: 3, show: (picture) => shown.push(picture) });
  for (let i = 1; i <= 7; i++) curve.push(1 / i);
  expect(shown.map((picture) => marks(assertPicture(picture), "circle").length)).toEqual([3, 6]);
  expect(marks(assertPicture(curve.end()), "circle")).toHaveLength(7);
  expect(shown).toHaveLength(3);
});

test("keeps to one output of a notebook", () => {
  const outputs: string[][] = [];
  const newDisplay = (): unknown => {
    const updates: string[] = [];
    outputs.push(updates);
    return { html: (text: string) => updates.push(text) };
  };
  host.__tslab__ = { require: () => ({ newDisplay }) };
  const curve = liveLossCurve({ every: 1 });
  curve.push({ train: 2, validation: 3 });
  curve.push({ train: 1, validation: 2 });
  expect(outputs).toHaveLength(1);
  expect(outputs[0]).toHaveLength(2);
  expect(outputs[0][1]).toBe(curve.picture().svg);
  expect(curve.losses).toEqual({ train: [2, 1], validation: [3, 2] });
});

test("a loss that is not finite is refused and not kept", async () => {
  const curve = liveLossCurve();
  curve.push({ a: 1, b: 1 });
  expect(() => curve.push({ a: 1, b: Number.NaN })).toThrow(/^liveLossCurve: b number 2 is NaN/);
  expect(() => curve.push(Number.POSITIVE_INFINITY)).toThrow(ArgumentError);
  expect(curve.losses).toEqual({ a: [1], b: [1] });
  await curve.painted();
  expect(() => liveLossCurve({ every: 0 })).toThrow(/^liveLossCurve: every/);
  expect(() => liveLossCurve({ show: 1 as never })).toThrow(/^liveLossCurve: show/);
});
