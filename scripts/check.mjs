// npm run check: everything that can be known about the sources without running them.
import { packages } from "./build.mjs";
import { ensureInstalled, runTool } from "./setup.mjs";

ensureInstalled();

/** @type {[name: string, file: string, ...args: string[]][]} */
const checks = [
  ["types of the packages", "typescript/bin/tsc", "-b", ...packages.map((name) => `packages/${name}`)],
  ["types of everything else", "typescript/bin/tsc", "-p", "."],
  ["lint and import layers", "oxlint/bin/oxlint", "--type-aware", "--deny-warnings"],
  ["format", "prettier/bin/prettier.cjs", "--check", "--log-level=warn", "."],
];

const failed = checks.filter(([name, file, ...args]) => {
  console.log(`\n> ${name}`);
  return runTool(file, ...args) !== 0;
});
for (const [name] of failed) console.error(`failed: ${name}`);
if (failed.length === 0) console.log("\nall checks passed");
process.exit(failed.length === 0 ? 0 : 1);
