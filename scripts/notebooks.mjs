// npm run notebooks [-- filters]: runs the notebooks in docs/notebooks from a clean kernel, in Jupyter. With --open it starts
// Jupyter on them instead.
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ensureBuilt } from "./build.mjs";
import { ensureInstalled, root } from "./setup.mjs";

const folder = join(root, "docs/notebooks");
const data = join(folder, "node_modules/.cache/jupyter");

/** The first Python that has Jupyter: the system's own, where its packages are, may not be the first on the path. */
function findPython() {
  const needed = "import jupyter_client, jupyter_core";
  return ["/usr/bin/python3", "python3", "python"].find(
    (python) => spawnSync(python, ["-c", needed], { stdio: "ignore" }).status === 0,
  );
}

/** Tells Jupyter of the kernel in this checkout, and of no other. */
function writeKernel() {
  const kernel = join(data, "kernels/tslab");
  mkdirSync(kernel, { recursive: true });
  const tslab = join(folder, "node_modules/tslab/bin/tslab");
  const argv = [process.execPath, tslab, "kernel", "--config-path", "{connection_file}"];
  const spec = { argv, display_name: "TypeScript", language: "typescript" };
  writeFileSync(join(kernel, "kernel.json"), JSON.stringify(spec));
}

ensureInstalled();
const python = findPython();
if (python === undefined) {
  console.error("notebooks: Jupyter is missing; apt-get install jupyter-notebook (or pip install notebook)");
  process.exit(1);
}
await ensureBuilt();
writeKernel();

const options = process.argv.slice(2);
const opens = options.includes("--open");
const filters = options.filter((option) => option !== "--open");
const notebooks = readdirSync(folder)
  .filter(
    (name) =>
      name.endsWith(".ipynb") && (opens || filters.length === 0 || filters.some((f) => name.includes(f))),
  )
  .sort();
if (notebooks.length === 0) {
  console.error(`notebooks: none is named like ${filters.join(" or ")}`);
  process.exit(1);
}
const args = opens ? ["-m", "notebook", ...filters] : [join(root, "scripts/notebooks.py"), ...notebooks];
const env = { ...process.env, JUPYTER_PATH: data };
const { status } = spawnSync(python, args, { cwd: folder, stdio: "inherit", env });
process.exit(status ?? 1);
