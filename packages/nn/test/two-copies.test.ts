import type { Tensor } from "@rewind/autograd";
import { beforeAll, expect, test, vi } from "vitest";
import * as nn from "../src/index.ts";
import { Linear, Module, Sequential } from "../src/index.ts";

/** A module with one field, as a program without types makes them. */
class Holder extends Module {
  constructor(held: unknown) {
    super();
    Object.assign(this, { held });
  }
}

let other: typeof nn;
beforeAll(async () => {
  vi.resetModules();
  other = (await import("../src/index.ts")) as typeof nn;
});

test("a second copy of the package is named as such, for modules and for parameters", () => {
  const named = /two copies of @rewind\/nn are loaded: /;
  const foreign = new other.Linear(1, 1);
  for (const held of [foreign, [foreign], { layer: foreign }])
    expect(() => new Holder(held).parameters()).toThrow(named);
  expect(() => new Holder(new other.Parameter([1])).parameters()).toThrow(/two copies of @rewind/);
  for (const use of [
    () => new Sequential(foreign as never),
    () => new nn.ModuleList([foreign as never]),
    () => new nn.ModuleDict({ a: foreign as never }),
    () => (nn.functionalCall as (...all: unknown[]) => unknown)(foreign, {}),
    () => nn.gradcheckModule(foreign as never, []),
    () => nn.updateBN(foreign as never, [1]),
  ])
    expect(use).toThrow(named);
  const assigned = { weight: new other.Parameter([[1]]) as Tensor };
  expect(() => Object.assign(new Linear(1, 1), assigned)).toThrow(/two copies of @rewind/);
});
