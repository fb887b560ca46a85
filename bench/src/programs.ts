import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, parse } from "node:path";
import { fileURLToPath } from "node:url";
import type * as Bundle from "../../scripts/bundle.mjs";
import type { Program } from "./child.ts";
import { OWN } from "./result.ts";
import type { Spec } from "./spec.ts";

// Found at run time: bundled into this program, it would take the bundle's place for its own.
const bundleUrl = new URL("../../scripts/bundle.mjs", import.meta.url).href;
const { bundleProgram } = (await import(bundleUrl)) as typeof Bundle;
const home = fileURLToPath(new URL("../", import.meta.url));
const peers = join(home, "peers");

/**
 * Rewind's own process, in this Node and in others given by their binaries: each a column of its own.
 *
 * @throws Error if a binary is no Node
 */
export async function rewindPrograms(
  binaries: readonly string[],
  backend?: string,
): Promise<Record<string, Program>> {
  const outfile = await bundle(join(home, "src/rewind.ts"), home);
  const commands = [process.execPath, ...binaries];
  return Object.fromEntries(
    commands.map((command): [string, Program] => [
      commands.length === 1 ? OWN : `${OWN}, Node ${nodeVersion(command)}`,
      { command, args: [outfile], backend },
    ]),
  );
}

function nodeVersion(binary: string): string {
  const { stdout, status } = spawnSync(binary, ["--print", "process.versions.node"], { encoding: "utf8" });
  if (status !== 0) throw new Error(`--node ${binary} does not run as Node`);
  return stdout.trim();
}

/**
 * The other JavaScript frameworks. They are no dependencies of this workspace: they are installed below `bench/peers`
 * the first time they are needed.
 *
 * @throws Error if they cannot be installed
 */
export async function peerPrograms(): Promise<Record<string, Program>> {
  installPeers();
  const tfjs = await bundle(join(peers, "tfjs.mjs"), peers);
  const tuned = await bundle(join(peers, "tfjs-tuned.mjs"), peers);
  const jax = await bundle(join(peers, "jax.mjs"), peers);
  return {
    "tfjs-wasm": { command: process.execPath, args: [tfjs, "wasm"] },
    "tfjs-tuned": { command: process.execPath, args: [tuned, "wasm"], has: isTuned },
    "tfjs-cpu": { command: process.execPath, args: [tfjs, "cpu"] },
    // It walks its graphs by recursion: a thousand ops overflow the usual stack.
    "jax-js": { command: process.execPath, args: ["--stack-size=3900", jax] },
  };
}

/** Whole training steps alone are tuned by hand: a single op has nothing to tune. */
function isTuned(spec: Spec): boolean {
  return spec.kind === "mlp" || (spec.kind === "recurrent" && spec.form === "layer");
}

/** PyTorch in the given Python, with one thread. */
export function pytorchProgram(python: string): Program {
  return {
    command: python,
    args: [join(peers, "pytorch.py")],
    env: { OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1", MKL_NUM_THREADS: "1" },
  };
}

/** Bundles a program for this run alone, below the package whose dependencies it needs. */
async function bundle(entry: string, owner: string): Promise<string> {
  const outfile = join(owner, `node_modules/.cache/rewind/${parse(entry).name}-${process.pid}.mjs`);
  await bundleProgram({ entry, outfile, fromSource: true });
  process.on("exit", () => [outfile, `${outfile}.map`].forEach((file) => rmSync(file, { force: true })));
  return outfile;
}

function installPeers(): void {
  const manifest = readFileSync(join(peers, "package.json"), "utf8");
  const wanted = createHash("sha256").update(manifest).digest("hex");
  const stamp = join(peers, "node_modules/.cache/rewind-manifest");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  console.error("installing the other JavaScript frameworks below bench/peers …");
  const command = "npm install --no-audit --no-fund --no-package-lock --loglevel=error";
  const { status } = spawnSync(command, { cwd: peers, stdio: ["ignore", 2, 2], shell: true });
  if (status !== 0) {
    throw new Error(
      `"${command}" failed in bench/peers. Is the network down? --alone benchmarks Rewind without other frameworks`,
    );
  }
  mkdirSync(join(peers, "node_modules/.cache"), { recursive: true });
  writeFileSync(stamp, wanted);
}
