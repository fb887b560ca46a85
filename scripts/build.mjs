// Builds the published packages: one bundled ES module each (esbuild) and their declarations (tsc).
import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureInstalled, root, runTool } from "./setup.mjs";

/** In dependency order. */
export const packages = ["autograd", "nn", "optim", "rnn", "viz"];

/** Writes `dist/index.js`. One file: whoever uses any of it also gets the methods it installs on `Tensor`. */
async function bundlePackages() {
  const { build } = await import("esbuild");
  await Promise.all(
    packages.map((name) =>
      build({
        absWorkingDir: join(root, "packages", name),
        entryPoints: ["./src/index.ts"],
        outfile: "dist/index.js",
        bundle: true,
        packages: "external",
        format: "esm",
        target: "es2022",
        platform: "neutral",
        sourcemap: true,
        logLevel: "warning",
      }),
    ),
  );
}

/**
 * Removes the declarations of sources that are gone: tsc leaves them, and they would be published.
 *
 * @param {string} name
 */
function pruneDeclarations(name) {
  const folder = join(root, "packages", name);
  if (!existsSync(join(folder, "dist"))) return;
  for (const file of readdirSync(join(folder, "dist"), { recursive: true, encoding: "utf8" })) {
    const source = join(folder, "src", file.replace(/\.d\.ts$/, ".ts"));
    if (file.endsWith(".d.ts") && !existsSync(source)) rmSync(join(folder, "dist", file));
  }
}

/** Builds everything; ends the process when the packages do not type-check. */
export async function build() {
  await bundlePackages();
  packages.forEach(pruneDeclarations);
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
