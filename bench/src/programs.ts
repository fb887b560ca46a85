import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type * as Bundle from "../../scripts/bundle.mjs";
import type { Program } from "./child.ts";

// Found at run time: bundled into this program, it would take the bundle's place for its own.
const bundleUrl = new URL("../../scripts/bundle.mjs", import.meta.url).href;
const { bundleProgram } = (await import(bundleUrl)) as typeof Bundle;
const home = fileURLToPath(new URL("../", import.meta.url));
const peers = join(home, "peers");

/** Rewind's own process. */
export async function rewindProgram(backend?: string): Promise<Program> {
  const outfile = join(home, "node_modules/.cache/rewind/bench-rewind.mjs");
  await bundleProgram({ entry: join(home, "src/rewind.ts"), outfile, fromSource: true });
  return { command: process.execPath, args: [outfile], backend };
}

/**
 * The other JavaScript frameworks. They are no dependencies of this workspace: they are installed below `bench/peers`
 * the first time they are needed.
 *
 * @throws Error if they cannot be installed
 */
export async function peerPrograms(): Promise<Record<string, Program>> {
  installPeers();
  const bundle = async (name: string): Promise<string> => {
    const outfile = join(peers, `node_modules/.cache/rewind/${name}.mjs`);
    await bundleProgram({ entry: join(peers, `${name}.mjs`), outfile, fromSource: true });
    return outfile;
  };
  const tfjs = await bundle("tfjs");
  const jax = await bundle("jax");
  return {
    "tfjs-wasm": { command: process.execPath, args: [tfjs, "wasm"] },
    "tfjs-cpu": { command: process.execPath, args: [tfjs, "cpu"] },
    // It walks its graphs by recursion: a thousand ops overflow the usual stack.
    "jax-js": { command: process.execPath, args: ["--stack-size=3900", jax] },
  };
}

/** PyTorch in the given Python, with one thread. */
export function pytorchProgram(python: string): Program {
  return {
    command: python,
    args: [join(peers, "pytorch.py")],
    env: { OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1", MKL_NUM_THREADS: "1" },
  };
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
