// Engines without some of what browsers and Node have: import and run without, each in a program of its own.
import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundleProgram } from "../scripts/bundle.mjs";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const bundle = here(`../node_modules/.cache/rewind/bare-${process.pid}.mjs`);

beforeAll(() => bundleProgram({ entry: here("./platforms/train.ts"), outfile: bundle, fromSource: true }));
afterAll(() => [bundle, `${bundle}.map`].forEach((file) => rmSync(file, { force: true })));

/** What a program prints that does something to the globals before the packages load. */
function run(before: string, mode: string): string {
  const program = `${before}; process.argv[2] = ${JSON.stringify(mode)}; await import(${JSON.stringify(bundle)});`;
  return execFileSync(process.execPath, ["--input-type=module", "-e", program], { encoding: "utf8" }).trim();
}

const gone = (...names: string[]): string =>
  names.map((name) => `delete globalThis.${name}; if (typeof ${name} !== "undefined") throw new Error("still there")`).join(";"); // prettier-ignore
const noRandomness = `
  const refuse = () => { throw new Error("not allowed in global scope"); };
  Object.defineProperty(globalThis, "crypto", { value: { getRandomValues: refuse }, configurable: true });
  Math.random = refuse;`;

test.each([
  ["FinalizationRegistry", gone("FinalizationRegistry")],
  ["FinalizationRegistry and WeakRef", gone("FinalizationRegistry", "WeakRef")],
  ["crypto", "Object.defineProperty(globalThis, 'crypto', { value: undefined })"],
  ["Buffer", gone("Buffer")],
  ["random numbers", noRandomness],
])("a recurrent net trains alike without %s", (_, before) => {
  const everything = run("", "seeded");
  expect(everything).toMatch(/^loss \d/);
  expect(run(before, "seeded")).toBe(everything);
});

test("without WebAssembly it trains on plain loops", () => {
  expect(run(gone("WebAssembly"), "seeded")).toMatch(/^loss \d/);
});

test("where a platform gives no random numbers yet, the error names manualSeed, and so it is with Math.random alone", () => {
  const named = /^ArgumentError: Generator: .*manualSeed\(seed\)/;
  expect(run(noRandomness, "unseeded")).toMatch(named);
  expect(run(`${noRandomness}; Object.defineProperty(globalThis, "crypto", { value: undefined })`, "unseeded")).toMatch(named); // prettier-ignore
  expect(run("", "unseeded")).toMatch(/^loss \d/);
});
