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

const withoutRegistry = ["--import", "data:text/javascript,delete globalThis.FinalizationRegistry"];
// Node's young generation grows once on the way, by some 25 MB around the two thousandth pass with gradients, and never again.
const runs: [mode: string, backend: string, marks: number[], flags: string[]][] = [
  // Plain loops take ten times as long.
  ["dropped", "scalar", [100, 400], []],
  ["dropped", "simd", [3000, 9000], []],
  ["backward", "simd", [3000, 9000], []],
  ["retained", "simd", [3000, 9000], []],
  ["validated", "simd", [3000, 9000], []],
  ["dropped", "simd", [3000, 9000], withoutRegistry],
];

test.each(runs.filter(([, on]) => on === "scalar" || backend() === "simd"))(
  "passes %s on %s in a loop take no more memory as it goes on, %o %o",
  (mode, on, marks, flags) => {
    const output = execFileSync(process.execPath, [...flags, program, mode, on, ...marks.map(String)], {
      encoding: "utf8",
    });
    const [early, late] = JSON.parse(output) as number[];
    expect(late / early).toBeLessThan(1.2);
  },
  240_000,
);
