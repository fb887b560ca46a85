// A short campaign, and that a campaign can find something: npm run fuzz makes long ones.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Tensor } from "@rewind/autograd";
import { ArgumentError, tensor } from "@rewind/autograd";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { runtime } from "../packages/autograd/src/runtime.ts";
import type { Drawn } from "./fuzz/draw.ts";
import { parse, places, print } from "./fuzz/expression.ts";
import { shrink } from "./fuzz/shrink.ts";
import type { Target } from "./fuzz/targets.ts";
import { judge, newTally } from "./fuzz/verdict.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

function fuzz(...args: string[]): string {
  const command = ["scripts/run-ts.mjs", "test/fuzz/cli.ts", ...args];
  return execFileSync(process.execPath, command, { cwd: root, encoding: "utf8" });
}

test("whatever it is called with, everything exported answers or refuses by name", () => {
  expect(fuzz("--calls", "4000", "--seed", "1")).toContain("nothing found");
}, 120_000);

test("a campaign makes the same calls from the same seed", () => {
  const callAt = (seed: string): string => fuzz("--seed", seed, "--at", "11").split("\n")[0];
  expect(callAt("7")).toBe(callAt("7"));
  expect(callAt("8")).not.toBe(callAt("7"));
}, 120_000);

function targetOf(call: (args: readonly unknown[]) => unknown): Target {
  return {
    name: "autograd.it",
    subject: "",
    code: (list) => `it(${list})`,
    call: (_, args) => call(args),
    good: [],
    names: ["it"],
  };
}

describe("a call is found out", () => {
  test.each<[kind: string, call: (args: readonly unknown[]) => unknown]>([
    ["untyped error", ([x]) => (x as Tensor).shape[0].toFixed()],
    ["untyped error", () => new Array(-1)],
    ["error without a name", () => { throw new ArgumentError("other: no"); }],
    ["invalid result", () => Object.create(tensor([1, 2]), { shape: { value: [3] } }) as Tensor],
    ["invalid result", () => [[Object.create(tensor([1, 2]), { shape: { value: [0.5, 4] } }) as Tensor]]],
    ["changed argument", ([, list]) => (list as number[]).push(1)],
    ["changed argument", ([, , t]) => (t as Tensor).data.fill(7)],
    ["global state", () => void (runtime.gradEnabled = false)],
    ["global state", () => void runtime.transformDepth++],
  ])("%s", async (kind, call) => {
    const args = [null, [1], tensor([1, 2])];
    expect(await judge(targetOf(call), null, args, new Set(), newTally())).toMatchObject({ kind });
    expect([runtime.gradEnabled, runtime.transformDepth]).toEqual([true, 0]);
  }); // prettier-ignore

  test("and not where it answers, refuses by name, or passes on what its argument threw", async () => {
    for (const call of [
      () => tensor([1]),
      () => {
        throw new ArgumentError("it: no");
      },
      () => Promise.resolve(3),
    ])
      // prettier-ignore
      expect(await judge(targetOf(call), null, [], new Set(), newTally())).toBeNull();
  });
});

test("what is found is made as small as it can be", async () => {
  const args = parse("[some([2, 3]), { axis: [1, null, { deep: 2n }], other: 3 }, true]");
  const drawn: Drawn = { target: targetOf(() => 1), args: args.kind === "list" ? args.items : [] };
  const code = (call: Drawn): string => call.target.code(call.args.map(print).join(", "));
  const least = await shrink(drawn, (call) => Promise.resolve(code(call).includes("2n")));
  expect(code(least)).toBe("it({ axis: [{ deep: 2n }] })");
});

test("code is taken apart and put together again", () => {
  const code = fc.letrec<{ value: string }>((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      fc.constantFrom("1", "null", '"a"', "(x) => x.sum()", "some([2, 3])", "[]", "2 ** 40"),
      fc.array(tie("value"), { maxLength: 3 }).map((items) => `[${items.join(", ")}]`),
      fc.dictionary(fc.constantFrom("a", "b"), tie("value"), { minKeys: 1 }).map(
        (entries) => `{ ${Object.entries(entries).map(([key, value]) => `${key}: ${value}`).join(", ")} }`,
      ),
    ),
  })).value; // prettier-ignore
  fc.assert(
    fc.property(code, (text) => {
      const expression = parse(text);
      expect(print(expression)).toBe(text);
      for (const { value, put } of places(expression)) expect(print(put(value))).toBe(text);
    }),
  );
});
