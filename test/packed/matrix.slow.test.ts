// The packed packages under every compiler and engine that users come with. Those are installed here, when this runs: they
// weigh half a gigabyte.
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expected, here, installPacked, node, run } from "./install.ts";

const matrix = join(here, "matrix");
const require = createRequire(join(matrix, "package.json"));
const { dependencies } = require("./package.json") as { dependencies: Record<string, string> };
const compilers = Object.keys(dependencies).filter((name) => name.startsWith("typescript-"));

/** A file of one of the tools. */
const tool = (...path: string[]): string => join(matrix, "node_modules", ...path);

let consumer: string;

beforeAll(() => {
  run(matrix, "npx -y pnpm@10.34.9 install --ignore-workspace --frozen-lockfile");
  ({ consumer } = installPacked());
}, 600_000);

afterAll(() => rmSync(consumer, { recursive: true, force: true }));

describe.each(compilers)("%s", (name) => {
  // TypeScript 7 knows the resolution of old tools no more, and 6 warns of it.
  const old = /-5\.\d$/.test(name) ? ["tsconfig.node10.json"] : [];
  test.each(["tsconfig.bundler.json", "tsconfig.no-dom.json", ...old])("%s", (project) => {
    expect(node(consumer, tool(name, "bin/tsc"), "-p", project)).toBe("");
  });
});

/** The binary of a tool that npm has in a package for each platform. */
function binaryOf(name: string, packages: readonly string[], file: string): string {
  const from = createRequire(require.resolve(`${name}/package.json`));
  for (const candidate of packages) {
    try {
      return join(from.resolve(`${candidate}/package.json`), "..", file);
    } catch {
      // Another platform's.
    }
  }
  throw new Error(`npm has no ${name} for this platform`);
}

const windows = process.platform === "win32" ? ".exe" : "";
const machine = `${process.platform}-${process.arch}`;

test("Bun", () => {
  const cpu = machine.replace("arm64", "aarch64").replace("win32", "windows");
  const bun = binaryOf("bun", [`@oven/bun-${cpu}`, `@oven/bun-${cpu}-musl`], `bin/bun${windows}`);
  expect(JSON.parse(run(consumer, bun, ["esm.mjs"]))).toEqual(expected);
  expect(JSON.parse(run(consumer, bun, ["require.cjs"]))).toEqual(expected);
});

test("Deno", () => {
  const deno = binaryOf("deno", [`@deno/${machine}-glibc`, `@deno/${machine}`], `deno${windows}`);
  expect(JSON.parse(run(consumer, deno, ["run", "--allow-read", "--allow-env", "esm.mjs"]))).toEqual(
    expected,
  );
});

describe("Jest", () => {
  const jest = tool("jest/bin/jest.js");
  const program = (load: string): string =>
    `${load}
    test("learns", () => {
      const x = tensor([1, 2], { requiresGrad: true });
      x.mul(x).sum().backward();
      expect([...x.grad.data]).toEqual([2, 4]);
      expect(new LSTM(2, 3).forward(x.reshape([1, 1, 2])).outputs.shape).toEqual([1, 1, 3]);
    });`;

  /** A project with one test, and its configuration. */
  function project(name: string, file: string, load: string, config: object): string {
    const folder = join(consumer, name);
    mkdirSync(folder);
    cpSync(join(consumer, "node_modules/@rewind"), join(folder, "node_modules/@rewind"), { recursive: true });
    writeFileSync(join(folder, file), program(load));
    writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, jest: config }));
    return folder;
  }

  const imports = `import { tensor } from "@rewind/autograd";\nimport { LSTM } from "@rewind/rnn";`;
  const requires = `const { tensor } = require("@rewind/autograd");\nconst { LSTM } = require("@rewind/rnn");`;

  test("with modules of the language, by --experimental-vm-modules", () => {
    const folder = project("jest-modules", "learns.test.mjs", imports, { testMatch: ["**/*.test.mjs"] });
    const env = { NODE_OPTIONS: "--experimental-vm-modules" };
    expect(() => run(folder, process.execPath, [jest], env)).not.toThrow();
  });

  test("with require, by the transformIgnorePatterns of the guide", () => {
    const toCommonJS = require.resolve("@babel/plugin-transform-modules-commonjs");
    const config = {
      transform: { "\\.js$": ["babel-jest", { plugins: [toCommonJS] }] },
      transformIgnorePatterns: ["/node_modules/(?!(\\.pnpm|@rewind)/)"],
    };
    const folder = project("jest-require", "learns.test.js", requires, config);
    expect(() => run(folder, process.execPath, [jest])).not.toThrow();
  });
});
