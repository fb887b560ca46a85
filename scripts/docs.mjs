// npm run docs [-- dev]: the site with guide, live page and API reference, into docs/.vitepress/dist; with dev, served while you edit.
import { join } from "node:path";
import { bundleWorker } from "./bundle.mjs";
import { checkPrograms } from "./guide-programs.mjs";
import { checkSite } from "./check-site.mjs";
import { ensureInstalled, root, run } from "./setup.mjs";

const docs = join(root, "docs");
const site = join(docs, ".vitepress/dist");

/**
 * Runs a tool that is installed for the site alone, and ends the process if it fails.
 *
 * @param {string} step what it is for
 * @param {string} file its entry, below `docs/node_modules`
 * @param {string[]} args
 */
function siteTool(step, file, ...args) {
  console.log(`\n> ${step}`);
  if (run(process.execPath, [join(docs, "node_modules", file), ...args]) !== 0) fail(step);
}

/** @param {string} step */
function fail(step) {
  console.error(`failed: ${step}`);
  process.exit(1);
}

ensureInstalled();
await bundleWorker({
  entry: join(docs, "live/worker.ts"),
  outfile: join(docs, "public/live-worker.js"),
});
siteTool(
  "API reference: every export documented, every link resolved",
  "typedoc/bin/typedoc",
  "--options",
  "docs/typedoc.json",
);
if (process.argv[2] === "dev") {
  siteTool("development server", "vitepress/bin/vitepress.js", "dev", "docs");
} else {
  console.log("\n> types of the guide's programs");
  if (!checkPrograms()) fail("types of the guide's programs");
  siteTool("site", "vitepress/bin/vitepress.js", "build", "docs");
  console.log("\n> links of the built site");
  const broken = checkSite(site, process.env.DOCS_BASE ?? "/");
  for (const line of broken) console.error(line);
  if (broken.length > 0) fail(`${broken.length} broken links`);
  console.log("\nthe site is in docs/.vitepress/dist");
}
