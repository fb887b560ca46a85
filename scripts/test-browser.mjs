// npm run test:browser [-- filters and options of vitest]: the packages' tests in headless Chromium, and the live page.
import { chromiumPath } from "./chromium.mjs";
import { ensureInstalled, run, runTool } from "./setup.mjs";

if (chromiumPath() === null) {
  console.error(
    "test:browser needs Chromium: install it (Debian: apt-get install chromium) or name it in CHROMIUM_PATH",
  );
  process.exit(1);
}
ensureInstalled();
const built = run(process.execPath, ["scripts/docs.mjs"]);
if (built !== 0) process.exit(built);
process.exit(
  runTool("vitest/vitest.mjs", "run", "--config", "vitest.browser.config.ts", ...process.argv.slice(2)),
);
