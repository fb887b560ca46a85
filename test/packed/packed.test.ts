// The packages as a user gets them: built, packed, installed from the tarballs into an empty folder, and used there.
import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createContext, runInContext } from "node:vm";
import { build, type BuildOptions, type BuildResult } from "esbuild";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const here = fileURLToPath(new URL("./", import.meta.url));
const packages = ["autograd", "nn", "optim", "rnn", "viz"];
/** What viz draws with. */
const drawing = ["@observablehq/plot", "linkedom"];

const expected = {
  loss: 54,
  grad: [7, 11, 9, 13],
  learned: true,
  outputs: [4, 5, 3],
  hidden: [1, 5, 3],
  everyParameterHasGrad: true,
  typedError: true,
  drawn: true,
};

let consumer: string;
const tarballs: Record<string, string> = {};

/** Runs a program and returns its standard output; throws with all it printed when it fails. */
function run(cwd: string, command: string, args?: string[]): string {
  // A line for the shell where there are no arguments: only a shell finds npm and npx on every platform.
  const options = { cwd, encoding: "utf8", shell: args === undefined } as const;
  const { status, stdout, stderr } = spawnSync(command, args ?? [], options);
  if (status !== 0) {
    throw new Error(`${[command, ...(args ?? [])].join(" ")} exited with ${status}\n${stdout}${stderr}`);
  }
  return stdout;
}

interface Manifest {
  version: string;
  dependencies?: Record<string, string>;
}

const manifestOf = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;

const node = (cwd: string, ...args: string[]): string => run(cwd, process.execPath, args);

beforeAll(() => {
  consumer = mkdtempSync(join(tmpdir(), "rewind-packed-"));
  node(root, "scripts/build.mjs");
  cpSync(join(here, "consumer"), consumer, { recursive: true });

  const pnpm = "npx -y pnpm@10.34.9";
  run(root, `${pnpm} --recursive --filter "./packages/*" pack --pack-destination "${consumer}"`);
  const files = readdirSync(consumer).filter((file) => file.endsWith(".tgz"));
  for (const name of packages)
    tarballs[name] = files.find((file) => file.startsWith(`rewind-${name}-`)) ?? "";

  // Siblings resolve to the tarballs too, so that nothing is asked of a registry.
  const dependencies = Object.fromEntries(
    packages.map((name) => [`@rewind/${name}`, `file:./${tarballs[name]}`]),
  );
  // For the same reason npm is given empty folders for what others publish, and then this checkout's copies lie there.
  const others = Object.fromEntries(drawing.map((name) => [name, `file:./others/${name}`]));
  for (const name of drawing) {
    const { version } = manifestOf(join(root, "packages/viz/node_modules", name));
    mkdirSync(join(consumer, "others", name), { recursive: true });
    writeFileSync(join(consumer, "others", name, "package.json"), JSON.stringify({ name, version }));
  }
  const overrides = { ...dependencies, ...others };
  writeFileSync(
    join(consumer, "package.json"),
    JSON.stringify({ private: true, dependencies: overrides, overrides }),
  );
  run(consumer, "npm install --offline --no-audit --no-fund");
  for (const name of drawing) {
    const installed = join(consumer, "node_modules", name);
    rmSync(installed, { recursive: true });
    symlinkSync(realpathSync(join(root, "packages/viz/node_modules", name)), installed, "junction");
  }
}, 240_000);

afterAll(() => rmSync(consumer, { recursive: true, force: true }));

describe.each(packages)("@rewind/%s", (name) => {
  test("holds what it should and nothing else", () => {
    const folder = join(consumer, "node_modules/@rewind", name);
    expect(readdirSync(folder).sort()).toEqual(["LICENSE", "README.md", "dist", "package.json"]);
    expect(existsSync(join(folder, "dist/index.js.map"))).toBe(true);
    expect(existsSync(join(folder, "dist/.tsbuildinfo"))).toBe(false);
  });

  test("depends on its siblings only, viz on what it draws with", () => {
    const { dependencies = {} } = manifestOf(join(consumer, "node_modules/@rewind", name));
    const foreign = Object.keys(dependencies).filter((dependency) => !dependency.startsWith("@rewind/"));
    expect(foreign).toEqual(name === "viz" ? drawing : []);
    for (const range of Object.values(dependencies)) expect(range).not.toContain("workspace:");
  });

  test("passes publint", async () => {
    const bytes = readFileSync(join(consumer, tarballs[name]));
    const tarball = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
    const { messages, pkg } = await publint({ pack: { tarball }, strict: true });
    const wrong = messages.filter(({ type }) => type !== "suggestion");
    expect(wrong.map((message) => formatMessage(message, pkg))).toEqual([]);
  });

  test("has types that every resolution of an ES module finds", () => {
    const attw = join(here, "node_modules/@arethetypeswrong/cli/dist/index.js");
    const report = node(consumer, attw, tarballs[name], "--profile=esm-only", "--no-color", "--no-emoji");
    for (const resolution of ["node16 (from ESM)", "bundler", "node10"]) {
      expect(report.split("\n").find((line) => line.includes(`│ ${resolution} `))).toContain("OK");
    }
  });
});

describe("in Node", () => {
  test("import", () => {
    expect(JSON.parse(node(consumer, "esm.mjs"))).toEqual(expected);
  });

  test("require, of the same instance", () => {
    expect(JSON.parse(node(consumer, "require.cjs"))).toEqual(expected);
  });
});

describe("bundled for a browser", () => {
  const base = {
    bundle: true,
    platform: "browser",
    target: "es2022",
    minify: true,
    write: false,
    metafile: true,
    logLevel: "silent",
  } satisfies BuildOptions;

  const bundle = (options: BuildOptions): Promise<BuildResult<typeof base>> =>
    build({ ...options, ...base, absWorkingDir: consumer });

  const sizeOf = async (contents: string): Promise<number> => {
    const { outputFiles } = await bundle({
      stdin: { contents, resolveDir: consumer },
      format: "esm",
      external: ["@rewind/autograd"],
    });
    return outputFiles[0].contents.length;
  };

  test("needs nothing of Node's", async () => {
    const { outputFiles, metafile } = await bundle({ entryPoints: ["browser.mjs"], format: "iife" });
    const imports = Object.values(metafile.outputs).flatMap((output) => output.imports);
    expect(imports).toEqual([]);
    // What a page has and the language itself does not.
    const page = createContext({ console, performance, TextDecoder, TextEncoder, WebAssembly, atob, btoa });
    runInContext(outputFiles[0].text, page);
    expect(JSON.parse(JSON.stringify(page.result))).toEqual(expected);
  });

  test("leaves out what is not used", async () => {
    const all = await sizeOf(`export * from "@rewind/optim";`);
    const one = await sizeOf(`export { SGD } from "@rewind/optim";`);
    expect(one).toBeLessThan(all / 2);
  });
});

describe("type-checked", () => {
  const legacy = join(here, "node_modules/typescript-5.0/bin/tsc");
  const current = join(root, "node_modules/typescript/bin/tsc");

  test.each([
    ["TypeScript 5.0, node10 resolution", legacy, "tsconfig.node10.json"],
    ["TypeScript 5.0, bundler resolution", legacy, "tsconfig.bundler.json"],
    ["current TypeScript, bundler resolution", current, "tsconfig.bundler.json"],
    ["current TypeScript, nodenext resolution", current, "tsconfig.nodenext.json"],
  ])("%s", (_, compiler, project) => {
    expect(node(consumer, compiler, "-p", project)).toBe("");
  });
});
