// npm run format: rewrites the sources the way `npm run check` wants them.
import { ensureInstalled, runTool } from "./setup.mjs";

ensureInstalled();
process.exit(runTool("prettier/bin/prettier.cjs", "--write", "--log-level=warn", "."));
