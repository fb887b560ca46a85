// node scripts/run-ts.mjs <entry.ts> [args]: runs a TypeScript program of this repository on the packages' sources.
import { existsSync, rmSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { bundleProgram, runProgram } from "./bundle.mjs";
import { ensureInstalled, root } from "./setup.mjs";

const [entryArgument, ...args] = process.argv.slice(2);
if (!entryArgument || !existsSync(entryArgument)) {
  console.error(`run-ts: no such program: ${entryArgument ?? "(none given)"}`);
  process.exit(2);
}
ensureInstalled();
const entry = resolve(entryArgument);
let home = dirname(entry);
while (!existsSync(join(home, "package.json")) && home !== dirname(home)) home = dirname(home);
if (!existsSync(join(home, "package.json"))) home = root;
// Below the program's own package: that is where Node looks for the dependencies it imports.
const outfile = join(home, "node_modules/.cache/rewind", `${basename(entry, ".ts")}-${process.pid}.mjs`);
await bundleProgram({ entry, outfile, fromSource: true });
process.on("exit", () => [outfile, `${outfile}.map`].forEach((file) => rmSync(file, { force: true })));
await runProgram(outfile, args);
