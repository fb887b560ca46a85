// The event loop does not turn inside a synchronous loop, so nothing that waits for it may hold a graph's memory.
import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { backend } from "@rewind/autograd";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundleProgram } from "../../../../scripts/bundle.mjs";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const program = here(`../../node_modules/.cache/rewind/dropped-graphs-${process.pid}.mjs`);

beforeAll(() =>
  bundleProgram({ entry: here("../support/dropped-graphs.ts"), outfile: program, fromSource: true }),
);
afterAll(() => [program, `${program}.map`].forEach((file) => rmSync(file, { force: true })));

// On plain loops a pass takes ten times as long: there, one of a kind.
const fast = backend() === "simd";
const runs: [mode: string, backend: string, registry: string][] = [
  ["dropped", "scalar", "registry"],
  ...["dropped", "backward", "retained", "validated"].map((mode): [string, string, string] => [
    mode,
    "simd",
    "registry",
  ]),
  ["dropped", "simd", "no-registry"],
];

test.each(runs.filter(([, on]) => fast || on === "scalar"))(
  "passes %s on %s with %s take no more memory after 3000 than after 300",
  (mode, on, registry) => {
    const memory = JSON.parse(
      execFileSync(process.execPath, [program, mode, on, registry], { encoding: "utf8" }),
    ) as Record<string, number>;
    expect(memory[3000] / memory[300]).toBeLessThan(1.2);
  },
  240_000,
);
