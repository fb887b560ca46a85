// Builds and packs the packages and installs the tarballs into an empty folder, as a user would.
import { spawnSync } from "node:child_process";
import {
  cpSync,
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

export const root: string = fileURLToPath(new URL("../../", import.meta.url));
export const here: string = fileURLToPath(new URL("./", import.meta.url));
export const packages = ["autograd", "nn", "optim", "rnn", "viz"];
/** What viz draws with. */
export const drawing = ["@observablehq/plot", "linkedom"];

/** What `consumer/exercise.mjs` gives, however the packages are loaded. */
export const expected = {
  loss: 54,
  grad: [7, 11, 9, 13],
  learned: true,
  outputs: [4, 5, 3],
  hidden: [1, 5, 3],
  everyParameterHasGrad: true,
  typedError: true,
  drawn: true,
};

/** Where the packages are installed, and their tarballs by name. */
export interface Installed {
  readonly consumer: string;
  readonly tarballs: Readonly<Record<string, string>>;
}

/** Runs a program and returns its standard output; throws with all it printed when it fails. */
export function run(cwd: string, command: string, args?: string[], env?: Record<string, string>): string {
  // A line for the shell where there are no arguments: only a shell finds npm and npx on every platform.
  const options = {
    cwd,
    encoding: "utf8",
    shell: args === undefined,
    env: { ...process.env, ...env },
  } as const;
  const { status, stdout, stderr } = spawnSync(command, args ?? [], options);
  if (status !== 0) {
    throw new Error(`${[command, ...(args ?? [])].join(" ")} exited with ${status}\n${stdout}${stderr}`);
  }
  return stdout;
}

export const node = (cwd: string, ...args: string[]): string => run(cwd, process.execPath, args);

interface Manifest {
  version: string;
  dependencies?: Record<string, string>;
}

export const manifestOf = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;

/** Installs into a new temporary folder, which is the caller's to remove. */
export function installPacked(): Installed {
  const consumer = mkdtempSync(join(tmpdir(), "rewind-packed-"));
  node(root, "scripts/build.mjs");
  cpSync(join(here, "consumer"), consumer, { recursive: true });

  const pnpm = "npx -y pnpm@10.34.9";
  run(root, `${pnpm} --recursive --filter "./packages/*" pack --pack-destination "${consumer}"`);
  const files = readdirSync(consumer).filter((file) => file.endsWith(".tgz"));
  const tarballs: Record<string, string> = {};
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
  return { consumer, tarballs };
}
