import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const run = promisify(execFile);

/** Runs the first TypeScript program of a README and returns what it prints. */
async function printed(readme: string): Promise<string> {
  const text = await readFile(join(root, readme), "utf8");
  const program = /```ts\n([\s\S]*?)```/.exec(text)?.[1];
  expect(program).toBeDefined();
  const folder = await mkdtemp(join(tmpdir(), "rewind-readme-"));
  try {
    const file = join(folder, "program.ts");
    await writeFile(file, program!);
    return (await run(process.execPath, [join(root, "scripts/run-ts.mjs"), file])).stdout;
  } finally {
    await rm(folder, { recursive: true });
  }
}

test("the README's program runs, and its loss falls", async () => {
  const losses = [...(await printed("README.md")).matchAll(/^(\d+) ([\d.]+) /gm)].map((line) =>
    Number(line[2]),
  );
  expect(losses).toHaveLength(3);
  expect(losses[2]).toBeLessThan(losses[0]);
  expect(losses[2]).toBeLessThan(0.3);
});

test.each([
  ["autograd", /true\s*$/],
  ["nn", /body\.0\.weight +\[16, 4\]/],
  ["optim", /^75 /m],
  ["rnn", /^32 24 /m],
  ["viz", /RNN from .* over 40 points; LSTM from .*\d$/m],
])("the program of %s's README runs", async (name, expected) => {
  expect(await printed(`packages/${name}/README.md`)).toMatch(expected);
});
