// npm start [-- options]: sets up and builds what is missing, then runs the character-level language model.
import { join } from "node:path";
import { ensureBuilt } from "./build.mjs";
import { bundleProgram, runProgram } from "./bundle.mjs";
import { ensureInstalled, root } from "./setup.mjs";

const example = join(root, "examples/char-lm");
const outfile = join(example, "dist/main.js");

ensureInstalled();
await ensureBuilt();
await bundleProgram({ entry: join(example, "src/main.ts"), outfile, fromSource: false });
await runProgram(outfile, process.argv.slice(2));
