// The packages as a user gets them: built, packed, installed from the tarballs into an empty folder, and used there.
import { readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { createContext, runInContext } from "node:vm";
import { gzipSync } from "node:zlib";
import { build, type BuildOptions, type BuildResult } from "esbuild";
import { parseHTML } from "linkedom/worker";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  drawing,
  expected,
  here,
  installPacked,
  manifestOf,
  node,
  packages,
  root,
  type Installed,
} from "./install.ts";

let consumer: string;
let tarballs: Installed["tarballs"];

beforeAll(() => {
  ({ consumer, tarballs } = installPacked());
}, 240_000);

afterAll(() => rmSync(consumer, { recursive: true, force: true }));

describe.each(packages)("@rewind/%s", (name) => {
  test("holds what it should and nothing else", () => {
    const folder = join(consumer, "node_modules/@rewind", name);
    expect(readdirSync(folder).sort()).toEqual(["LICENSE", "README.md", "dist", "package.json"]);
    const files = readdirSync(join(folder, "dist"), { recursive: true, encoding: "utf8" });
    const kinds = files.filter((file) => statSync(join(folder, "dist", file)).isFile());
    expect(kinds.filter((file) => !/\.(js|d\.ts)$/.test(file))).toEqual([]);
  });

  test("is small", () => {
    expect(statSync(join(consumer, tarballs[name])).size).toBeLessThan(200_000);
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

  const bundled = async (contents: string, external: string[] = []): Promise<Uint8Array> => {
    const { outputFiles } = await bundle({
      stdin: { contents, resolveDir: consumer },
      format: "esm",
      external,
    });
    return outputFiles[0].contents;
  };

  test("needs nothing of Node's", async () => {
    const { outputFiles, metafile } = await bundle({ entryPoints: ["browser.mjs"], format: "iife" });
    const imports = Object.values(metafile.outputs).flatMap((output) => output.imports);
    expect(imports).toEqual([]);
    // What a page has and the language itself does not.
    const { document } = parseHTML("<html><body></body></html>");
    class XMLSerializer {
      serializeToString(element: { outerHTML: string }): string {
        return element.outerHTML;
      }
    }
    const globals = { console, performance, TextDecoder, TextEncoder, WebAssembly, atob, btoa };
    const page = createContext({ ...globals, document, XMLSerializer });
    runInContext(outputFiles[0].text, page);
    expect(JSON.parse(JSON.stringify(page.result))).toEqual(expected);
  });

  test("leaves out what is not used", async () => {
    const autograd = ["@rewind/autograd", "@rewind/autograd/internal"];
    const all = await bundled(`export * from "@rewind/optim";`, autograd);
    const one = await bundled(`export { SGD } from "@rewind/optim";`, autograd);
    expect(one.length).toBeLessThan(all.length / 3);
  });

  // The sizes that docs/guide/install.md tells.
  const told = readFileSync(join(root, "docs/guide/install.md"), "utf8").matchAll(
    /^\| `(import .*)` +\| +(\d+) kB +\|$/gm,
  );
  test.each([...told].map(([, program, size]): [string, number] => [program, Number(size)]))(
    "%s: %d kB",
    async (program, size) => {
      const names = [...program.matchAll(/\{([^}]*)\}/g)].map(([, list]) => list).join();
      const kB = gzipSync(await bundled(`${program}; console.log(${names});`), { level: 9 }).length / 1000;
      expect(kB).toBeLessThan(size);
      expect(kB).toBeGreaterThan(0.8 * size);
    },
  );

  test("draws with the page's document", async () => {
    const program = `import { lossCurve } from "@rewind/viz"; console.log(lossCurve);`;
    const { metafile } = await bundle({ stdin: { contents: program, resolveDir: consumer } });
    expect(Object.keys(metafile.inputs).filter((file) => file.includes("linkedom"))).toEqual([]);
  });
});

describe("type-checked", () => {
  const legacy = join(here, "node_modules/typescript-5.0/bin/tsc");
  const current = join(root, "node_modules/typescript/bin/tsc");

  test.each([
    ["TypeScript 5.0, node10 resolution", legacy, "tsconfig.node10.json"],
    ["TypeScript 5.0, without the dom library", legacy, "tsconfig.no-dom.json"],
    ["current TypeScript, bundler resolution", current, "tsconfig.bundler.json"],
    ["current TypeScript, nodenext resolution", current, "tsconfig.nodenext.json"],
    ["current TypeScript, without the dom library", current, "tsconfig.no-dom.json"],
  ])(
    "%s",
    (_, compiler, project) => {
      expect(node(consumer, compiler, "-p", project)).toBe("");
    },
    120_000,
  );
});
