import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const run = promisify(execFile);

test("the first program of the README runs, and its loss falls", async () => {
  const readme = await readFile(join(root, "README.md"), "utf8");
  const program = /```ts\n([\s\S]*?)```/.exec(readme)?.[1];
  expect(program).toBeDefined();
  const folder = await mkdtemp(join(tmpdir(), "rewind-readme-"));
  try {
    const file = join(folder, "program.ts");
    await writeFile(file, program!);
    const { stdout } = await run(process.execPath, [join(root, "scripts/run-ts.mjs"), file]);
    const losses = [...stdout.matchAll(/^(\d+) ([\d.]+) /gm)].map((line) => Number(line[2]));
    expect(losses).toHaveLength(3);
    expect(losses[2]).toBeLessThan(losses[0]);
    expect(losses[2]).toBeLessThan(0.3);
  } finally {
    await rm(folder, { recursive: true });
  }
});
