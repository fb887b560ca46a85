import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./setup.mjs";

/**
 * Bundles a TypeScript program of this repository into one module that Node 20 can run. Installed dependencies stay
 * outside; so do the `@rewind` packages, unless `fromSource` takes their sources in.
 *
 * @param {{ entry: string, outfile: string, fromSource: boolean }} options paths are absolute
 */
export async function bundleProgram({ entry, outfile, fromSource }) {
  const { build } = await import("esbuild");
  await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    sourcemap: true,
    logLevel: "warning",
    plugins: [fromSource ? sourcePackages : undefined, externalPackages, ownUrl].filter(
      (p) => p !== undefined,
    ),
  });
}

/**
 * Bundles a program for a browser's worker, the packages' sources taken in: a classic script, which every browser runs.
 *
 * @param {{ entry: string, outfile: string }} options paths are absolute
 */
export async function bundleWorker({ entry, outfile }) {
  const { build } = await import("esbuild");
  await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    minify: true,
    format: "iife",
    platform: "browser",
    target: "es2022",
    logLevel: "warning",
    plugins: [sourcePackages],
  });
}

/** @type {import("esbuild").Plugin} */
const sourcePackages = {
  name: "source-packages",
  setup(build) {
    build.onResolve({ filter: /^@rewind\/[a-z]+(\/internal)?$/ }, ({ path }) => {
      const [, name, entry = "index"] = path.split("/");
      return { path: join(root, "packages", name, "src", `${entry}.ts`) };
    });
  },
};

/**
 * Leaves installed dependencies outside. Those of our packages' sources are named by file: the bundle lies where Node would
 * not find them.
 *
 * @type {import("esbuild").Plugin}
 */
const externalPackages = {
  name: "external-packages",
  setup(build) {
    const found = Symbol("found");
    build.onResolve({ filter: /^[^./]/ }, async ({ path, kind, importer, resolveDir, pluginData }) => {
      if (kind === "entry-point" || pluginData === found) return undefined;
      if (!importer.startsWith(join(root, "packages"))) return { path, external: true };
      const file = await build.resolve(path, { kind, resolveDir, pluginData: found });
      return { path: pathToFileURL(file.path).href, external: true };
    });
  },
};

/**
 * Gives each module its own `import.meta.url` back, so that a program finds the files beside its sources.
 *
 * @type {import("esbuild").Plugin}
 */
const ownUrl = {
  name: "own-url",
  setup(build) {
    build.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      if (!source.includes("import.meta.url")) return undefined;
      const contents = source.replaceAll("import.meta.url", JSON.stringify(pathToFileURL(path).href));
      return { contents, loader: "ts", resolveDir: dirname(path) };
    });
  },
};

/**
 * Runs a bundled program in this process, so that signals, streams and the exit code are its own.
 *
 * @param {string} file
 * @param {string[]} args
 */
export async function runProgram(file, args) {
  process.setSourceMapsEnabled(true);
  process.argv = [process.argv[0], file, ...args];
  await import(pathToFileURL(file).href);
}
