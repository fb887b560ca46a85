import { add } from "@rewind/autograd";
import { describe, expect, test } from "vitest";
import type { GoldenCase } from "./case.ts";
import type { FindKind } from "./kind.ts";
import { runCase } from "./run.ts";

const find: FindKind = (kind) =>
  kind === "add" ? (inputs) => add(inputs.tensor("a"), inputs.tensor("b")) : null;

const scalar = (value: number | string): { shape: number[]; data: (number | string)[] } => ({
  shape: [],
  data: [value],
});

const good: GoldenCase = {
  id: "add#0",
  kind: "add",
  folder: "",
  options: {},
  inputs: { a: scalar(1), b: scalar(2) },
  outputs: { out: scalar(3) },
  cotangents: { out: scalar(2) },
  grads: { a: scalar(2), b: scalar(2) },
};

function failureOf(change: Partial<GoldenCase>): string | null {
  return runCase({ ...good, ...change }, find).failure;
}

test("passes a case that agrees, within tolerance and not beyond", () => {
  expect(failureOf({})).toBeNull();
  expect(failureOf({ outputs: { out: scalar(3.0003) } })).toBeNull();
  expect(failureOf({ outputs: { out: scalar(3.0004) } })).toMatch(/^output out\[0\]: got 3, wanted 3.0004/);
  expect(failureOf({ outputs: { out: scalar(3.0003) }, tol: { rtol: 0, atol: 1e-4 } })).toMatch(/^output/);
});

test("knows NaN and infinity from numbers", () => {
  const cotangents = undefined;
  const grads = undefined;
  const sum = (a: number | string, out: number | string): string | null =>
    failureOf({ inputs: { a: scalar(a), b: scalar(2) }, outputs: { out: scalar(out) }, cotangents, grads });
  expect(sum("Infinity", "Infinity")).toBeNull();
  expect(sum("NaN", "NaN")).toBeNull();
  expect(sum("NaN", 3)).not.toBeNull();
  expect(sum(1, "NaN")).not.toBeNull();
  expect(sum(1, "Infinity")).not.toBeNull();
  expect(sum("Infinity", "-Infinity")).not.toBeNull();
});

describe("fails", () => {
  test.each<[string, Partial<GoldenCase>, RegExp]>([
    ["a kind it does not know", { kind: "sub" }, /unknown kind sub/],
    ["an option nobody read", { options: { alpha: 2 } }, /unknown option alpha/],
    ["an output nobody computed", { outputs: { other: scalar(3) } }, /output other: not computed/],
    ["another shape", { outputs: { out: { shape: [1], data: [3] } } }, /shape \[\], wanted \[1\]/],
    ["a wrong gradient", { grads: { a: scalar(1) } }, /^gradient a\[0\]/],
    ["an integer that is off by one", { outputs: { out: { ...scalar(4), dtype: "int" } } }, /^output out/],
    ["a case that throws", { inputs: {} }, /the case has no tensor a/],
  ])("%s", (_, change, message) => {
    expect(failureOf(change)).toMatch(message);
  });
});

test("an input the loss does not reach has gradient zero", () => {
  const detached: FindKind = () => (inputs) => add(inputs.tensor("a").detach(), inputs.tensor("b"));
  const grads = { a: scalar(0), b: scalar(2) };
  expect(runCase({ ...good, grads }, detached).failure).toBeNull();
});
