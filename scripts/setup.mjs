// Brings a checkout to where the other scripts can work. Imports only Node's own modules: it runs before anything is installed.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../", import.meta.url));

const pnpm = "pnpm@10.34.9";
/** Where the kernels' AssemblyScript sources lie, and the source generated from them. */
export const kernelsSources = join(root, "packages/autograd/src/kernels/simd/assembly");
export const kernelsModules = join(kernelsSources, "../modules.ts");

const installedStamp = join(root, "node_modules/.cache/rewind-lockfile");

/**
 * Runs a command in the repository root with the terminal's own streams.
 *
 * @param {string} command
 * @param {string[]} args
 * @returns {number} its exit code
 */
export function run(command, args) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: "inherit" });
  if (error) throw error;
  return status ?? 1;
}

/**
 * Runs the command-line tool of an installed package, whatever the platform calls its shim.
 *
 * @param {string} file its entry, below `node_modules`
 * @param {string[]} args
 */
export function runTool(file, ...args) {
  return run(process.execPath, [join(root, "node_modules", file), ...args]);
}

/** A digest of all that the compiled kernels depend on. */
export function kernelsHash() {
  const hash = createHash("sha256");
  const inputs = [
    join(root, "scripts/build-kernels.mjs"),
    join(root, "node_modules/assemblyscript/package.json"),
    ...readdirSync(kernelsSources)
      .sort()
      .map((name) => join(kernelsSources, name)),
  ];
  for (const file of inputs) hash.update(readFileSync(file));
  return hash.digest("hex");
}

/** Compiles the kernels if there are none, or if their sources have changed since. */
export function ensureKernels() {
  if (
    existsSync(kernelsModules) &&
    readFileSync(kernelsModules, "utf8").startsWith(`// ${kernelsHash()}\n`)
  ) {
    return;
  }
  const status = run(process.execPath, [join(root, "scripts/build-kernels.mjs")]);
  if (status !== 0) process.exit(status);
}

/** Brings in whatever the other scripts need that the repository does not hold. */
export function ensureInstalled() {
  ensureDependencies();
  ensureKernels();
}

/** Installs the dependencies if there are none, or if the lockfile has changed since they were installed. */
function ensureDependencies() {
  const lockfile = createHash("sha256")
    .update(readFileSync(join(root, "pnpm-lock.yaml")))
    .digest("hex");
  if (existsSync(installedStamp) && readFileSync(installedStamp, "utf8") === lockfile) return;

  // Windows finds npx.cmd through a shell only.
  const command = `npx -y ${pnpm} install --frozen-lockfile`;
  const { status } = spawnSync(command, { cwd: root, stdio: "inherit", shell: true });
  if (status !== 0) {
    console.error(`"${command}" failed`);
    process.exit(status ?? 1);
  }
  mkdirSync(dirname(installedStamp), { recursive: true });
  writeFileSync(installedStamp, lockfile);
}
