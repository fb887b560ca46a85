// npm test [-- filters and options of vitest]; npm run test:slow, the same of what takes long and rarely breaks.
import { ensureInstalled, runTool } from "./setup.mjs";

const [first, ...others] = process.argv.slice(2);
const slow = first === "--slow";
const options = slow ? others : process.argv.slice(2);

ensureInstalled();
process.exit(
  runTool("vitest/vitest.mjs", "run", "--project", slow ? "slow" : "!slow", "--passWithNoTests", ...options),
);
