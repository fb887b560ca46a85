// Builds the published packages: bundled ES modules (esbuild) and their declarations (tsc).
import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureInstalled, root, runTool } from "./setup.mjs";

/** In dependency order. */
export const packages = ["autograd", "nn", "optim", "rnn", "viz"];

/**
 * What is written of each package, by the name of the file. Modules of one package that share code share it at run time.
 *
 * @type {Readonly<Record<string, readonly import("esbuild").BuildOptions[]>>}
 */
const bundles = {
  autograd: [{ entryPoints: { index: "src/index.ts", internal: "src/internal.ts" }, splitting: true }],
  nn: [
    { entryPoints: { index: "src/index.ts", internal: "src/internal.ts" }, plugins: [initOutside()] },
    { entryPoints: { init: "src/init/index.ts" } },
  ],
  optim: [{ entryPoints: { index: "src/index.ts" } }],
  rnn: [{ entryPoints: { index: "src/index.ts" } }],
  viz: [
    { entryPoints: { index: "src/index.ts" } },
    { entryPoints: { "index.browser": "src/index.ts" }, plugins: [pageDocument()] },
  ],
};

/**
 * Leaves nn's `init` in a file of its own: only of a module do bundlers know which members are used.
 *
 * @returns {import("esbuild").Plugin}
 */
function initOutside() {
  return {
    name: "init-outside",
    setup(build) {
      build.onResolve({ filter: /\/init\// }, () => ({
        path: "./init.js",
        external: true,
        sideEffects: false,
      }));
    },
  };
}

/**
 * Draws with the page's document instead of one that is brought along.
 *
 * @returns {import("esbuild").Plugin}
 */
function pageDocument() {
  return {
    name: "page-document",
    setup(build) {
      build.onResolve({ filter: /^\.\/document\.ts$/ }, ({ resolveDir }) => ({
        path: join(resolveDir, "document.browser.ts"),
      }));
    },
  };
}

/** Writes the modules into `dist`. Few files: whoever uses any of autograd also gets the methods it installs on `Tensor`. */
async function bundlePackages() {
  const { build } = await import("esbuild");
  await Promise.all(
    packages.flatMap((name) =>
      bundles[name].map((options) =>
        build({
          absWorkingDir: join(root, "packages", name),
          outdir: "dist",
          chunkNames: "shared-[hash]",
          bundle: true,
          packages: "external",
          format: "esm",
          target: "es2022",
          platform: "neutral",
          logLevel: "warning",
          ...options,
        }),
      ),
    ),
  );
}

/**
 * Removes what an earlier build left: declarations of sources that are gone, which tsc does not remove, and modules. They
 * would be published.
 *
 * @param {string} name
 */
function prune(name) {
  const folder = join(root, "packages", name);
  if (!existsSync(join(folder, "dist"))) return;
  for (const file of readdirSync(join(folder, "dist"), { recursive: true, encoding: "utf8" })) {
    const source = join(folder, "src", file.replace(/\.d\.ts$/, ".ts"));
    if (/\.js(\.map)?$/.test(file) || (file.endsWith(".d.ts") && !existsSync(source)))
      rmSync(join(folder, "dist", file));
  }
}

/** Builds everything; ends the process when the packages do not type-check. */
export async function build() {
  packages.forEach(prune);
  await bundlePackages();
  const status = runTool("typescript/bin/tsc", "-b", ...packages.map((name) => `packages/${name}`));
  if (status !== 0) process.exit(status);
}

/** @param {string} path @returns {number} the latest modification below it, in milliseconds */
function newest(path) {
  const { mtimeMs } = statSync(path);
  if (!statSync(path).isDirectory()) return mtimeMs;
  return Math.max(mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

/** @param {string} name */
function isStale(name) {
  const folder = join(root, "packages", name);
  const outputs = ["dist/index.js", "dist/index.d.ts"].map((file) => join(folder, file));
  if (!outputs.every((file) => existsSync(file))) return true;
  return ["src", "package.json", "tsconfig.json"].some(
    (input) => newest(join(folder, input)) > statSync(outputs[0]).mtimeMs,
  );
}

/** Builds when a source is newer than what was built from it. */
export async function ensureBuilt() {
  if (packages.some(isStale)) await build();
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  ensureInstalled();
  await build();
}
