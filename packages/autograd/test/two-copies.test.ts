import { beforeAll, expect, test, vi } from "vitest";
import * as own from "../src/index.ts";

// A bundle that took the package in twice, or import here and require there.
let other: typeof own;
beforeAll(async () => {
  vi.resetModules();
  other = (await import("../src/index.ts")) as typeof own;
});

const named = /two copies of @rewind\/autograd are loaded: /;

test("a tensor of the other copy is named as such, not called a tensor that is none", () => {
  const foreign = other.ones([2, 2]) as never;
  expect(foreign).not.toBeInstanceOf(own.Tensor);
  for (const use of [
    () => own.add(foreign, 1),
    () => own.ones([2, 2]).matmul(foreign),
    () => own.tensor([foreign] as never),
    () => own.gradients(foreign, []),
    () => own.gradients(own.ones([1], { requiresGrad: true }).sum(), [foreign]),
    () => own.zerosLike(foreign),
    () => own.saveSafetensors({ foreign }),
    () => own.where(own.ones([2, 2]), foreign, 1),
    () => own.softmax(own.ones([2]), foreign),
    () => own.gradcheck((x) => x, [foreign]),
    () => own.checkpoint((() => foreign) as never, own.ones([1], { requiresGrad: true })),
    () => own.concat([own.ones([2, 2]), foreign]),
    () => (own.ones([2, 2]).grad = foreign),
  ]) {
    expect(use).toThrow(own.RewindError);
    expect(use).toThrow(named);
  }
});

test("so says every function that is given one where it wants something of its own", () => {
  const foreign = other.ones([2, 2]) as never;
  const calls = Object.entries(own).flatMap(([name, value]) =>
    typeof value === "function" && !/^[A-Z]|^allocate$/.test(name)
      ? [[foreign], [foreign, 1], [foreign, foreign]].map((args) => ({ name, args, call: value as (...all: unknown[]) => unknown })) // prettier-ignore
      : [],
  );
  const messages = calls.flatMap(({ name, args, call }) => {
    try {
      call(...args);
      return [];
    } catch (error) {
      return [`${name}: ${(error as Error).message}`];
    }
  });
  expect(messages.filter((message) => named.test(message)).length).toBeGreaterThan(150);
  expect(messages.filter((message) => /a tensor of shape/.test(message) && !named.test(message))).toEqual([]);
});

test("a single copy never hears of two", () => {
  expect(() => own.add("x" as never, 1)).toThrow(/got "x"$/);
  expect(own.formatValue(own.ones([2]))).toBe("a tensor of shape [2]");
});
