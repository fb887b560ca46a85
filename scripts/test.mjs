// npm test [-- filters and options of vitest]
import { ensureInstalled, runTool } from "./setup.mjs";

ensureInstalled();
process.exit(runTool("vitest/vitest.mjs", "run", ...process.argv.slice(2)));
