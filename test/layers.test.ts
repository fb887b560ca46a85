// The import layers hold only as long as the linter's rules do: plant violations and see that it reports each.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("../", import.meta.url));

const forbidden: [file: string, specifier: string][] = [
  ["autograd/src/errors.ts", "./tensor/tensor.ts"],
  ["autograd/src/runtime.ts", "./kernels/kernel.ts"],
  ["autograd/src/kernels/kernel.ts", "../tensor/tensor.ts"],
  ["autograd/src/kernels/scalar/add.ts", "../../ops/elementwise/arithmetic.ts"],
  ["autograd/src/tensor/tensor.ts", "../tape/node.ts"],
  ["autograd/src/tensor/create.ts", "../ops/elementwise/arithmetic.ts"],
  ["autograd/src/tape/backward.ts", "../ops/elementwise/arithmetic.ts"],
  ["autograd/src/ops/elementwise/arithmetic.ts", "../../check/gradcheck.ts"],
  ["autograd/src/ops/matmul.ts", "../io/npy.ts"],
  ["autograd/src/check/gradcheck.ts", "../io/npy.ts"],
  ["autograd/src/io/npy.ts", "../check/gradcheck.ts"],
  ["autograd/src/index.ts", "@rewind/nn"],
  ["autograd/src/ops/elementwise/unary.ts", "@rewind/autograd"],
  ["autograd/src/ops/indexing/slice.ts", "node:fs"],
  ["nn/src/linear.ts", "@rewind/rnn"],
  ["nn/src/gru.ts", "@rewind/rnn/internal"],
  ["nn/src/module.ts", "@rewind/optim"],
  ["nn/src/losses/mse.ts", "../../../autograd/src/index.ts"],
  ["nn/src/init.ts", "@rewind/autograd/dist/index.js"],
  ["optim/src/sgd.ts", "@rewind/nn"],
  ["optim/src/schedules/step.ts", "@rewind/rnn"],
  ["rnn/src/unroll.ts", "@rewind/optim"],
  ["rnn/src/scan/plan.ts", "../../../nn/src/module.ts"],
  ["rnn/src/state.ts", "@rewind/viz"],
  ["viz/src/index.ts", "@rewind/rnn"],
  ["viz/src/figure/shown.ts", "node:fs/promises"],
];

const allowed: [file: string, specifier: string][] = [
  ["autograd/src/kernels/simd/load.ts", "../../errors.ts"],
  ["autograd/src/kernels/simd/index.ts", "../kernel.ts"],
  ["autograd/src/tensor/shape.ts", "../kernels/kernel.ts"],
  ["autograd/src/tensor/print.ts", "../runtime.ts"],
  ["autograd/src/tape/node.ts", "../tensor/tensor.ts"],
  ["autograd/src/ops/index.ts", "./elementwise/arithmetic.ts"],
  ["autograd/src/ops/elementwise/pow.ts", "../../tape/node.ts"],
  ["autograd/src/check/compare.ts", "../ops/index.ts"],
  ["autograd/src/io/zip.ts", "../ops/index.ts"],
  ["nn/src/index.ts", "@rewind/autograd"],
  ["nn/src/conv.ts", "@rewind/autograd/internal"],
  ["rnn/src/init.ts", "@rewind/nn/internal"],
  ["optim/src/index.ts", "@rewind/autograd"],
  ["rnn/src/index.ts", "@rewind/nn"],
  ["viz/src/figure/chart.ts", "@rewind/autograd"],
  ["viz/src/figure/svg.ts", "@observablehq/plot"],
];

interface Diagnostic {
  code: string;
  filename: string;
}

let folder: string;
let diagnostics: Diagnostic[];

function plant(file: string, source: string): void {
  const path = join(folder, "packages", file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, source);
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "rewind-layers-"));
  copyFileSync(join(root, ".oxlintrc.json"), join(folder, ".oxlintrc.json"));
  // Type imports are held to the layers as well: a type can pull in as much as a value.
  for (const [file, specifier] of forbidden)
    plant(file, `import type { X } from "${specifier}";\nexport type Y = X;\n`);
  for (const [file, specifier] of allowed)
    plant(file, `import { x } from "${specifier}";\nexport const y: number = x;\n`);
  plant("rnn/src/cycle/a.ts", `import { b } from "./b.ts";\nexport const a = (): number => b();\n`);
  plant("rnn/src/cycle/b.ts", `import { a } from "./a.ts";\nexport const b = (): number => a();\n`);
  const { stdout } = spawnSync(
    process.execPath,
    [join(root, "node_modules/oxlint/bin/oxlint"), "--format=json"],
    {
      cwd: folder,
      encoding: "utf8",
    },
  );
  diagnostics = (JSON.parse(stdout) as { diagnostics: Diagnostic[] }).diagnostics;
});

afterAll(() => rmSync(folder, { recursive: true }));

function reported(file: string): string[] {
  return diagnostics
    .filter(({ filename }) => filename.replaceAll("\\", "/").endsWith(`packages/${file}`))
    .map(({ code }) => code);
}

describe("import layers", () => {
  test.each(forbidden)("%s may not import %s", (file) => {
    expect(reported(file)).toEqual(["eslint(no-restricted-imports)"]);
  });

  test.each(allowed)("%s may import %s", (file) => {
    expect(reported(file)).toEqual([]);
  });

  test("modules may not import one another in a circle", () => {
    expect(reported("rnn/src/cycle/a.ts")).toEqual(["import(no-cycle)"]);
    expect(reported("rnn/src/cycle/b.ts")).toEqual(["import(no-cycle)"]);
  });
});
